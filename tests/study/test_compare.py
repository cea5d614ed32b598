"""Every policy over three days, side by side."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.dispatch.sites import EVER, HOUR, START, battery, demand_charge, fleet, job, pool, site
from tests.study import markets
from tests.study.markets import market, stage_of

from bascule.dispatch.policies.optimal import DAY_AHEAD, REAL_TIME, Optimal
from bascule.errors import Infeasible
from bascule.market.publication import Publication
from bascule.model.ai_contracts import FirmReservation
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.market import Market
from bascule.model.series import SeriesRef
from bascule.model.site import EmissionCap, Site
from bascule.model.term import Term
from bascule.study import compare as module
from bascule.study.compare import POLICIES, Settings, compare, make_policy
from bascule.study.results import Backtest

FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="work",
    gpus=600.0,
    price_per_gpu_h=0.1,
    shortfall_penalty_per_gpu_h=3.0,
    term=EVER,
)
SITE = site(
    grid=GridConnection(import_limit_mw=20.0),
    fleets=(fleet(), fleet(70.0, 5.0, name="new")),
    pools=(pool(),),
    reservations=(FIRM,),
    jobs=(job(3000, 30, 60), job(2000, 74, 90, name="second")),
    batteries=(battery(3.0, 6.0, charge_efficiency_frac=0.9),),
    demand_charges=(demand_charge(0.05),),
)
DAY = 24 * HOUR


def prices(count: int = 96, seed: int = 2) -> Market:
    """Four days of drifting prices, synthetic and known after the hour."""
    rng = np.random.default_rng(seed)
    level = np.zeros(count)
    for k in range(1, count):
        level[k] = 0.9 * level[k - 1] + rng.normal(0, 9)
    return market({"spot": 48 + level + 15 * np.sin(np.arange(count) * 2 * np.pi / 24)})


@cache
def everything() -> Backtest:
    """All policies over the last three days."""
    return compare(SITE, prices(), START + DAY, START + 4 * DAY)


class TestTable:
    def test_every_policy_is_there_in_order(self) -> None:
        """As in the tables."""
        assert tuple(result.policy for result in everything().results) == POLICIES

    def test_margins_are_the_ledgers(self) -> None:
        """Money comes from one place."""
        assert all(result.metrics.margin == result.ledger.total for result in everything().results)

    def test_nobody_beats_foresight(self) -> None:
        """And its own run reaches its bound where nothing is whole."""
        found = everything()
        assert all(r.metrics.margin <= found.result("foresight").metrics.margin + 1e-6 for r in found.results)
        assert found.result("foresight").metrics.capture_frac == pytest.approx(1, abs=1e-6)
        assert found.result("always-on").metrics.capture_frac == pytest.approx(0)

    def test_planning_beats_rules_and_rules_beat_nothing(self) -> None:
        """On drifting prices."""
        margin = {r.policy: r.metrics.margin for r in everything().results}
        assert margin["always-on"] < margin["strike-price"] < margin["optimal"]
        assert margin["always-on"] < margin["rules"] < margin["optimal"]

    def test_always_on_serves_everything(self) -> None:
        """Full service, all machines, both jobs."""
        found = everything().result("always-on").metrics
        assert found.ai_service_frac == pytest.approx(1)
        assert found.jobs_done == (2, 2)
        assert found.uptime_frac == {"fleet": pytest.approx(1), "new": pytest.approx(1)}

    def test_only_what_was_asked_for_is_explained(self) -> None:
        """Reasons are large."""
        explained = {result.policy for result in everything().results if result.reasons}
        assert explained == {"optimal", "foresight"}

    def test_it_carries_what_a_report_needs(self) -> None:
        """Import rate, break-evens, forecasts, and whether any of it was generated."""
        found = everything()
        assert found.import_rate.size == found.grid.count == 72
        assert found.break_even_per_mwh["new"].tolist() == pytest.approx([70] * 72)
        assert [score.series for score in found.forecasts] == ["spot"]
        assert (found.optimistic, found.synthetic) == (False, False)


class TestChoice:
    def test_without_foresight_there_is_no_capture(self) -> None:
        """No bound, no share of it."""
        found = compare(SITE, prices(), START + DAY, START + 2 * DAY, ("always-on", "rules"))
        assert found.result("rules").metrics.capture_frac is None
        assert found.forecasts == ()

    def test_an_unknown_policy_is_refused(self) -> None:
        """With the names that there are."""
        with pytest.raises(ValueError, match="no policy 'lucky'; there are always-on"):
            make_policy("lucky", stage_of(SITE, prices()), Settings())

    @pytest.mark.parametrize(
        ("rule", "cadence"), [(markets.REAL_TIME, REAL_TIME), (markets.DAY_AHEAD, DAY_AHEAD)]
    )
    def test_the_cadence_follows_the_publication(self, rule: Publication, cadence: object) -> None:
        """Prices known well before their hour are planned daily."""
        policy = make_policy(
            "optimal", stage_of(SITE, market({"spot": [40.0] * 96}, rules={"spot": rule})), Settings()
        )
        assert isinstance(policy, Optimal)
        assert policy.cadence == cadence

    def test_a_run_that_breaks_a_law_is_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The check is asked for every policy."""
        asked: list[Site] = []
        monkeypatch.setattr(module, "check_outcome", lambda place, *_: asked.append(place))
        compare(SITE, prices(), START + DAY, START + 2 * DAY, ("always-on", "rules"))
        assert asked == [SITE, SITE]

    def test_progress_names_the_policy(self) -> None:
        """Told for each in turn, up to one."""
        told: list[tuple[str, float]] = []
        compare(
            SITE,
            prices(),
            START + DAY,
            START + 2 * DAY,
            ("always-on", "rules"),
            None,
            lambda name, done: told.append((name, done)),
        )
        assert {name for name, _ in told} == {"always-on", "rules"}
        assert told[-1] == ("rules", 1.0)


