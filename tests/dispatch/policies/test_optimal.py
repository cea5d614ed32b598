"""The rolling horizon: when it plans, when it follows, and how close it comes when it knows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.dispatch.sites import EVER, EXPORT, HOUR, START, battery, demand_charge, fleet, job, pool, site
from tests.study.markets import ALWAYS, market, ran, stage_of
from tests.study.markets import DAY_AHEAD as PUBLISHED_DAY_AHEAD

from bascule.dispatch.policies.optimal import DAY_AHEAD, Cadence, Optimal
from bascule.dispatch.policies.policy import Observation, Policy
from bascule.market.view import MarketView
from bascule.model.ai_contracts import FirmReservation
from bascule.model.energy_contracts import FixedSupply
from bascule.model.grid_connection import GridConnection
from bascule.model.schedule import Schedule
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.settle.ledger import settle
from bascule.study.backtest import Stage, run
from bascule.study.compare import Settings, make_policy

SHAPE = 45 + 25 * np.sin(np.arange(96) * 2 * np.pi / 24)
PLAIN = site(
    grid=GridConnection(import_limit_mw=20.0, export_limit_mw=5.0),
    exports=(EXPORT,),
    fleets=(fleet(), fleet(65.0, 5.0, name="new")),
    batteries=(battery(3.0, 6.0, charge_efficiency_frac=0.9),),
    pools=(pool(),),
    jobs=(job(2500, 2, 20), job(1500, 8, 16, name="second", value_per_gpu_h=0.05)),
)


@dataclass(kw_only=True)
class Watched:
    """A policy with a diary of when it was asked and what it answered."""

    policy: Policy
    diary: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of the policy."""
        return self.policy.name

    @property
    def listens(self) -> bool:
        """As the policy does."""
        return self.policy.listens

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """Decide and note it down."""
        schedule = self.policy.decide(observation, view)
        self.diary.append((view.now, schedule.source.value))
        return schedule


def drifting(shocks: Floats) -> Floats:
    """Noise that forgets a tenth of itself each hour."""
    return np.array([sum(0.9**k * shocks[i - k] for k in range(i + 1)) for i in range(shocks.size)])


def watched(stage: Stage) -> list[tuple[datetime, str]]:
    """Diary of ``optimal`` over a stage."""
    policy = Watched(policy=make_policy("optimal", stage, Settings()))
    run(stage, policy)
    return policy.diary


def margin(place: Site, spot: Floats, policy: str) -> float:
    """Ledger total of a policy that knows every price from the beginning."""
    stage = stage_of(place, market({"spot": spot}, rules={"spot": ALWAYS}))
    outcome = run(stage, make_policy(policy, stage, Settings())).outcome
    return settle(place, outcome, stage.values, stage.start).total


class TestCadence:
    def test_day_ahead_plans_at_every_publication(self) -> None:
        """At the start, then at 13:00 Paris (noon UTC in January) of every day."""
        world = market({"spot": SHAPE}, start=START - HOUR, rules={"spot": PUBLISHED_DAY_AHEAD})
        noons = [START + timedelta(days=d, hours=12) for d in range(3)]
        assert watched(stage_of(PLAIN, world)) == [(moment, "program") for moment in (START - HOUR, *noons)]

    def test_real_time_plans_hourly_and_follows_in_between(self) -> None:
        """In quarter hours three of four are followed."""
        stage = stage_of(PLAIN, market({"spot": SHAPE}, step_h=0.25), first=32, count=12)
        sources = [source for _, source in watched(stage)]
        assert sources == ["program", "follow", "follow", "follow"] * 3

    def test_a_new_job_is_news(self) -> None:
        """A job that becomes known between two plans is planned at once."""
        late = job(500, 9, 11, known=START + 8.25 * HOUR)
        stage = stage_of(
            site(fleets=(fleet(),), pools=(pool(),), jobs=(late,)),
            market({"spot": SHAPE}, step_h=0.25),
            first=32,
            count=8,
        )
        assert [source for _, source in watched(stage)][:3] == ["program", "program", "follow"]

    def test_without_spot_prices_a_plan_lasts_its_window(self) -> None:
        """A fixed tariff has no news: two plans of 48 hours."""
        place = site(fleets=(fleet(),), supplies=(FixedSupply(name="fixed", price_per_mwh=40.0, term=EVER),))
        assert len(watched(stage_of(place, market({"spot": SHAPE})))) == 2


