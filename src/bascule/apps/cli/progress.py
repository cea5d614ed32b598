"""A progress bar on standard error for what lasts longer than two seconds."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bascule.report.messages import policy_name, text

PATIENCE_S: Final = 2.0
STEP_FRAC: Final = 0.01


class Sparse:
    """Passes on a hundredth of the news: a run has thousands of decisions."""

    def __init__(self, report: Callable[[str, float], None]) -> None:
        """Stand before a listener.

        Args:
            report: Told which policy runs and the share of it that is done.
        """
        self._report = report
        self._told: dict[str, float] = {}

    def __call__(self, policy: str, done_frac: float) -> None:
        """Pass it on where enough was done since the last time, and at the end."""
        if done_frac >= 1.0 or done_frac - self._told.get(policy, -1.0) >= STEP_FRAC:
            self._told[policy] = done_frac
            self._report(policy, done_frac)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A line that moves while the block lasts, once it has lasted; nothing without a terminal.

    Args:
        what: What is being waited for.
    """
    console = Console(stderr=True)
    status = console.status(what)
    timer = Timer(PATIENCE_S, status.start)
    timer.daemon = True
    if console.is_terminal:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()  # it may be about to show the line
        status.stop()


class Bar:
    """Counts policies that are done, and the share of the one that runs; shows itself once it has lasted.

    Without a terminal nothing is shown.
    """

    def __init__(self, policies: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock.

        Args:
            policies: How many runs there will be.
            clock: Seconds that only rise.
        """
        self._clock, self._started = clock, clock()
        self._shares: dict[str, float] = {}
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=policies)
        self.shown = False

    def __call__(self, policy: str, done_frac: float) -> None:
        """Told which policy runs and how far it is."""
        self._shares[policy] = done_frac
        self._bar.update(
            self._task,
            completed=sum(self._shares.values()),
            description=text("cli.running", policy=policy_name(policy)),
        )
        if not self.shown and self._clock() - self._started > PATIENCE_S and self._bar.console.is_terminal:
            self.shown = True
            self._bar.start()

    def __enter__(self) -> Self:
        """The bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.shown:
            self._bar.stop()
