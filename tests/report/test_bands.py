"""Power of a run as the page stacks it."""

import numpy as np
from tests.report.fixture import BATTERY, SUN, make_backtest

from bascule.report.bands import Group, bands, given_mw, lines, supplied_mw

BACKTEST = make_backtest()


def test_the_stack_reaches_what_was_supplied() -> None:
    """Uses, auxiliaries and losses add up to import less loss, own generation and discharge."""
    for result in BACKTEST.results:
        top = sum(band.power_mw for band in bands(BACKTEST.site, result.outcome))
        assert np.all(top >= supplied_mw(BACKTEST.site, result.outcome) - 1e-9)
        assert np.allclose(top, supplied_mw(BACKTEST.site, result.outcome), atol=1e-9)


def test_what_auxiliaries_took_is_what_is_left() -> None:
    """The fixture's site has 0.5 MW of auxiliaries and no other loss at the bus."""
    stack = bands(BACKTEST.site, BACKTEST.result("foresight").outcome)
    rest = next(band.power_mw for band in stack if band.group is Group.REST)
    assert np.allclose(rest, 0.5)


def test_sources_are_import_generation_and_discharge() -> None:
    """A site with a roof and a battery has three lines."""
    outcome = BACKTEST.result("optimal").outcome
    assert [line.kind for line in lines(outcome)] == ["import", "generation", "discharge"]
    assert set(given_mw(outcome)) == {BATTERY, SUN}