MODES = FlexibleLoad(name="load", power_mw=10.0, modes_mw=(4.0, 10.0), value_per_mwh=45.0)
LEAST = FlexibleLoad(name="load", power_mw=10.0, least_mw=5.0, value_per_mwh=45.0, start_cost=60.0)
LONG = FlexibleLoad(
    name="load", power_mw=10.0, least_mw=5.0, value_per_mwh=45.0, min_up_h=3.0, min_down_h=2.0
)


class TestLoads:
    @pytest.mark.parametrize("load", [MODES, LEAST, LONG])
    def test_on_off_rules_are_kept_by_every_policy(self, load: FlexibleLoad) -> None:
        """Least power, modes and times, by the hour."""
        place = site(grid=GridConnection(import_limit_mw=14.0), fleets=(fleet(),), loads=(load,))
        compare(place, prices(72), START + DAY, START + 3 * DAY)

    @pytest.mark.parametrize("load", [LEAST, LONG])
    def test_and_between_plans(self, load: FlexibleLoad) -> None:
        """In quarter hours, three of four are followed."""
        place = site(grid=GridConnection(import_limit_mw=14.0), fleets=(fleet(),), loads=(load,))
        quarters = market({"spot": prices(96).series["spot"].values}, step_h=0.25)
        compare(place, quarters, START + 6 * HOUR, START + DAY, ("optimal",))

    def test_a_load_that_does_not_fit_is_shed_whole(self) -> None:
        """Left on by always-on, 10 MW on a connection of 8 fall to their mode of 4, or to nothing."""
        place = site(grid=GridConnection(import_limit_mw=8.0), fleets=(fleet(mw=1.0),), loads=(MODES,))
        compare(place, prices(48), START + DAY, START + 2 * DAY, ("always-on",))

    def test_a_period_that_cannot_be_run_is_refused(self) -> None:
        """More auxiliaries than connection."""
        place = replace(SITE, grid=GridConnection(import_limit_mw=2.0, auxiliary_fixed_mw=9.0), batteries=())
        with pytest.raises(Infeasible):
            compare(place, prices(48), START + DAY, START + 2 * DAY, ("foresight",))


def test_a_policy_that_breaks_the_ramp_says_so() -> None:
    """Stopping 10 MW within a quarter hour is not allowed at 4 MW an hour: plans keep it, rules are marked."""
    place = site(grid=GridConnection(import_limit_mw=17.0, ramp_mw_per_h=4.0), fleets=(fleet(),))
    quarters = market({"spot": prices().series["spot"].values}, step_h=0.25)
    found = compare(place, quarters, START + 6 * HOUR, START + DAY, ("always-on", "rules", "optimal"))
    broken = {result.policy for result in found.results if any("ramp" in note for note in result.notes)}
    assert broken == {"rules"}


def test_no_policy_emits_beyond_the_cap_unnoticed() -> None:
    """A run over the cap is refused, or says so in its notes."""
    term = Term(start=START + DAY, end=START + 2 * DAY)
    cap = EmissionCap(tonnes=50.0, carbon=SeriesRef(name="carbon"), term=term)
    place = site(fleets=(fleet(),), emission_cap=cap)
    world = market({"spot": prices().series["spot"].values, "carbon": np.full(96, 1000.0)})
    result = compare(place, world, term.start, term.end, ("always-on",)).results[0]
    assert result.outcome.import_mw.sum() <= 50 + 1e-6 or result.notes
