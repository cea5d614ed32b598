"""What assets earn and wear, solved by hand."""

from dataclasses import replace

import numpy as np
import pytest
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, idle, paid

from bascule.errors import DataGap
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.energy_contracts import FixedSupply
from bascule.model.flexible_load import FlexibleLoad, HeatSale
from bascule.model.ledger import Account
from bascule.model.outcome import BatteryOutcome, FleetOutcome, LoadOutcome, Outcome
from bascule.model.series import SeriesRef

POINTS = (
    OperatingPoint(name="off", power_w=0, hashrate_th_s=0),
    OperatingPoint(name="on", power_w=3000, hashrate_th_s=100),
)
FLEET = AsicFleet(name="hall", model="m", count=1000, points=POINTS)
BATTERY = Battery(name="battery", charge_limit_mw=5, discharge_limit_mw=5, energy_mwh=10, wear_per_mwh=18)
KILN = FlexibleLoad(name="kiln", power_mw=3, value_per_mwh=80)


def hashed(*hashrate_th_s: float, starts: list[float] | None = None, minutes: int = 60) -> Outcome:
    """A fleet that hashed so much."""
    rate, none = np.array(hashrate_th_s), np.zeros(len(hashrate_th_s))
    begun = none if starts is None else np.array(starts)
    done = FleetOutcome(it_mw=none, hall_mw=none, hashrate_th_s=rate, starts=begun)
    return replace(idle(hours(rate.size, minutes=minutes)), fleets={"hall": done})


def fired(power_mw: list[float], starts: list[float], heat_mw: list[float]) -> Outcome:
    """A kiln that did this."""
    done = LoadOutcome(power_mw=np.array(power_mw), starts=np.array(starts), heat_mw=np.array(heat_mw))
    return replace(idle(hours(len(power_mw))), loads={"kiln": done})


def test_hashing_earns_the_value_of_its_hashes() -> None:
    """1,000 TH/s for a quarter-hour at 0.002 and 0.004 per TH/s and hour."""
    outcome = hashed(1000, 1000, minutes=15)
    assert paid(
        book(replace(SITE, fleets=(FLEET,)), outcome, hash_value_per_th_h=[0.002, 0.004]), "hall: hashing"
    ) == [0.5, 1]


def test_pool_keeps_its_fee() -> None:
    """2 % of the gross stands on a line of its own."""
    site = replace(SITE, fleets=(replace(FLEET, pool_fee_frac=0.02),))
    ledger = book(site, hashed(1000), hash_value_per_th_h=[0.002])
    assert (paid(ledger, "hall: hashing"), paid(ledger, "hall: pool fee")) == ([2], [-0.04])
    assert ledger.of(Account.MINING) == pytest.approx(1.96)


def test_starts_wear_machines() -> None:
    """300 machines at 0.05."""
    site = replace(SITE, fleets=(replace(FLEET, start_cost=0.05),))
    ledger = book(site, hashed(0, 1000, starts=[0, 300]), hash_value_per_th_h=[0, 0])
    assert paid(ledger, "hall: starts") == [0, -15]
    assert ledger.of(Account.WEAR) == -15


def test_value_of_a_hash_must_be_known() -> None:
    """Without it there is no ledger."""
    with pytest.raises(DataGap, match="hash_value_per_th_h"):
        book(replace(SITE, fleets=(FLEET,)), hashed(1000))


def test_battery_wears_half_in_and_half_out() -> None:
    """The documented cycle: 1 MWh in costs 9, 0.9025 MWh out cost 8.1225."""
    moved = BatteryOutcome(
        charge_mw=np.array([1.0, 0, 0]),
        discharge_mw=np.array([0, 0.9025, 0]),
        energy_mwh=np.array([0.95, 0, 0]),
    )
    ledger = book(replace(SITE, batteries=(BATTERY,)), replace(idle(hours(3)), batteries={"battery": moved}))
    assert paid(ledger, "battery: cycling") == [-9, -8.1225, 0]


def test_load_earns_its_value_its_heat_and_pays_its_starts() -> None:
    """The documented kiln: 3 MW at 80 and 0.8 MW of heat at 25 are 260 an hour; a start costs 150."""
    heat = HeatSale(recovered_frac=0.4, demand_mw=0.8, price_per_mwh=25.0)
    site = replace(SITE, loads=(replace(KILN, start_cost=150, heat=heat),))
    ledger = book(site, fired([0, 3, 3], [0, 1, 0], [0, 0.8, 0.8]))
    assert paid(ledger, "kiln") == [0, 240, 240]
    assert paid(ledger, "kiln: heat") == [0, 20, 20]
    assert paid(ledger, "kiln: starts") == [0, -150, 0]
    assert (ledger.of(Account.LOAD), ledger.of(Account.HEAT), ledger.total) == (480, 40, 370)


def test_load_and_heat_at_prices_of_the_hour() -> None:
    """Both may be series."""
    heat = HeatSale(recovered_frac=0.5, demand_mw=1.0, price_per_mwh=SeriesRef(name="heat"))
    site = replace(SITE, loads=(replace(KILN, value_per_mwh=SeriesRef(name="worth"), heat=heat),))
    ledger = book(site, fired([2, 2], [0, 0], [1, 1]), worth=[50, 60], heat=[20, 0])
    assert (paid(ledger, "kiln"), paid(ledger, "kiln: heat")) == ([100, 120], [20, 0])


def test_site_of_everything_adds_up() -> None:
    """The total is the sum of its accounts, and nothing but lines with money stands on the ledger."""
    supply = FixedSupply(name="fix", price_per_mwh=70, term=ALWAYS)
    site = replace(SITE, supplies=(supply,), fleets=(FLEET,), loads=(KILN,))
    outcome = replace(drew(3, 3), fleets=hashed(100, 100).fleets, loads=fired([1, 1], [0, 0], [0, 0]).loads)
    ledger = book(site, outcome, hash_value_per_th_h=[0.5, 1.0])
    assert ledger.total == 150 + 160 - 420
    assert ledger.total == sum(ledger.of(account) for account in Account)
    assert (ledger.currency, ledger.grid.count) == ("EUR", 2)
