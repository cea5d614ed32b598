"""Energy contracts, solved by hand: what each imported and exported MWh costs and earns."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from tests.settle.sites import ALWAYS, SITE, book, drew, hours, idle, paid, up_to, utc

from bascule.errors import DataGap
from bascule.model.energy_contracts import (
    BlockPurchase,
    EnergyAdder,
    ExportSale,
    FixedSupply,
    SpotSupply,
    Supply,
    TariffPeriod,
    TimeOfUseSupply,
)
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.ledger import Account
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.settle.energy import energy_rate, export_rate, import_rate, supply_rate

SPOT = SpotSupply(name="spot", price=SeriesRef(name="spot"), term=ALWAYS, margin_per_mwh=0.5)
BLOCK = BlockPurchase(name="block", power_mw=20, price_per_mwh=64, spot=SeriesRef(name="spot"), term=ALWAYS)
SURPLUS = ExportSale(name="surplus", price=SeriesRef(name="spot"), fee_per_mwh=2, term=ALWAYS)


def bought(*supplies: Supply) -> Site:
    """A site with these supply contracts."""
    return replace(SITE, supplies=supplies)


def clock(*periods: TariffPeriod) -> TimeOfUseSupply:
    """A tariff that costs 10 outside its periods."""
    return TimeOfUseSupply(name="clock", periods=periods, otherwise_per_mwh=10, term=ALWAYS)


def tariff(zone: str, start: datetime, count: int, *periods: TariffPeriod, minutes: int = 60) -> list[float]:
    """Price per interval in a zone."""
    rate = supply_rate(clock(*periods), replace(SITE, time_zone=zone), hours(count, start, minutes), {})
    return [float(price) for price in rate]


def test_spot_costs_the_price_and_the_margin() -> None:
    """At negative prices the site is paid for what it draws."""
    ledger = book(bought(SPOT), drew(30, 10, 0), spot=[90, -20.5, 40])
    assert paid(ledger, "spot") == [-2715, 200, 0]
    assert ledger.of(Account.ENERGY) == ledger.total == -2515


def test_quarter_hours_carry_a_quarter_of_the_energy() -> None:
    """40 MW for 15 minutes are 10 MWh."""
    ledger = book(bought(SPOT), drew(40, 40, minutes=15), spot=[99.5, 19.5])
    assert paid(ledger, "spot") == [-1000, -200]
    assert ledger.lines[0].quantity == 20


def test_fixed_price() -> None:
    """One price at all times."""
    assert paid(book(bought(FixedSupply(name="fix", price_per_mwh=70, term=ALWAYS)), drew(1, 2)), "fix") == [
        -70,
        -140,
    ]


def test_contracts_follow_each_other() -> None:
    """Spot ends at one o'clock, the fixed price begins there; each line holds its own energy."""
    fixed = FixedSupply(name="fix", price_per_mwh=70, term=Term(start=utc(2024, 1, 10, 1), end=ALWAYS.end))
    ledger = book(bought(replace(SPOT, term=up_to(1)), fixed), drew(2, 2, 2), spot=[49.5, 1000, 1000])
    assert paid(ledger, "spot") == [-100, 0, 0]
    assert paid(ledger, "fix") == [0, -140, -140]
    assert [line.quantity for line in ledger.lines if line.account is Account.ENERGY] == [2, 4]


def test_contract_that_ends_within_an_interval_keeps_it() -> None:
    """The contract in force at the interval's start prices all of it."""
    fixed = FixedSupply(name="fix", price_per_mwh=70, term=up_to(1, 30))
    assert paid(book(bought(fixed), drew(1, 1, 0)), "fix") == [-70, -70, 0]


def test_rate_is_unknown_where_no_contract_is_in_force() -> None:
    """Not a number, so that nobody takes it for free power."""
    fixed = FixedSupply(name="fix", price_per_mwh=70, term=up_to(2))
    assert np.isnan(energy_rate(bought(fixed), hours(3), {})).tolist() == [False, False, True]


