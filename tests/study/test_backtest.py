"""A run: decisions with what was known, one plant, one record."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.dispatch.sites import EVER, HOUR, START, battery, demand_charge, fleet, job, pool, site
from tests.study.markets import ALWAYS, DAY_AHEAD, hashed, market, ran, stage_of

from bascule.model.ai_contracts import DailyJob
from bascule.model.energy_contracts import TariffPeriod, TimeOfUseSupply
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.settle.ledger import settle
from bascule.simulate.plant import advance
from bascule.study.backtest import initial_state, price_names, run, set_stage
from bascule.study.compare import POLICIES, Settings, make_policy

SPOT = 45 + 25 * np.sin(np.arange(72) * 2 * np.pi / 24)
NIGHTLY = DailyJob(
    name="nightly",
    pool="pool",
    job_class="work",
    gpu_h=2000.0,
    release_hour=1.0,
    window_h=6.0,
    max_gpus=1000.0,
    value_per_gpu_h=0.1,
    term=EVER,
)
PARIS = site(
    time_zone="Europe/Paris",
    fleets=(fleet(),),
    pools=(pool(),),
    daily_jobs=(NIGHTLY,),
    demand_charges=(demand_charge(0.01),),
)


def test_a_stage_is_cut_from_its_market() -> None:
    """History before it stays in the market; values and conditions are those of the period."""
    stage = stage_of(site(fleets=(fleet(),)), market({"spot": SPOT}), first=24)
    assert (stage.grid.start, stage.grid.count) == (START + 24 * HOUR, 48)
    assert stage.values["spot"].tolist() == SPOT[24:].tolist()
    assert stage.market.grid.count == 72


def test_jobs_released_before_the_period_are_not_in_it() -> None:
    """Nobody knows how far they were."""
    place = site(fleets=(fleet(),), pools=(pool(),), jobs=(job(10, 20, 30), job(10, 25, 30, name="in")))
    assert [j.name for j in stage_of(place, market({"spot": SPOT}), first=24).jobs] == ["in"]


def test_the_initial_state_is_the_sites() -> None:
    """Stored energy and running machines."""
    place = site(fleets=(fleet(initial_on_frac=0.25),), batteries=(battery(initial_mwh=3.0),))
    state = initial_state(place, START)
    assert (state.battery_mwh, state.fleet_on) == ({"battery": 3.0}, {"fleet": 2500.0})


def test_orders_and_spot_prices_are_news() -> None:
    """A fixed tariff is none."""
    assert price_names(site()) == ("spot",)
    tariff = TimeOfUseSupply(name="tariff", periods=(), otherwise_per_mwh=20.0, term=EVER)
    assert price_names(site(supplies=(tariff,))) == ()


@pytest.mark.parametrize("policy", ["rules", "optimal", "always-on"])
def test_replaying_the_record_gives_the_same_ledger(policy: str) -> None:
    """The setpoints of the whole run through the plant once more."""
    place = site(
        fleets=(fleet(start_cost=0.001),),
        batteries=(battery(initial_mwh=5.0),),
        pools=(pool(),),
        jobs=(job(2000, 26, 40),),
    )
    stage = stage_of(place, market({"spot": SPOT}), first=24)
    done = run(stage, make_policy(policy, stage, Settings()))
    again, _ = advance(stage.plant, done.setpoints, stage.given, stage.start)
    first, second = (settle(place, outcome, stage.values, stage.start) for outcome in (done.outcome, again))
    assert [line.amount for line in first.lines] == [line.amount for line in second.lines]


def test_every_interval_has_a_source() -> None:
    """The rungs' intervals add up to the period."""
    done = ran(site(fleets=(fleet(),)), market({"spot": SPOT}, step_h=0.25), "optimal", first=12)
    assert sum(done.sources.values()) == 60
    assert set(done.sources) == {"program", "follow"}


