"""Blocks worked on by processes of this machine, which end with the run, however it ends."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from typing import TypeVar

from bascule.adapters.engines.progress import Progress, unheard
from bascule.adapters.engines.serial import Serial
from bascule.adapters.engines.worker import Done, Failed, serve

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """An engine of several processes.

    Attributes:
        workers: How many at most; never more than there are cores, nor than tasks. None for all cores.
        progress: Told after each block, in the order in which they finish.
    """

    workers: int | None = None
    progress: Progress = unheard

    def __call__(self, work: Callable[[T], R], tasks: Sequence[T]) -> Generator[R, None, None]:
        """Answers in the order of the tasks.

        Work, tasks and answers travel between processes, so all must be known by name there. What tasks share, such as the
        arrays of a strategy, travels once to each process, not once a task.

        Args:
            work: A function of a module.
            tasks: Blocks.

        Raises:
            RuntimeError: A process ended before its answer: the machine ran out of memory, or somebody ended it.
        """
        count = min(self.workers or cores(), cores(), len(tasks))
        if count < 2:
            yield from Serial(progress=self.progress)(work, tasks)
            return
        workers: list[SpawnProcess] = []
        try:
            lines = _started(workers, count)
            # One pickle of everything keeps what tasks share together.
            packed = ForkingPickler.dumps((work, tasks))
            for line in lines:
                line.send_bytes(packed)
            yield from _collected(lines, len(tasks), self.progress)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join()


def cores() -> int:
    """How many processes work at the same time."""
    return os.cpu_count() or 1


def _started(workers: list[SpawnProcess], count: int) -> list[Connection]:
    """Fresh interpreters: a copy of this one would share its locks and its progress bar."""
    context, lines = get_context("spawn"), []
    with _no_interrupt():
        for _ in range(count):
            here, there = context.Pipe()
            workers.append(context.Process(target=serve, args=(there,), daemon=True))
            workers[-1].start()
            there.close()
            lines.append(here)
    return lines


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C reaches the whole group of processes: those started here do not hear it, and are ended by this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _collected(lines: list[Connection], count: int, progress: Progress) -> Iterator[R]:
    """Keep every process busy, and hand answers on in order."""
    found: dict[int, R] = {}
    waiting = iter(range(count))
    for line, index in zip(lines, waiting, strict=False):
        line.send(index)
    done = handed = 0
    while handed < count:
        for line in (line for line in wait(lines) if isinstance(line, Connection)):
            answer: Done[R] = _answer(line)
            found[answer.index] = answer.value
            done += 1
            progress(done, count)
            for index in islice(waiting, 1):
                line.send(index)
        while handed in found:
            yield found.pop(handed)
            handed += 1


def _answer(line: Connection) -> Done[R]:
    try:
        answer: Done[R] | Failed = line.recv()
    except (EOFError, ConnectionResetError):
        raise RuntimeError(
            "a process that worked on paths ended before its answer: is there memory for all of them? "
            "Try fewer processes or fewer paths"
        ) from None
    if isinstance(answer, Failed):
        raise answer.error
    return answer