def test_import_without_a_contract_is_not_free() -> None:
    """Energy that no contract prices is refused, as the rate for it is unknown."""
    with pytest.raises(DataGap):
        book(bought(FixedSupply(name="fix", price_per_mwh=70, term=up_to(2))), drew(1, 1, 1))


def test_contract_out_of_force_needs_no_series() -> None:
    """Last year's spot contract does not ask for last year's series."""
    old = SpotSupply(
        name="old", price=SeriesRef(name="old_spot"), term=Term(start=ALWAYS.start, end=utc(2024, 1, 1))
    )
    now = FixedSupply(name="fix", price_per_mwh=70, term=Term(start=utc(2024, 1, 1), end=ALWAYS.end))
    assert book(bought(old, now), drew(1)).total == -70


def test_missing_series_is_a_gap() -> None:
    """The message names the series."""
    with pytest.raises(DataGap, match="'spot'"):
        book(bought(SPOT), drew(1))


def test_period_takes_in_its_start_and_leaves_out_its_end() -> None:
    """Eight to ten is two hours long."""
    peak = TariffPeriod(name="peak", price_per_mwh=30, start_hour=8, end_hour=10)
    assert tariff("UTC", utc(2024, 1, 10, 7), 4, peak) == [10, 30, 30, 10]


def test_period_may_begin_at_a_quarter() -> None:
    """Hours of day may be fractions."""
    peak = TariffPeriod(name="peak", price_per_mwh=30, start_hour=8.25, end_hour=8.75)
    assert tariff("UTC", utc(2024, 1, 10, 8), 4, peak, minutes=15) == [10, 30, 30, 10]


def test_period_over_midnight() -> None:
    """Ten at night to six in the morning holds both ends of the day."""
    night = TariffPeriod(name="night", price_per_mwh=5, start_hour=22, end_hour=6)
    assert tariff("UTC", utc(2024, 1, 10, 20), 12, night) == [10, 10, *[5] * 8, 10, 10]


def test_period_that_ends_where_it_starts_is_the_whole_day() -> None:
    """An end of at most the start goes over midnight, here all the way round."""
    assert (
        tariff(
            "UTC", utc(2024, 1, 10), 24, TariffPeriod(name="all", price_per_mwh=5, start_hour=7, end_hour=7)
        )
        == [5] * 24
    )


def test_period_on_weekdays() -> None:
    """Friday 12 January 2024 counts, Saturday does not."""
    work = TariffPeriod(name="work", price_per_mwh=30, weekdays=(0, 1, 2, 3, 4))
    assert tariff("UTC", utc(2024, 1, 12, 22), 4, work) == [30, 30, 10, 10]


def test_period_in_months() -> None:
    """Winter ends with March on the site's clock, at 22:00 UTC in Paris."""
    winter = TariffPeriod(name="winter", price_per_mwh=30, months=(1, 2, 3, 11, 12))
    assert tariff("Europe/Paris", utc(2024, 3, 31, 21), 3, winter) == [30, 10, 10]


def test_first_period_that_fits_counts() -> None:
    """An exception stands before the rule."""
    noon = TariffPeriod(name="noon", price_per_mwh=50, start_hour=12, end_hour=13)
    day = TariffPeriod(name="day", price_per_mwh=30, start_hour=11, end_hour=14)
    assert tariff("UTC", utc(2024, 1, 10, 11), 3, noon, day) == [30, 50, 30]
    assert tariff("UTC", utc(2024, 1, 10, 11), 3, day, noon) == [30, 30, 30]


NIGHT = TariffPeriod(name="night", price_per_mwh=5, start_hour=1, end_hour=4)


@pytest.mark.parametrize(
    ("start", "cheap"),
    [
        (utc(2024, 3, 29, 23), 3),
        (utc(2024, 3, 30, 23), 2),
        (utc(2024, 10, 26, 22), 4),
        (utc(2024, 10, 27, 23), 3),
    ],
)
def test_tariff_hours_on_days_when_the_clock_changes(start: datetime, cheap: int) -> None:
    """One to four holds two hours on the short day in Paris, four on the long one."""
    assert tariff("Europe/Paris", start, 12, NIGHT).count(5) == cheap


