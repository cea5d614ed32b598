"""AI contracts, solved by hand: reservations, sales, tenants and batch work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settle.sites import ALWAYS, SITE, arrays, batch, book, hours, idle, paid, tenant, up_to, utc

from bascule.errors import DataGap
from bascule.model.ai_contracts import ColocationLease, DemandPoint, FirmReservation, GpuSale
from bascule.model.curve import flat
from bascule.model.energy_contracts import DemandCharge, EnergyAdder, SpotSupply
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass
from bascule.model.grid_connection import GridConnection
from bascule.model.ledger import Account, Ledger
from bascule.model.outcome import JobOutcome, Outcome, UseOutcome
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import JobState, SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle.ai import anniversaries, job_pay, lease_energy_rate, offered_gpus

LEVELS = (GpuLevel(name="full", power_w=1000, throughput_frac=1.0),)
POOL = GpuPool(name="pool", accelerator="a", count=100, job_classes=(JobClass(name="train", levels=LEVELS),))
FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="train",
    gpus=10,
    price_per_gpu_h=2,
    shortfall_penalty_per_gpu_h=6,
    term=ALWAYS,
)
SALE = GpuSale(
    name="sale",
    kind="on_demand",
    pool="pool",
    job_class="train",
    demand_gpus=10,
    price_per_gpu_h=3,
    term=ALWAYS,
)
LEASE = ColocationLease(name="tenant", contracted_it_mw=10, drawn_frac=0.8, rent_per_kw_month=73, term=ALWAYS)


def served(grid: TimeGrid, name: str, gpu_h: list[float], short_gpu_h: list[float] | None = None) -> Outcome:
    """What a reservation or sale got."""
    got, short = np.array(gpu_h), np.zeros(len(gpu_h)) if short_gpu_h is None else np.array(short_gpu_h)
    return replace(
        idle(grid), uses={name: UseOutcome(run_mw=got, gpus=got, gpu_h=got, shortfall_gpu_h=short)}
    )


def let(
    site: Site, *it_mw: float, denied_mw: Sequence[float] | None = None, spot: Sequence[float] = ()
) -> Ledger:
    """Ledger of a site with a tenant that drew this."""
    outcome = idle(hours(len(it_mw)))
    leases = {site.leases[0].name: tenant(*it_mw, denied_mw=denied_mw, pue=site.leases[0].pue)}
    return book(site, replace(outcome, leases=leases), spot=spot)


def test_reservation_is_paid_whatever_is_delivered() -> None:
    """Ten GPUs at 2 per hour, with 4 GPU-hours short at 6; no policy can move the fee."""
    ledger = book(replace(SITE, reservations=(FIRM,)), served(hours(3), "firm", [10, 6, 10], [0, 4, 0]))
    assert paid(ledger, "firm: reserved") == [20, 20, 20]
    assert paid(ledger, "firm: shortfall") == [0, -24, 0]
    assert (ledger.total, ledger.movable) == (36, -24)


def test_reservation_in_quarter_hours_by_series_until_its_term_ends() -> None:
    """GPUs and price may be series; after the term nothing is owed."""
    firm = replace(
        FIRM, gpus=SeriesRef(name="gpus"), price_per_gpu_h=SeriesRef(name="rate"), term=up_to(0, 30)
    )
    outcome = served(hours(3, minutes=15), "firm", [2, 1, 0])
    ledger = book(replace(SITE, reservations=(firm,)), outcome, gpus=[8, 4, 4], rate=[2, 3, 4])
    assert paid(ledger, "firm: reserved") == [4, 3, 0]


@pytest.mark.parametrize("kind", ["on_demand", "spot"])
def test_sale_earns_what_is_delivered(kind: Literal["on_demand", "spot"]) -> None:
    """GPU-hours times their price at that hour."""
    sale = replace(SALE, kind=kind, price_per_gpu_h=SeriesRef(name="rate"))
    ledger = book(replace(SITE, sales=(sale,)), served(hours(3), "sale", [10, 5, 0]), rate=[3, 2, 9])
    assert paid(ledger, f"sale: {kind}") == [30, 10, 0]


def test_rent_is_owed_by_the_hour() -> None:
    """10,000 kW at 73 per month of 730 hours are 1,000 an hour, also with nothing drawn."""
    ledger = let(replace(SITE, leases=(LEASE,)), 8, 0, 8)
    assert paid(ledger, "tenant: rent") == [1000, 1000, 1000]
    assert ledger.movable == 0


def test_rent_ends_with_the_term() -> None:
    """The tenant's last hour is the last before the term's end."""
    assert paid(let(replace(SITE, leases=(replace(LEASE, term=up_to(1)),)), 8, 0), "tenant: rent") == [
        1000,
        0,
    ]


SPOT = SpotSupply(name="spot", price=SeriesRef(name="spot"), term=ALWAYS)
EXCISE = EnergyAdder(name="excise", per_mwh=5, term=ALWAYS)
NETWORK = DemandCharge(name="peak", per_kw_month=2, billing_interval=timedelta(hours=1), term=ALWAYS)
COSTLY = replace(
    SITE,
    grid=GridConnection(import_limit_mw=100, loss_frac=0.2),
    supplies=(SPOT,),
    adders=(EXCISE,),
    demand_charges=(NETWORK,),
    leases=(replace(LEASE, pue=flat(1.5)),),
)
"""Of what is imported, a fifth is lost before the bus; 4 IT MW are 6 MW of hall and 7.5 MW at the meter."""


def test_tenant_pays_energy_and_network_on_its_metered_load() -> None:
    """7.5 MWh at 60 + 5, and 7.5 MW of its own peak at 2 per kW, which the site's peak does not change."""
    ledger = let(COSTLY, 4, 2, spot=[60, 20])
    assert paid(ledger, "tenant: energy passed on") == [487.5, 93.75]
    assert paid(ledger, "tenant: peak passed on") == [0, 15_000]
    assert ledger.of(Account.PASS_THROUGH) == 15_581.25


