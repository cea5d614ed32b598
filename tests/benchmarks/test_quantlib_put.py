"""The put that is also timed in QuantLib."""

from importlib.util import find_spec

import pytest
from benchmarks.quantlib_put import DATES, DEGREE, PUT, measure

from bascule.study.plan.put import lattice_put
from benchmarks import quantlib_put


def test_without_the_extra_quantlib_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own rows stay, and one says what is missing."""
    monkeypatch.setattr(quantlib_put, "find_spec", lambda _: None)
    figures = measure(quick=True)
    assert figures[-1].name == "QuantLib"
    assert figures[-1].value is None
    assert "skipped" in figures[-1].note
    assert figures[0].value is not None


@pytest.mark.skipif(find_spec("QuantLib") is None, reason="QuantLib, of the extra bench, is not installed")
def test_both_value_the_same_put() -> None:
    """Within three errors of the Bermudan lattice, less the little that a fitted policy loses."""
    from benchmarks.peer_quantlib import simulate  # noqa: PLC0415 -- only with the extra

    found = simulate(PUT, DATES, 20_000, 7, DEGREE)
    assert abs(found.value - lattice_put(PUT)) < 3 * found.standard_error + 0.02
