"""Runs ``bascule backtest``: checks what was asked for, compares, prints, writes."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Final

from bascule.apps.backtest_files import backtest_files, file_names
from bascule.apps.backtest_json import backtest_document
from bascule.apps.cli.answer import json_file, print_json, screen_beside, unwritable_json
from bascule.apps.cli.findings import show_backtest, show_files
from bascule.apps.cli.interruptible import interruptible
from bascule.apps.cli.period import read_period
from bascule.apps.cli.planner import planner_of
from bascule.apps.cli.planning import Planning
from bascule.apps.cli.problems import Problems
from bascule.apps.cli.progress import Bar, Sparse
from bascule.apps.wiring import read_market, read_part_of_site, suggestion, unwritable_files, write_files
from bascule.model.market import Market
from bascule.model.site import Site
from bascule.study.compare import POLICIES, Report, Settings, compare
from bascule.study.results import Backtest

ALL: Final = "all"
DEBOUNCE_H: Final = Settings().debounce_h


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A backtest as the command line asks for it.

    Attributes:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec.
        start: First moment, as written.
        end: Moment after the last, as written.
        policies: Names, or ``all``.
        strike_per_mwh: Threshold of ``strike-price``.
        debounce_h: Hours at or below the strike before machines return.
        optimistic: Whether real-time prices are known at their interval's start.
        regret: Whether to split what ``optimal`` is short of foresight.
        planning: What ``optimal`` plans for.
        value_of_information: Whether to run ``optimal`` with each planner and with prices known.
        without: Assets and contracts left out.
        bid_premium_per_mwh: Most that energy bids above its expected later price; None bids its whole worth.
        accept_frac: Share of a tranche that an auction takes at exactly its price.
        out: Folder for all files.
        json: File for the answer, ``-`` for standard output.
    """

    site: Path
    market: tuple[str, ...]
    start: str
    end: str
    policies: tuple[str, ...]
    strike_per_mwh: float | None
    debounce_h: float
    optimistic: bool
    regret: bool
    planning: Planning
    value_of_information: bool
    out: Path | None
    without: tuple[str, ...] = ()
    bid_premium_per_mwh: float | None = None
    accept_frac: float = 1.0
    json: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """The same, checked and read."""

    site: Site
    market: Market
    start: datetime
    end: datetime
    policies: tuple[str, ...]


def run(asked: Request) -> None:
    """Run a backtest from the command line: compare, write, print.

    Args:
        asked: What to run.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    checked = _checked(asked)
    settings = Settings(
        strike_per_mwh=asked.strike_per_mwh,
        debounce_h=asked.debounce_h,
        optimistic=asked.optimistic,
        regret=asked.regret,
        planner=planner_of(asked.planning),
        value_of_information=asked.value_of_information,
        bid_premium_per_mwh=asked.bid_premium_per_mwh,
        accept_frac=asked.accept_frac,
    )
    with Bar(len(checked.policies)) as bar:
        found = interruptible(partial(_compare, checked, settings, Sparse(bar)))
    document = backtest_document(found)
    files = {} if asked.out is None else _in_folder(asked.out, backtest_files(found, command_line(asked)))
    write_files({**files, **json_file(asked.json, document)})
    print_json(asked.json, document)
    screen = screen_beside(asked.json)
    show_backtest(screen, found)
    show_files(screen, files)


def _compare(checked: Checked, settings: Settings, report: Report) -> Backtest:
    return compare(
        checked.site, checked.market, checked.start, checked.end, checked.policies, settings, report
    )


def _in_folder(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    return {folder / name: data for name, data in files.items()}


def _checked(asked: Request) -> Checked:
    problems, checked = Problems(), None
    policies = _policies(asked.policies, problems)
    problems.add(unwritable_json(asked.json))
    problems.add(asked.planning.problems(always=asked.value_of_information))
    if asked.out is not None:
        problems.add(unwritable_files([asked.out / name for name in file_names(policies)], "--out"))
    if asked.strike_per_mwh is not None and not isfinite(asked.strike_per_mwh):
        problems.refuse("--strike", str(asked.strike_per_mwh), "must be an amount of money per MWh")
    with problems.collecting():
        site = read_part_of_site(asked.site, asked.without)
        start, end = read_period(asked.start, asked.end, site.time_zone)
        market = read_market(site, asked.market, start, end, optimistic=asked.optimistic)
        checked = Checked(site=site, market=market, start=start, end=end, policies=policies)
    problems.raise_any()
    if checked is None:
        raise ValueError("a request without problems was read")
    return checked


def _policies(names: Sequence[str], problems: Problems) -> tuple[str, ...]:
    for name in names:
        if name not in {*POLICIES, ALL}:
            problems.refuse("--policy", name, f"no such policy: {suggestion(name, [*POLICIES, ALL])}")
    return POLICIES if ALL in names else tuple(dict.fromkeys(names))


def command_line(asked: Request) -> str:
    """The command that repeats a run.

    >>> from pathlib import Path
    >>> print(command_line(Request(site=Path("my site.yaml"), market=("prices.csv",), start="2024-01-01",
    ...     end="2024-02-01", policies=("all",), strike_per_mwh=None, debounce_h=0.25,
    ...     optimistic=True, regret=False, planning=Planning(),
    ...     value_of_information=False, out=None, json=None)))
    bascule backtest 'my site.yaml' --market prices.csv --from 2024-01-01 --to 2024-02-01 --policy all --optimistic
    """
    words = ["bascule", "backtest", str(asked.site)]
    words += [word for file in asked.market for word in ("--market", file)]
    words += ["--from", asked.start, "--to", asked.end]
    words += [word for name in asked.policies for word in ("--policy", name)]
    words += [] if asked.strike_per_mwh is None else ["--strike", f"{asked.strike_per_mwh:g}"]
    words += [] if asked.debounce_h == DEBOUNCE_H else ["--debounce", f"{asked.debounce_h:g}"]
    words += ["--regret"] if asked.regret else []
    words += asked.planning.words()
    words += ["--value-of-information"] if asked.value_of_information else []
    words += ["--optimistic"] if asked.optimistic else []
    words += [word for name in asked.without for word in ("--without", name)]
    if asked.bid_premium_per_mwh is not None:
        words += ["--bid-premium", f"{asked.bid_premium_per_mwh:g}"]
    words += [] if asked.accept_frac == 1.0 else ["--accept", f"{asked.accept_frac:g}"]
    words += [] if asked.out is None else ["--out", str(asked.out)]
    return shlex.join(words)