@pytest.mark.parametrize(
    ("energy", "network", "rate"),
    [(True, True, 81.25), (True, False, 75.0), (False, True, 6.25), (False, False, 0.0)],
)
def test_who_bears_energy_and_network(energy: bool, network: bool, rate: float) -> None:  # noqa: FBT001
    """Each may stay with the operator: (60 + 5) / 0.8 per hall MWh in full."""
    lease = replace(LEASE, energy_pass_through=energy, network_pass_through=network)
    assert lease_energy_rate(lease, COSTLY, hours(1), arrays(spot=[60])).tolist() == [rate]
    ledger = let(replace(COSTLY, leases=(lease,)), 8, spot=[60])
    assert any(line.item == "tenant: peak passed on" for line in ledger.lines) is network
    assert any(line.item == "tenant: energy passed on" for line in ledger.lines) is (energy or network)


def test_denied_power_costs_its_penalty() -> None:
    """3 IT MW for an hour at 10,000 per MWh."""
    ledger = let(replace(SITE, leases=(LEASE,)), 8, 5, denied_mw=[0, 3])
    assert paid(ledger, "tenant: power denied") == [0, -30_000]
    assert ledger.movable == -30_000


def test_work_is_paid_as_it_is_done() -> None:
    """8 GPU-hours at 2."""
    assert job_pay(batch(), np.array([8.0, 0.0, 4.0])).tolist() == [16, 0, 8]


def test_more_work_than_asked_is_not_paid() -> None:
    """A job of 10 GPU-hours pays for ten."""
    assert job_pay(batch(10), np.array([8.0, 8.0, 8.0])).tolist() == [16, 4, 0]


def test_work_done_before_counts() -> None:
    """Six are left of sixteen."""
    assert job_pay(batch(16), np.array([4.0, 4.0]), done_before_gpu_h=10).tolist() == [8, 4]
    assert job_pay(batch(16), np.array([4.0, 4.0]), done_before_gpu_h=20).tolist() == [0, 0]


def test_lost_work_is_paid_back() -> None:
    """What a preemption destroys was not done."""
    assert job_pay(batch(16), np.array([8.0, -2.0, 8.0])).tolist() == [16, -4, 16]


def test_completion_pays_whole_in_its_interval() -> None:
    """Nothing until the last GPU-hour."""
    job = batch(16, pays_on_completion=True)
    assert job_pay(job, np.array([8.0, 7.0, 1.0, 0.0])).tolist() == [0, 0, 32, 0]
    assert job_pay(job, np.array([8.0, 7.0])).tolist() == [0, 0]


def test_completion_paid_before_is_not_paid_again() -> None:
    """The job was done before the first interval."""
    assert job_pay(batch(16, pays_on_completion=True), np.array([1.0]), done_before_gpu_h=16).tolist() == [0]


