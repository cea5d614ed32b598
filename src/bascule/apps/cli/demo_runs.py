"""The runs of the demo. They share nothing, so each has its own process: two cores take half the time."""

import signal
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from bascule.apps.cli.progress import Sparse
from bascule.apps.wiring import bundled_site, instant, read_market
from bascule.report.html import render
from bascule.study.compare import Report, compare
from bascule.study.results import Backtest

COMMAND: Final = "bascule demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One run.

    Attributes:
        site: Bundled site.
        market: Spec of the embedded market.
        start: First local day.
        days: Length.
    """

    site: str
    market: str
    start: str
    days: int


DEMOS: Final = (
    Demo(site="france", market="embedded:france:2023:7", start="2023-01-01", days=365),
    Demo(site="texas", market="embedded:texas:2022:7", start="2022-06-01", days=56),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """A comparison and its report."""

    backtest: Backtest
    report: bytes


def run_demo(demo: Demo, report: Report) -> Found:
    """Run one site through every policy.

    Args:
        demo: Which.
        report: Told which policy runs and how far it is.
    """
    site = bundled_site(demo.site).site
    start = instant(demo.start, site.time_zone, "--from")
    # A number of hours, not of local days: the year 2023 in France has as many as any other.
    end = start + timedelta(days=demo.days)
    market = read_market(site, [demo.market], start, end)
    backtest = compare(site, market, start, end, report=report)
    return Found(backtest=backtest, report=render(backtest, command=COMMAND).encode())


def run_all(report: Report) -> dict[str, Found]:
    """Run every demo at the same time.

    Args:
        report: Told which policy runs and how far it is.

    Raises:
        RuntimeError: A run failed.
    """
    workers: list[SpawnProcess] = []
    try:
        lines = _start(workers)
        return _collect(lines, report)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _start(workers: list[SpawnProcess]) -> dict[Connection, str]:
    """Fresh interpreters: a copy of this one would share its locks and its progress bar."""
    context, lines = get_context("spawn"), {}
    # Ctrl-C reaches the whole group of processes: the others do not hear it, and are ended by this one.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for demo in DEMOS:
            here, there = context.Pipe(duplex=False)
            workers.append(context.Process(target=_work, args=(demo, there), daemon=True))
            workers[-1].start()
            there.close()
            lines[here] = demo.site
    finally:
        signal.signal(signal.SIGINT, before)
    return lines


def _work(demo: Demo, line: Connection) -> None:
    tell = Sparse(lambda policy, done_frac: line.send((policy, done_frac)))
    try:
        line.send(run_demo(demo, tell))
    except Exception as error:  # noqa: BLE001 -- told to the process that waits, whatever it is
        line.send(f"{type(error).__name__}: {error}")


def _collect(lines: dict[Connection, str], report: Report) -> dict[str, Found]:
    found: dict[str, Found] = {}
    while len(found) < len(lines):
        ready = wait([line for line, site in lines.items() if site not in found])
        for line in (line for line in lines if line in ready):
            _take(line, lines[line], found, report)
    return {site: found[site] for site in lines.values()}


def _take(line: Connection, site: str, found: dict[str, Found], report: Report) -> None:
    try:
        message = line.recv()
    except EOFError:
        raise RuntimeError(f"{site}: the run ended without a result") from None
    match message:
        case Found():
            found[site] = message
        case (str() as policy, float() as done_frac):
            report(f"{site}, {policy}", done_frac)
        case _:
            raise RuntimeError(f"{site}: {message}")
