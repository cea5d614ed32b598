"""Progress of a run in named stages on standard error; nothing without a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bascule.report.messages import text


class Stages:
    """Hears which stage is worked on and how far the whole is."""

    def __init__(self) -> None:
        """Stand ready."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task("", total=1.0)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line."""
        self._progress.stop()

    def __call__(self, stage: str, done_frac: float) -> None:
        """A stage has begun."""
        description = text(f"plan.stage.{stage.replace(' ', '_')}")
        self._progress.update(self._task, description=description, completed=done_frac)
