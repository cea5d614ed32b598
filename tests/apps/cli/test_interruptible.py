"""Work in a thread of its own gives its answer, or its error, as if it were done here."""

import signal
import threading
from typing import Never

import pytest

from bascule.apps.cli.interruptible import interruptible


def test_the_answer_comes_back() -> None:
    """What the work returns, from a thread that is not this one."""
    assert interruptible(threading.current_thread) is not threading.current_thread()


@pytest.mark.parametrize("error", [ValueError("no"), TimeoutError("late"), SystemExit(3)])
def test_an_error_comes_back(error: BaseException) -> None:
    """What the work raises is raised here, a timeout of its own included."""

    def fail() -> Never:
        raise error

    with pytest.raises(type(error)):
        interruptible(fail)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals between threads")
def test_an_interrupt_is_heard_while_the_work_goes_on() -> None:
    """Ctrl-C ends the waiting, not the work."""
    main, end = threading.main_thread().ident, threading.Event()
    assert main is not None

    def work() -> None:
        signal.pthread_kill(main, signal.SIGINT)
        end.wait(timeout=30)

    with pytest.raises(KeyboardInterrupt):
        interruptible(work)
    assert not end.is_set()
    end.set()