def test_progress_rises_to_one() -> None:
    """Told after every decision."""
    told: list[float] = []
    stage = stage_of(site(fleets=(fleet(),)), market({"spot": SPOT}), first=48)
    run(stage, make_policy("rules", stage, Settings()), told.append)
    assert told == sorted(told)
    assert told[-1] == 1


class TestLongAndShortDays:
    """29 March 2026 has 23 hours in Paris, 25 October has 25."""

    @staticmethod
    def day(year: int, month: int, day: int, hours: int, place: Site = PARIS) -> dict[str, float]:
        """Margin by policy over one local day, with prices that rise through it."""
        midnight = datetime(year, month, day, tzinfo=UTC) - timedelta(hours=2 if month == 10 else 1)
        world = market(
            {"spot": np.linspace(20, 70, hours + 24)}, start=midnight - 24 * HOUR, rules={"spot": DAY_AHEAD}
        )
        stage = set_stage(place, world, midnight, midnight + hours * HOUR)
        assert stage.grid.count == hours
        return {
            policy: settle(
                place, run(stage, make_policy(policy, stage, Settings())).outcome, stage.values, stage.start
            ).total
            for policy in POLICIES
        }

    @pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
    def test_every_policy_runs_through_it(self, month: int, day: int, hours: int) -> None:
        """And none earns more than foresight."""
        margins = self.day(2026, month, day, hours)
        assert all(margin <= margins["foresight"] + 1e-6 for margin in margins.values())
        assert margins["optimal"] == pytest.approx(margins["foresight"], rel=1e-6)

    @pytest.mark.parametrize(("month", "day", "offset", "hours"), [(3, 29, 1, 23), (10, 25, 2, 25)])
    def test_a_nightly_job_comes_once_at_its_local_hour(
        self, month: int, day: int, offset: int, hours: int
    ) -> None:
        """Released at one o'clock local time, which comes before the clock is changed."""
        midnight = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=offset)
        world = market({"spot": np.full(hours, 40.0)}, start=midnight, rules={"spot": ALWAYS})
        stage = set_stage(PARIS, world, midnight, midnight + hours * HOUR)
        assert [j.release for j in stage.jobs] == [midnight + HOUR]

    def test_tariff_hours_follow_the_clock(self) -> None:
        """From 8 to 9 local: the eighth hour of a day of 23, the tenth of one of 25."""
        period = TariffPeriod(name="peak", price_per_mwh=500.0, start_hour=8.0, end_hour=9.0)
        tariff = TimeOfUseSupply(name="tariff", periods=(period,), otherwise_per_mwh=20.0, term=EVER)
        place = site(time_zone="Europe/Paris", supplies=(tariff,), fleets=(fleet(),))
        for month, day, offset, hours, dear in ((3, 29, 1, 23, 7), (10, 25, 2, 25, 9)):
            midnight = datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=offset)
            stage = set_stage(
                place, market({"spot": np.zeros(hours)}, start=midnight), midnight, midnight + hours * HOUR
            )
            outcome = run(stage, make_policy("optimal", stage, Settings())).outcome
            assert np.flatnonzero(outcome.import_mw < 1).tolist() == [dear]


def test_hours_of_orders_void_the_same_ones_in_plans_and_in_the_replay() -> None:
    """Three hours of orders are allowed: plans count what was used, so that nothing is given up for a void one."""
    calls = GridCalls(order_mw=SeriesRef(name="order_mw"), most_h_per_year=3.0)
    place = site(
        fleets=(fleet(),), grid=GridConnection(import_limit_mw=10.0, curtailable_mw=10.0, calls=calls)
    )
    orders = [6.0 if hour % 5 == 0 else 0.0 for hour in range(48)]
    done = ran(place, market({"spot": [20.0] * 48, "order_mw": orders}, rules={"spot": DAY_AHEAD}), "optimal")
    expected = [4.0 if hour in (0, 5, 10) else 10.0 for hour in range(48)]
    assert hashed(done) == pytest.approx(expected)
    assert not done.outcome.shed.any()
