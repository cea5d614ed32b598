"""Margins of real days on the paths of risk: what they add to a quarter, and that a year stays a year."""

from dataclasses import replace

import numpy as np
import pytest
from tests.study.conversion.cases import FUNDING, STILL, with_rungs
from tests.study.conversion.real_days import CHEAP, DEAR, two_kinds
from tests.study.conversion.test_risk import CASE, WORLD

from bascule.study.conversion.accounts import accounts
from bascule.study.conversion.books import AtOnce, Book, Never
from bascule.study.conversion.build import own_lift
from bascule.study.conversion.case import Case
from bascule.study.conversion.histories import Histories, histories
from bascule.study.conversion.risk import joined, tasks, work
from bascule.study.conversion.terms import Network, Rung
from bascule.study.margins.real_quarters import Quartering, RealQuarters

ONE_BY_ONE = Quartering(first_day=40, kept=3_000, block_days=1)
REAL = replace(WORLD, real_days=True, power_sd=0.3)


def _drawn(case: Case, quarters: RealQuarters | None, paths: int = 2_000) -> Histories:
    return histories(case, REAL, paths, np.random.default_rng(7), quarters)


def _gain(
    case: Case, quarters: RealQuarters, book: Book
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Money of each quarter that real days add, shape (quarters, paths)."""
    drawn = _drawn(case, quarters)
    plain = accounts(case, FUNDING, (), book, replace(drawn, days=None)).mining
    return np.asarray(accounts(case, FUNDING, (), book, drawn).mining - plain)


def test_nothing_else_of_a_history_changes() -> None:
    """Days are drawn after all that was drawn without them."""
    with_days, without = _drawn(CASE, two_kinds(ONE_BY_ONE, 40.0)), _drawn(CASE, None)
    for name in ("levels", "power_scale", "capex_factor", "lead_draw", "default_age"):
        assert getattr(with_days, name).tobytes() == getattr(without, name).tobytes()


def test_the_mean_of_a_year_is_the_surface_s() -> None:
    """Within three standard errors, in every year of the plan."""
    gain = _gain(CASE, two_kinds(ONE_BY_ONE, 40.0), Never()).reshape(-1, 4, 2_000).sum(axis=1)
    error = gain.std(axis=1) / np.sqrt(gain.shape[1])
    assert (np.abs(gain.mean(axis=1)) < 3 * error).all()


def test_a_quarter_varies_as_its_days_do() -> None:
    """Costs of 91 days, each dear with 15 or 16 chances in 31; the power level of the quarter scales them."""
    case = with_rungs(STILL, Rung(meter_mw=1.0))
    drawn = _drawn(case, two_kinds(ONE_BY_ONE))
    gain = _gain(case, two_kinds(ONE_BY_ONE), Never())
    share = 15 / 31
    by_hand = 0.25 * np.sqrt(share * (1 - share) / 91) * (DEAR - CHEAP)
    assert (gain[4] / drawn.power_scale[4]).std() == pytest.approx(by_hand, rel=0.06)


def test_what_is_converted_meets_no_days() -> None:
    """Half the site converts at once: its days go with it; the rest of the site follows a quarter later."""
    heavy = replace(CASE, network=Network(network_eh_s=1_000.0, site_eh_s=50.0, eta=1.0))
    quarters = two_kinds(ONE_BY_ONE, 40.0)
    half, whole = (_gain(heavy, quarters, AtOnce(case=heavy, most=most)) for most in (1, 2))
    assert own_lift(heavy, 1) > 1
    # Costs of days do not depend on the hashprice, so its lift leaves the distance from the mean alone.
    assert half == pytest.approx(0.5 * _gain(heavy, quarters, Never()), abs=1e-6)
    assert not whole[1:].any()


def test_a_world_says_whether_days_are_met() -> None:
    """Days without the switch and the switch without days are both mistakes."""
    quarters = two_kinds(ONE_BY_ONE, 40.0)
    for world, given in ((WORLD, quarters), (REAL, None)):
        with pytest.raises(ValueError, match="give quarters put together from them"):
            tasks(CASE, FUNDING, (), world, (Never(),), given)


def test_risk_meets_them_in_every_block() -> None:
    """Means of rows move by season alone: hashing of the first year as without days, within its noise."""
    asked = tasks(CASE, FUNDING, (), REAL, (Never(),), two_kinds(ONE_BY_ONE, 40.0))
    plain = tasks(CASE, FUNDING, (), replace(REAL, real_days=False), (Never(),))
    real, mean = (joined(map(work, one)).sheets["mine on"] for one in (asked, plain))
    assert not np.array_equal(real.npv, mean.npv)
    assert real.npv.mean() == pytest.approx(mean.npv.mean(), abs=3 * float(np.std(real.npv - mean.npv)) / 60)
