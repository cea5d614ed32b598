"""Exits: what is subtracted, what comes back, when, and where it ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chain.worlds import CHEAP, LEAVE, RESALE, small_world

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium
from bascule.chain.exits import Exit
from bascule.chain.hysteresis import answered
from bascule.chain.pivot import network_revenue_usd_per_day, pivot, run
from bascule.chain.scenario import Response
from bascule.chain.supply_change import supply_change, without


def test_without_answer_it_is_subtraction() -> None:
    """The others stand still: hashrate falls by exactly what leaves, and difficulty follows."""
    found = pivot(small_world())
    lost = found.stay.path.hashrate_eh_s[-1] - found.subtraction.path.hashrate_eh_s[-1]
    assert lost == pytest.approx(150)
    ratio = found.subtraction.path.hashrate_eh_s[-1] / found.stay.path.hashrate_eh_s[-1]
    assert found.subtraction.path.difficulty_end[-1] / found.stay.path.difficulty_end[-1] == pytest.approx(
        ratio, rel=1e-6
    )


def test_with_answer_it_ends_at_the_static_equilibrium() -> None:
    """Without thresholds the path converges to where supply settles, from above and below."""
    scenario = small_world()
    found = pivot(scenario)
    static = equilibrium(without(scenario, ["gone"]), network_revenue_usd_per_day(scenario))
    assert found.answer.path.hashrate_eh_s[-1] == pytest.approx(static.hashrate_eh_s, rel=2e-3)
    assert found.answer.income.usd_per_ph_day[-1] == pytest.approx(static.hashprice_usd_per_ph_day, rel=2e-3)


def test_exit_is_not_subtraction() -> None:
    """Dear capacity returns: the network loses less than what leaves."""
    found = pivot(small_world())
    assert found.left_eh_s == 150
    assert found.pass_through_frac is not None
    assert 0 <= found.pass_through_frac < 0.5


def test_nobody_answers_before_the_retarget() -> None:
    """Hashprice per hash moves at the retarget only, so the first to return comes after it."""
    answer = pivot(small_world()).answer
    first = answer.path.retargets[0].after_s / 86_400
    changes = answer.path.retargets
    falling = [c.after_s / 86_400 for c in changes if c.new_difficulty < c.old_difficulty * 0.99]
    assert falling
    assert first > 10
    before = int(falling[0])
    assert np.ptp(answer.path.hashrate_eh_s[10:before]) == pytest.approx(0, abs=1e-9)
    assert answer.path.hashrate_eh_s[before + 5] > answer.path.hashrate_eh_s[before]


def test_the_path_does_not_flap() -> None:
    """Once it has settled the hashrate stays, rather than jump with every retarget."""
    tail = pivot(small_world()).answer.path.hashrate_eh_s[-60:]
    assert np.ptp(tail) / tail.mean() < 2e-3


def test_nobody_gone_nothing_happens() -> None:
    """A world that has settled stays as it is."""
    found = run(small_world(exits=()), feedback=True)
    assert np.ptp(found.path.hashrate_eh_s) == pytest.approx(0, abs=1e-6)
    assert found.path.block_s == pytest.approx(np.full(400, 600 * 2016 / 2015), rel=1e-6)


def test_resold_machines_start_again_later() -> None:
    """Sold machines run at their buyer's power price, not before the delay, and push out dearer ones."""
    sold = replace(LEAVE, resold_frac=0.5, idle_frac=0.5, scrapped_frac=0.0)
    found = pivot(small_world(exits=(sold,), resale=RESALE)).answer
    at = [cohort.name for cohort in found.cohorts].index("gone (resold)")
    assert found.on_eh_s[at, :70].max() == 0
    assert found.on_eh_s[at, -1] == pytest.approx(75)


def test_machines_resold_on_day_0_do_not_mine_twice() -> None:
    """Sold at the start without delay they were the leavers' before: without answer, subtraction is all."""
    sold = replace(LEAVE, day=0, resold_frac=0.5, idle_frac=0.5, scrapped_frac=0.0)
    found = pivot(small_world(exits=(sold,), resale=replace(RESALE, delay_days=0)))
    lost = found.stay.path.hashrate_eh_s[0] - found.subtraction.path.hashrate_eh_s[0]
    assert lost == pytest.approx(150)


