"""Volume bands and other monthly contracts in a plan: what the month's energy costs beyond its price."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.dispatch.random_sites import cases
from tests.dispatch.sites import EVER, HOUR, JANUARY, SPOT, START, Case, case, earned, fleet, site

from bascule.dispatch.asking import Asking
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.follow import Followed, follow
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.outlook import coarse
from bascule.model.energy_contracts import BlockPurchase, PriceCollar, StandingCharge, VolumeBand
from bascule.model.series import SeriesRef
from bascule.model.state import Metered, SiteState
from bascule.model.term import Term
from bascule.model.window import Window

BAND = VolumeBand(
    name="band",
    mwh_per_month=7440.0,
    low_frac=0.4,
    high_frac=0.8,
    shortfall_per_mwh=15.0,
    excess_per_mwh=8.0,
    term=EVER,
)
"""10 MW in the mean of January: 4 to 8 MW are free."""
BANDED = site(fleets=(fleet(50.0),), bands=(BAND,))


def carried(mwh: float, hours: float) -> SiteState:
    """So much metered in January before the first hour."""
    return SiteState(time=START, metered={("band", JANUARY): Metered(mwh=mwh, hours=hours)})


@pytest.mark.parametrize(
    ("spot", "import_mw"),
    [
        # An excess of 8 per MWh is paid for at a gain of 10, not at one of 5: then the dearer hour gives way.
        ([40, 40], [10, 10]),
        ([44, 45], [10, 6]),
        # A shortfall of 15 per MWh is avoided at a loss of 5 in the cheaper hour, and not at one of 20.
        ([55, 60], [8, 0]),
        ([70, 70], [0, 0]),
    ],
)
def test_the_band_is_kept_where_that_pays(spot: list[float], import_mw: list[float]) -> None:
    """Two hours have a band of 8 to 16 MWh."""
    planned = case(BANDED, spot)
    assert planned.run().import_mw == pytest.approx(import_mw)
    earned(BANDED, spot)


def test_what_was_metered_before_counts() -> None:
    """After two hours at 4 MW, two more may take 24 MWh in all: 10 and 10 are free, whatever the gain."""
    assert case(BANDED, [45, 45], state=carried(8, 2)).run().import_mw == pytest.approx([10, 10])
    assert case(BANDED, [45, 45], state=carried(16, 2)).run().import_mw.sum() == pytest.approx(16)


def test_an_excess_already_owed_can_be_won_back() -> None:
    """20 MWh in two hours are 4 above; running 6 MW for two hours takes that back, at 8 per MWh."""
    planned = case(BANDED, [45, 45], state=carried(20, 2))
    assert planned.run().import_mw.sum() == pytest.approx(12)
    assert planned.plan().objective == pytest.approx(12 * 5 + 4 * 8) == pytest.approx(planned.ledger().total)


def test_the_state_carries_what_was_metered() -> None:
    """By band and month, with the hours."""
    _, after = case(BANDED, [40, 40], state=carried(20, 2)).advance()
    assert after.metered == {("band", JANUARY): Metered(mwh=40.0, hours=4.0)}


def test_months_have_their_own_bands() -> None:
    """The last hour of January is bought full, the first of February not at all: neither makes up for the other."""
    start = START + 743 * HOUR
    planned = replace(case(BANDED, [40, 70]), start=start, state=SiteState(time=start))
    assert planned.run().import_mw == pytest.approx([10, 0])
    assert [band.month for band in planned.inputs().bands] == [JANUARY, JANUARY + 1]
    assert planned.ledger().total == pytest.approx(planned.plan().objective)


def test_a_coarse_tail_has_the_same_band() -> None:
    """Two hours of quarters, the second as one step."""
    planned = case(BANDED, np.repeat([44.0, 45.0], 4).tolist(), step_h=0.25)
    pieces = coarse(planned.piece, 4)
    assert len(pieces) == 2
    inputs = compile_inputs(planned.shape, pieces, planned.before, Asking())
    found = optimise(inputs)
    assert isinstance(found, Plan)
    assert found.objective == pytest.approx(planned.plan().objective)
    assert inputs.couples


@pytest.mark.parametrize(("now", "runs"), [(41, 10), (43, 0), (49, 0)])
def test_an_interval_between_plans_pays_what_the_plan_found(now: float, runs: float) -> None:
    """The planned month is above its band: a MWh costs 8 more, so that 43 is too dear for 50."""
    planned = case(BANDED, [30, 30])
    followed = Followed(schedule=planned.schedule(), plan=planned.plan())
    one = case(BANDED, [now])
    schedule = follow(planned.shape, one.piece, planned.before, Asking(), followed)
    assert one.run(schedule.setpoints).import_mw == pytest.approx([runs])


def test_whole_months_are_exact() -> None:
    """All of January in one plan, in a market that falls: the objective is the bill."""
    rng = np.random.default_rng(3)
    spot = np.linspace(70, 40, 744) + rng.uniform(-10, 10, 744)
    earned(BANDED, spot.tolist())


def in_windows(whole: Case, hours: int) -> float:
    """Money of a month that is planned window by window, each from the state after the last."""
    total, state = 0.0, whole.before
    for first in range(0, whole.grid.count, hours):
        span = slice(first, first + hours)
        part = replace(
            whole,
            values={name: v[span] for name, v in whole.values.items()},
            start=whole.grid.time(first),
            state=state,
        )
        outcome, state = part.advance()
        total += part.ledger(outcome).total
    return total


def test_the_error_of_planning_a_month_in_windows() -> None:
    """Windows of 48 hours lose under 1 percent on daily and weekly shapes, under 3 after a cheap first week.

    A month whose prices fall from its first day to its last is the worst case: it loses a third.
    """
    rng, hours = np.random.default_rng(7), np.arange(744)
    shape = 45 + 12 * np.sin(hours * np.pi / 12) + 6 * np.sin(hours * np.pi / 84) + rng.normal(0, 4, 744)
    cheap_week = np.where(hours < 168, 35, 52) + rng.normal(0, 4, 744)
    for spot, most in ((shape, 0.01), (cheap_week, 0.03), (np.linspace(70, 30, 744), 0.35)):
        whole = case(BANDED, spot.tolist())
        best = whole.plan().objective
        assert best * (1 - most) <= in_windows(whole, 48) <= best + 1e-6


@st.composite
def banded(draw: Callable[[st.SearchStrategy[object]], object]) -> Case:
    """Any site with a volume band, energy metered before, and contracts that no decision moves."""

    def number(low: int, high: int) -> float:
        return float(str(draw(st.integers(low, high))))

    drawn = draw(cases(cheapest=-20))
    assert isinstance(drawn, Case)
    low = number(0, 10) / 10
    band = replace(
        BAND,
        low_frac=low,
        high_frac=low + number(0, 8) / 10,
        shortfall_per_mwh=number(0, 60),
        excess_per_mwh=number(0, 60),
        term=Term(start=EVER.start, end=START + HOUR * number(2, 9)),
    )
    collar = PriceCollar(
        name="collar",
        power_mw=3.0,
        spot=SPOT,
        term=EVER,
        cap_per_mwh=60.0,
        floor_per_mwh=10.0,
        premium_per_mwh=2.0,
    )
    ppa = BlockPurchase(
        name="ppa",
        power_mw=2.0,
        price_per_mwh=40.0,
        spot=SPOT,
        term=EVER,
        produced_frac=SeriesRef(name="sun_frac"),
        window=Window(start_hour=1.0, end_hour=3.0),
    )
    return replace(
        drawn,
        site=replace(
            drawn.site,
            bands=(band,),
            collars=(collar,),
            blocks=(ppa,),
            standing=(StandingCharge(name="fee", per_month=100.0, term=EVER),),
        ),
        state=carried(number(0, 60), number(0, 4)),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=banded())
def test_the_objective_is_the_bill_with_monthly_contracts(drawn: Case) -> None:
    """Bands, collars, PPAs and standing charges, whatever was metered before."""
    assume(isinstance(optimise(drawn.inputs()), Plan))
    assert drawn.ledger().total == pytest.approx(drawn.plan().objective, rel=1e-7, abs=1e-4)
