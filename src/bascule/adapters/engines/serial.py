"""Blocks worked on one after the other, in this process."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bascule.adapters.engines.progress import Progress, unheard

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serial:
    """An engine that starts nothing.

    Attributes:
        progress: Told after each block.
    """

    progress: Progress = unheard

    def __call__(self, work: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Answers in the order of the tasks.

        Args:
            work: What is done with a task.
            tasks: Blocks.
        """
        for done, task in enumerate(tasks, start=1):
            answer = work(task)
            self.progress(done, len(tasks))
            yield answer