def test_time_of_use_is_billed_by_the_clock() -> None:
    """Three hours over the end of the peak."""
    peak = TariffPeriod(name="peak", price_per_mwh=30, start_hour=0, end_hour=2)
    assert paid(book(bought(clock(peak)), drew(1, 2, 3)), "clock") == [-30, -60, -30]


def test_adders_come_on_top_while_in_force() -> None:
    """Two adders overlap for an hour; none is paid on export."""
    levy = EnergyAdder(name="levy", per_mwh=3, term=up_to(1))
    site = replace(SITE, adders=(EnergyAdder(name="excise", per_mwh=5, term=ALWAYS), levy))
    ledger = book(site, replace(drew(10, 10, 0), export_mw=np.array([0.0, 0, 10])))
    assert (paid(ledger, "excise"), paid(ledger, "levy")) == ([-50, -50, 0], [-30, 0, 0])
    assert ledger.of(Account.NETWORK) == -130
    assert import_rate(site, hours(2), {}).tolist() == [8, 5]


def test_block_is_bought_regardless_and_settled_against_spot() -> None:
    """With nothing drawn the block still gains and loses against spot, and no policy can move that."""
    ledger = book(replace(SITE, blocks=(BLOCK,)), idle(hours(3)), spot=[90, 64, 30])
    assert paid(ledger, "block") == [520, 0, -680]
    assert (ledger.total, ledger.movable) == (-160, 0)


def test_block_and_spot_supply_together() -> None:
    """The documented hour: 30 MWh at 90 with a margin of 0.5, an adder of 5 and 20 MW at 64 cost 2,345."""
    adder = EnergyAdder(name="network", per_mwh=5, term=ALWAYS)
    assert book(replace(bought(SPOT), blocks=(BLOCK,), adders=(adder,)), drew(30), spot=[90]).total == -2345


def test_block_ends_with_its_term() -> None:
    """After its last hour it neither costs nor earns."""
    ledger = book(replace(SITE, blocks=(replace(BLOCK, term=up_to(2)),)), idle(hours(3)), spot=[65, 65, 65])
    assert paid(ledger, "block") == [20, 20, 0]


def test_export_earns_the_price_less_the_fee() -> None:
    """At a negative price the site pays to feed in."""
    ledger = book(
        replace(SITE, exports=(SURPLUS,)),
        replace(idle(hours(2)), export_mw=np.array([5.0, 1.0])),
        spot=[42, -8],
    )
    assert paid(ledger, "surplus") == [200, -10]


def test_export_at_a_constant_price_and_without_a_contract() -> None:
    """When the contract has ended, fed-in energy earns nothing."""
    site = replace(SITE, exports=(ExportSale(name="fixed", price=30.0, term=up_to(1)),))
    assert paid(book(site, replace(idle(hours(2)), export_mw=np.array([2.0, 2.0]))), "fixed") == [60, 0]
    assert export_rate(site, hours(2), {}).tolist() == [30, 0]


def test_breach_costs_its_price() -> None:
    """2 MW against an order for a quarter-hour at 5,000 per MWh."""
    calls = GridCalls(order_mw=SeriesRef(name="order"), breach_price_per_mwh=5000)
    site = replace(SITE, grid=GridConnection(import_limit_mw=10, curtailable_mw=5, calls=calls))
    ledger = book(site, replace(drew(10, 10, minutes=15), breach_mw=np.array([2.0, 0.0])), order=[2, 0])
    assert paid(ledger, "orders breached") == [-2500, 0]


def test_orders_that_are_never_breached_have_no_line() -> None:
    """Without a price there is nothing to pay."""
    site = replace(
        SITE, grid=GridConnection(import_limit_mw=10, calls=GridCalls(order_mw=SeriesRef(name="order")))
    )
    assert book(site, drew(1), order=[0]).of(Account.BREACH) == 0
