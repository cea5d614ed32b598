"""Work that Ctrl-C can stop at once, also while the solver is deep in a program."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Final, TypeVar

T = TypeVar("T")

_LOOK_S: Final = 0.1
"""How often the waiting thread looks up; a signal is heard only between two looks on some systems."""


def interruptible(work: Callable[[], T]) -> T:
    """Do work in a thread of its own, so that this one hears Ctrl-C: a solver hears nothing until it is done.

    After an interrupt the thread is left behind; the program must end without waiting for it.

    Args:
        work: What to do.
    """
    answer: Future[T] = Future()
    Thread(target=_fill, args=(answer, work), daemon=True).start()
    while True:
        try:
            return answer.result(timeout=_LOOK_S)
        except TimeoutError:
            if answer.done():
                raise


def _fill(answer: Future[T], work: Callable[[], T]) -> None:
    try:
        answer.set_result(work())
    except BaseException as error:  # noqa: BLE001 -- handed to the thread that waits, whatever it is
        answer.set_exception(error)
