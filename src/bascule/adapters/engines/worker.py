"""What runs in a process that works on blocks: takes their numbers from a pipe, answers through it, ends with it."""

import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[R]):
    """A block's answer.

    Attributes:
        index: Number of the task.
        value: The answer.
    """

    index: int
    value: R


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """What went wrong in a block."""

    error: Exception


def serve(line: Connection) -> None:
    """Take the work and all tasks, then a number at a time, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        work, tasks = line.recv()
        while True:
            line.send(answered(work, tasks, line.recv()))


def answered(work: Callable[[T], R], tasks: Sequence[T], index: int) -> Done[R] | Failed:
    """Work on a task; an error is an answer too."""
    try:
        return Done(index=index, value=work(tasks[index]))
    except Exception as error:  # noqa: BLE001 -- told to the process that waits, whatever it is
        return Failed(error=_portable(error))


def _portable(error: Exception) -> Exception:
    """The error, or its words where it cannot cross a process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes, of a line ago
    except Exception:  # noqa: BLE001 -- an error may fail to travel in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