def test_idle_machines_are_counted() -> None:
    """60 % of what leaves lies idle from its day on."""
    idle = pivot(small_world()).answer.idle_eh_s
    assert (idle[9], idle[10], idle[-1]) == (0.0, 90.0, 90.0)


def test_energy_is_power_times_time() -> None:
    """TWh of all days; the leavers' power is gone."""
    found = pivot(small_world())
    assert found.stay.energy_twh == pytest.approx(found.stay.power_mw.sum() * 24 / 1e6)
    assert found.subtraction.power_mw[-1] == pytest.approx(found.stay.power_mw[-1] - 150 * 20)


def test_hysteresis_keeps_machines_where_they_are() -> None:
    """Between its two thresholds a cohort neither stops nor starts."""
    cohort = Cohort(name="a", eh_s=100, j_per_th=20, usd_per_mwh=50)
    response = Response(shutdown_frac=0.1, restart_frac=0.1, speed_frac_per_day=1.0)
    for price in (22.0, 24.0, 26.0):
        for on in (0.0, 40.0, 100.0):
            assert answered([cohort], [on], price, 100 * 1000 * price, response) == [on]


@given(
    st.floats(1, 100),
    st.floats(1e5, 1e8),
    st.lists(st.floats(0, 500), min_size=4, max_size=4),
    st.floats(0.01, 1),
)
def test_answers_stay_inside_what_there_is(
    price: float, revenue: float, on: list[float], speed: float
) -> None:
    """Nobody runs more than it has, less than nothing, or moves faster than it can."""
    cohorts = small_world().cohorts
    held = [min(a, c.eh_s) for a, c in zip(on, cohorts, strict=True)]
    found = answered(cohorts, held, price, revenue, Response(speed_frac_per_day=speed))
    for before, after, cohort in zip(held, found, cohorts, strict=True):
        assert -1e-9 <= after <= cohort.eh_s + 1e-9
        assert abs(after - before) <= speed * cohort.eh_s + 1e-9


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"meter_mw": 5.0}, "one of them"),
        ({"eh_s": None}, "one of them"),
        ({"eh_s": -1.0}, "less than nothing"),
        ({"idle_frac": 0.9}, "sum to 1"),
        ({"day": -1}, "before the start"),
    ],
)
def test_exits_that_cannot_be(bad: dict[str, float | None], why: str) -> None:
    """Each mistake is named with the exit."""
    with pytest.raises(ValueError, match=f"gone.*{why}"):
        replace(LEAVE, **bad)  # type: ignore[arg-type]


def test_megawatts_are_hashrate_by_efficiency() -> None:
    """100 MW of 20 J/TH machines are 5 EH/s."""
    leaving = Exit(name="a", cohort="c", day=0, meter_mw=100, resold_frac=0, idle_frac=1, scrapped_frac=0)
    assert leaving.hashrate_eh_s(20.0) == 5.0


@pytest.mark.parametrize(
    ("exits", "why"),
    [
        ((replace(LEAVE, eh_s=501.0),), "500"),
        ((replace(LEAVE, cohort="nobody"),), "no cohort"),
        ((replace(LEAVE, resold_frac=0.5, scrapped_frac=0.0, idle_frac=0.5),), "resale"),
    ],
)
def test_worlds_that_do_not_hang_together(exits: tuple[Exit, ...], why: str) -> None:
    """More than all, a stranger's exit, or sold machines that go nowhere."""
    with pytest.raises(ValueError, match=why):
        small_world(exits=exits)
    with pytest.raises(ValueError, match="once"):
        small_world(cohorts=(CHEAP, CHEAP))


def test_supply_before_and_after() -> None:
    """150 EH/s leave and dear machines fill in: less is lost, hashprice does not fall; with nobody leaving there is no after."""
    found = supply_change(small_world())
    assert found.left_eh_s == 150
    assert found.after is not None
    assert found.before.hashrate_eh_s - 150 < found.after.hashrate_eh_s <= found.before.hashrate_eh_s
    assert supply_change(small_world(exits=())).after is None