class TestKnowing:
    def test_with_every_price_known_it_is_foresight(self) -> None:
        """A day inside its window: battery, jobs, export and fleets earn what is possible."""
        assert margin(PLAIN, SHAPE[:24], "optimal") == pytest.approx(
            margin(PLAIN, SHAPE[:24], "foresight"), rel=1e-9
        )

    def test_with_a_demand_charge_too(self) -> None:
        """The month ends with the run, so the window sees all of it."""
        charged = site(fleets=(fleet(),), batteries=(battery(),), demand_charges=(demand_charge(0.2),))
        assert margin(charged, SHAPE[:24], "optimal") == pytest.approx(
            margin(charged, SHAPE[:24], "foresight"), rel=1e-9
        )

    def test_not_knowing_costs(self) -> None:
        """With real-time prices two days of drifting noise earn less than foresight and more than leaving all on."""
        drift = drifting(np.random.default_rng(0).normal(0, 11, 96))
        stage = stage_of(PLAIN, market({"spot": SHAPE + drift}), first=48)
        earned = {
            policy: settle(
                PLAIN, run(stage, make_policy(policy, stage, Settings())).outcome, stage.values, stage.start
            ).total
            for policy in ("always-on", "optimal", "foresight")
        }
        assert earned["always-on"] < earned["optimal"] < earned["foresight"]


class TestDemandCharge:
    def test_the_tail_sees_that_a_peak_serves_the_month(self) -> None:
        """A peak that pays over the month is made in the first window; without the tail too, by its weight."""
        spot = np.full(31 * 24, 40.0)
        place = site(fleets=(fleet(),), demand_charges=(demand_charge(3.0),))
        done = ran(place, market({"spot": spot}, rules={"spot": ALWAYS}), "optimal")
        assert done.outcome.import_mw.min() == pytest.approx(10)

    def test_a_peak_that_does_not_pay_is_not_made(self) -> None:
        """31 days x 24 h x 10 per MWh are 7.44 per kW: less than a charge of 8."""
        spot = np.full(31 * 24, 40.0)
        place = site(fleets=(fleet(),), demand_charges=(demand_charge(8.0),))
        done = ran(place, market({"spot": spot}, rules={"spot": ALWAYS}), "optimal")
        assert done.outcome.import_mw.max() == pytest.approx(0, abs=1e-6)

    def test_the_planned_peak_is_not_passed_by_an_error_of_the_forecast(self) -> None:
        """Firm load that was not foreseen is taken off hashing, not added to the month's peak."""
        firm = FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=4000.0,
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=9.0,
            term=EVER,
        )
        place = site(
            fleets=(fleet(),), pools=(pool(4000),), reservations=(firm,), demand_charges=(demand_charge(3.0),)
        )
        noisy = 40 + np.random.default_rng(1).normal(0, 15, 96)
        outcome = ran(place, market({"spot": noisy}, step_h=0.25), "optimal", first=48).outcome
        assert outcome.uses["firm"].shortfall_gpu_h.sum() == pytest.approx(0)
        assert outcome.import_mw.max() <= 14 + 1e-6


def test_a_shorter_cadence_is_kept() -> None:
    """A plan every three hours when asked for."""
    stage = stage_of(PLAIN, market({"spot": SHAPE}), first=24, count=12)
    cadence = Cadence(window=12 * HOUR, fine=12 * HOUR, replan=3 * HOUR)
    done = run(stage, make_policy("optimal", stage, Settings(cadence=cadence)))
    assert done.sources == {"program": 4, "follow": 8}
    assert isinstance(make_policy("optimal", stage, Settings(cadence=DAY_AHEAD)), Optimal)