def test_completion_pays_once() -> None:
    """Work lost after completion and done again earns nothing more: a job is never paid for more than it has."""
    pay = job_pay(batch(16, pays_on_completion=True), np.array([8.0, 8.0, -8.0, 8.0]))
    assert pay.sum() == 32


@given(st.lists(st.floats(0, 20), min_size=1, max_size=8), st.integers(0, 7), st.booleans())
def test_pay_in_two_parts_is_pay_in_one(work: list[float], cut: int, on_completion: bool) -> None:  # noqa: FBT001
    """Settling a job in two parts gives the same money, given what was done before, and never more than it is worth."""
    job, done = batch(24, pays_on_completion=on_completion), np.array(work)
    whole, first, last = job_pay(job, done), done[:cut], done[cut:]
    parts = [
        job_pay(job, part, before) for part, before in ((first, 0.0), (last, float(first.sum()))) if part.size
    ]
    assert np.concatenate(parts) == pytest.approx(whole)
    assert whole.sum() <= 48 + 1e-9
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(np.cumsum(whole).tolist()))


def ran(first: int, *work_gpu_h: float) -> JobOutcome:
    """What a job did."""
    work = np.array(work_gpu_h)
    return JobOutcome(
        first=first, run_mw=work, gpus=work, work_gpu_h=work, restarted_gpus=np.zeros(work.size)
    )


def test_jobs_of_a_pool_share_a_line() -> None:
    """Each stands at its own intervals; progress from before is taken over."""
    site = replace(SITE, pools=(POOL,), jobs=(batch(16), batch(16, name="other", value_per_gpu_h=1.0)))
    outcome = replace(idle(hours(4)), jobs={"job": ran(1, 8, 8), "other": ran(3, 2)})
    before = SiteState(time=utc(2024, 1, 10), jobs={"job": JobState(done_gpu_h=4)})
    ledger = book(site, outcome, before)
    assert paid(ledger, "pool: batch jobs") == [0, 16, 8, 2]
    assert [line.quantity for line in ledger.lines if line.account is Account.AI] == [18]


def test_missing_price_is_a_gap() -> None:
    """The message names the series."""
    sale = replace(SALE, price_per_gpu_h=SeriesRef(name="rate"))
    with pytest.raises(DataGap, match="'rate'"):
        book(replace(SITE, sales=(sale,)), served(hours(1), "sale", [1]))


def test_rent_rises_on_each_anniversary() -> None:
    """From 10 January 2023, 00:00 in Paris: risen by 10 % twice at 23:00 UTC on 9 January 2025."""
    term = replace(ALWAYS, start=utc(2023, 1, 9, 23))
    lease = replace(LEASE, term=term, escalator_frac_per_year=0.1)
    place = replace(SITE, time_zone="Europe/Paris", leases=(lease,))
    outcome = replace(idle(hours(2, utc(2025, 1, 9, 22))), leases={"tenant": tenant(8, 8)})
    assert paid(book(place, outcome), "tenant: rent") == [1100, 1210]


def test_an_anniversary_of_a_leap_day() -> None:
    """From 29 February 2024: 1 March 2025, and 29 February 2028."""
    start = utc(2024, 2, 29)
    days = [utc(2025, 2, 28), utc(2025, 3, 1), utc(2028, 2, 28), utc(2028, 2, 29)]
    assert [int(anniversaries(start, hours(1, day), "UTC")[0]) for day in days] == [0, 1, 3, 4]


def test_metered_rent_is_owed_on_what_is_drawn() -> None:
    """73 per kW and month are 100 per IT MWh; a policy that denies power moves it."""
    metered = replace(LEASE, rent_basis="metered")
    ledger = let(replace(SITE, leases=(metered,)), 8, 0, 4)
    assert paid(ledger, "tenant: rent") == [800, 0, 400]
    assert ledger.movable == 1200


CURVE = (DemandPoint(price_per_gpu_h=1.0, gpus=100.0), DemandPoint(price_per_gpu_h=3.0, gpus=20.0))


def test_demand_follows_the_posted_price() -> None:
    """Linear between the points, as at the nearest one outside, nothing after the term."""
    sale = replace(
        SALE,
        demand_gpus=None,
        demand_curve=CURVE,
        price_per_gpu_h=SeriesRef(name="rate"),
        term=up_to(4),
    )
    wanted = offered_gpus(sale, hours(5), arrays(rate=[0.5, 1.0, 2.0, 9.0, 1.0]))
    assert wanted.tolist() == [100, 100, 60, 20, 0]
