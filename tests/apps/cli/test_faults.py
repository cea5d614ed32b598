"""Every kind of failure has its exit code and one readable message."""

from pathlib import Path

import pytest
from tests.apps.cli.program import PERIOD, bascule, everything_in, write_site

from bascule.apps.cli import backtest
from bascule.errors import (
    CheckFailed,
    DataGap,
    Infeasible,
    InputError,
    InputProblem,
    SolverFault,
    StaleData,
)

FAULTS = [
    (DataGap("no price at noon"), 2),
    (StaleData("price of yesterday"), 2),
    (Infeasible("battery: 12 MW of 10"), 3),
    (CheckFailed("bus balance off by 2 MW"), 1),
    (SolverFault("no answer"), 1),
    (ZeroDivisionError("division by zero"), 1),
    (MemoryError(), 1),
]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every comparison end in an error."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(backtest, "compare", fail)


@pytest.mark.parametrize(("error", "code"), FAULTS, ids=lambda value: type(value).__name__)
def test_each_error_has_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    """Wrong input 2, no answer 3, our fault 1; the reason is told without a traceback, and nothing is written."""
    failing(monkeypatch, error)
    result = bascule("backtest", write_site(tmp_path), *PERIOD, "--out", tmp_path / "out")
    assert result.exit_code == code
    assert str(error) in result.stderr
    assert "Traceback" not in result.output
    assert everything_in(tmp_path) == ["site.yaml"]


def test_our_faults_say_so_and_how_to_see_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The class of the error and a hint at --debug."""
    failing(monkeypatch, ZeroDivisionError("division by zero"))
    told = bascule("backtest", write_site(tmp_path), *PERIOD).stderr
    assert told.startswith("Unexpected ZeroDivisionError: division by zero\n")
    assert "bascule --debug" in told


def test_debug_lets_the_error_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --debug the traceback is Python's own."""
    failing(monkeypatch, ZeroDivisionError())
    result = bascule("--debug", "backtest", write_site(tmp_path), *PERIOD)
    assert isinstance(result.exception, ZeroDivisionError)


def test_an_interrupt_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a policy runs: one line, nothing written."""
    failing(monkeypatch, KeyboardInterrupt())
    result = bascule("backtest", write_site(tmp_path), *PERIOD, "--out", tmp_path / "out")
    assert result.exit_code == 130
    assert result.stderr.startswith("Stopped")
    assert everything_in(tmp_path) == ["site.yaml"]


def test_problems_are_sorted_by_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems of several files stand together, each on its own line."""
    places = [("b.yaml", 2), ("a.yaml", 30), ("a.yaml", 4)]
    found = [InputProblem(file=f, field="x", value="1", hint="is wrong", line=n) for f, n in places]
    failing(monkeypatch, InputError(found))
    told = bascule("backtest", write_site(tmp_path), *PERIOD).stderr.splitlines()
    assert told[:3] == [f"{place}: x = 1: is wrong" for place in ("a.yaml:4", "a.yaml:30", "b.yaml:2")]
    assert told[3] == "3 problems; nothing was done."


@pytest.mark.parametrize("words", [("backtest",), ("check",), ("check", "a", "--jsn", "b"), ("chek",), ()])
def test_a_wrong_command_line_is_a_wrong_input(words: tuple[str, ...]) -> None:
    """Missing arguments, unknown options and unknown commands end with 2."""
    assert bascule(*words).exit_code == 2
