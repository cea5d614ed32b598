"""The flexibility sheet, solved by hand: what runs can be shed, at its worth less the energy saved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dispatch.sites import EVER, FULL, START, battery, fleet, job, pool, site

from bascule.errors import DataGap
from bascule.model.ai_contracts import ColocationLease, FirmReservation, GpuSale
from bascule.model.flexible_load import FlexibleLoad, HeatSale
from bascule.model.grid_connection import GridConnection
from bascule.model.reserves import Control
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.study.flexibility import Sheet, sheet
from bascule.study.running import BlockKind, Moment, needed_values
from bascule.units import per_th_h_from_per_ph_day

FIRM = FirmReservation(
    name="firm",
    pool="pool",
    job_class="work",
    gpus=400.0,
    price_per_gpu_h=2.0,
    shortfall_penalty_per_gpu_h=5.0,
    term=EVER,
)
SALE = GpuSale(
    name="sale",
    kind="on_demand",
    pool="pool",
    job_class="work",
    demand_gpus=800.0,
    price_per_gpu_h=0.1,
    term=EVER,
)


def sheet_of(place: Site, price: float = 40.0, hashprice: float = 24.0, **values: float) -> Sheet:
    """The sheet at a price; AI work stops within 300 s."""
    moment = Moment(
        at=START,
        price_per_mwh=price,
        hash_value_per_th_h=per_th_h_from_per_ph_day(hashprice),
        temperature_c=15.0,
        values=values,
        ai_shed_s=300.0,
    )
    return sheet(place, moment, hashprice)


def costs(found: Sheet, duration_h: float = 1.0) -> dict[str, tuple[float, float]]:
    """MW and cost by asset within an hour, in the sheet's order."""
    return {
        part.asset: (round(part.mw, 9), round(part.cost_per_mwh, 9))
        for part in found.cell(3600.0, duration_h).parts
    }


def test_running_machines_shed_at_their_worth_less_energy() -> None:
    """10 MW earn 50 per MWh over power at 40."""
    found = sheet_of(site(fleets=(fleet(control=Control.CONTROLLABLE),)))
    assert costs(found) == {"fleet": (10, 10)}
    assert found.cell(60.0, 8.0).mw == pytest.approx(10)
    assert found.cell(60.0, 8.0).parts[0].control is Control.CONTROLLABLE
    assert found.drawn_mw == pytest.approx(10)


@pytest.mark.parametrize(("hashprice", "mw"), [(10.0, 0.0), (19.0, 0.0), (20.0, 10.0), (48.0, 10.0)])
def test_mining_flexibility_depends_on_hashprice(hashprice: float, mw: float) -> None:
    """At 40 per MWh machines worth 50 at a hashprice of 24 run above 19.2: below, there is nothing to shed."""
    found = sheet_of(site(fleets=(fleet(),)), hashprice=hashprice)
    assert all(cell.mw == pytest.approx(mw) for cell in found.cells if cell.response_s >= 60)
    assert found.resting == ({} if mw else {"fleet": pytest.approx(10)})


def test_response_time_decides_what_counts() -> None:
    """A fleet that needs 60 s is not in the row of 10 s."""
    found = sheet_of(site(fleets=(fleet(),)))
    assert [found.cell(s, 1.0).mw for s in (0.5, 10.0)] == [0, 0]
    assert found.cell(60.0, 1.0).mw == pytest.approx(10)


def test_losses_and_auxiliaries_count_at_the_meter() -> None:
    """9 MW of machines with a tenth of auxiliaries and a tenth of losses draw 11 MW at the meter, worth 9 / 11 x 50."""
    grid = GridConnection(import_limit_mw=100.0, loss_frac=0.1, auxiliary_per_it_frac=0.1)
    found = sheet_of(site(grid=grid, fleets=(fleet(mw=9.0),)))
    assert costs(found) == {"fleet": (11, round(50 * 9 / 11 - 40, 9))}


def test_a_stop_costs_its_starts_spread_over_the_call() -> None:
    """10,000 starts of 0.01 are 100: 10 per MWh of an hour's call, 40 of a quarter's, on top of 10."""
    found = sheet_of(site(fleets=(fleet(start_cost=0.01),)))
    assert costs(found, 1.0) == {"fleet": (10, 20)}
    assert costs(found, 0.25) == {"fleet": (10, 50)}


def test_a_whole_block_stops_whole() -> None:
    """Its connection carries 6 of 10 MW: it does not run at all."""
    narrow = GridConnection(import_limit_mw=6.0)
    assert sheet_of(site(grid=narrow, fleets=(fleet(whole_block=True),))).drawn_mw == 0
    assert sheet_of(site(grid=narrow, fleets=(fleet(),))).drawn_mw == pytest.approx(6)


def test_a_full_connection_carries_what_pays_most() -> None:
    """12 MW of 20: all of the better fleet, 2 MW of the other."""
    place = site(
        grid=GridConnection(import_limit_mw=12.0), fleets=(fleet(45.0, name="old"), fleet(60.0, name="new"))
    )
    assert costs(sheet_of(place)) == {"old": (2, 5), "new": (10, 20)}


def test_a_battery_stands_in_for_load_as_long_as_its_energy_lasts() -> None:
    """8 MWh give 10 MW for a quarter (its power), 8 for an hour, 1 for eight; filled again it costs nothing without loss."""
    place = site(fleets=(fleet(mw=20.0),), batteries=(battery(initial_mwh=8.0),))
    found = sheet_of(place)
    assert [found.cell(10.0, h).mw for h in (0.25, 1.0, 4.0, 8.0)] == pytest.approx([10, 8, 2, 1])
    assert costs(found)["battery"] == (8, 0)


def test_a_battery_costs_its_losses_and_wear() -> None:
    """Half is lost: 40 of energy saved are 80 to fill again; wear of 6 is 3 per MWh out and 3 on each of 2 MWh in."""
    store = battery(initial_mwh=10.0, discharge_efficiency_frac=0.5, wear_per_mwh=6.0)
    place = site(grid=GridConnection(import_limit_mw=100.0, export_limit_mw=10.0), batteries=(store,))
    assert costs(sheet_of(place)) == {"battery": (5, 80 + 9 - 40)}


def test_a_battery_sheds_no_more_than_is_drawn_or_exported() -> None:
    """1 MW is drawn: the battery stands in for that, and exports 2 MW where it may."""
    place = site(fleets=(fleet(mw=1.0),), batteries=(battery(initial_mwh=10.0),))
    assert sheet_of(place).cell(3600.0, 1.0).mw == pytest.approx(1)
    exports = replace(place, grid=GridConnection(import_limit_mw=100.0, export_limit_mw=2.0))
    assert sheet_of(exports).cell(3600.0, 1.0).mw == pytest.approx(3)


def test_flexible_load_counts_heat_times_off_and_ramp() -> None:
    """2 MW worth 50 and heat of 10 over 40; off for at least 2 h, an hour's call loses two; ramped down in 30 minutes."""
    heat = HeatSale(recovered_frac=1.0, demand_mw=2.0, price_per_mwh=10.0)
    kiln = FlexibleLoad(
        name="kiln",
        power_mw=2.0,
        value_per_mwh=50.0,
        min_down_h=2.0,
        start_cost=8.0,
        heat=heat,
        ramp_mw_per_h=4.0,
    )
    found = sheet_of(site(loads=(kiln,)))
    assert costs(found, 1.0) == {"kiln": (2, 2 * 20 + 4)}
    assert costs(found, 4.0) == {"kiln": (2, 20 + 1)}
    assert (found.cell(600.0, 1.0).mw, found.cell(1800.0, 1.0).mw) == (0, 2)


def test_ai_work_in_order_of_cost() -> None:
    """400 GPUs reserved at a penalty of 5,000 per MWh, 600 left to buyers at 100; nothing stops within 60 s."""
    found = sheet_of(site(pools=(pool(),), reservations=(FIRM,), sales=(SALE,)))
    assert costs(found) == {"sale": (0.6, 60), "firm": (0.4, 4960)}
    assert found.cell(60.0, 1.0).mw == 0
    assert [part.kind for part in found.cell(600.0, 1.0).parts] == [BlockKind.SALE, BlockKind.RESERVATION]


def test_a_job_with_slack_loses_only_what_it_must_do_again() -> None:
    """4,000 GPU-h in ten hours run on 400 GPUs with six hours of slack; a stop loses 0.1 GPU-h each, worth 100 per MWh.

    An hour's call costs 10 per MWh; of eight hours two are lost: (60 x 2 + 10) / 8.
    """
    place = site(pools=(pool(),), jobs=(job(4000, 0, 10, preemption_gpu_h=0.1),))
    assert costs(sheet_of(place), 1.0) == {"job": (0.4, 10)}
    assert costs(sheet_of(place), 8.0) == {"job": (0.4, (60 * 2 + 10) / 8)}


def test_only_what_is_in_force_counts() -> None:
    """A job of tomorrow and a reservation that has ended are not there."""
    past = replace(FIRM, term=replace(EVER, end=START))
    place = site(pools=(pool(),), reservations=(past,), jobs=(job(100, 24, 48),))
    assert sheet_of(place).cell(3600.0, 1.0).parts == ()


def test_tenants_are_drawn_and_never_shed() -> None:
    """3 MW of a colocation lease."""
    lease = ColocationLease(
        name="tenant", contracted_it_mw=3.0, drawn_frac=1.0, rent_per_kw_month=100.0, term=EVER
    )
    found = sheet_of(site(leases=(lease,)))
    assert (found.drawn_mw, found.cell(3600.0, 1.0).mw) == (3, 0)


def test_series_must_be_told() -> None:
    """A price by series has no value of its own."""
    place = site(pools=(pool(1000, FULL),), sales=(replace(SALE, price_per_gpu_h=SeriesRef(name="gpu")),))
    assert needed_values(place) == {"gpu": "gpu_sales[sale].price_per_gpu_h"}
    assert costs(sheet_of(place, gpu=0.1)) == {"sale": (0.8, 60)}
    with pytest.raises(DataGap, match="gpu"):
        sheet_of(place)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 60))
def test_a_higher_hashprice_never_sheds_less(price: float, hashprice: float, more: float) -> None:
    """What runs at a hashprice runs at a higher one; more time to respond and a shorter call never shed less either."""
    place = site(
        fleets=(fleet(), fleet(30.0, name="old", shed_s=600.0)), batteries=(battery(initial_mwh=10.0),)
    )
    low, high = sheet_of(place, price, hashprice), sheet_of(place, price, hashprice + more)
    assert all(a.mw <= b.mw + 1e-9 for a, b in zip(low.cells, high.cells, strict=True))
    assert low.cell(60.0, 1.0).mw <= low.cell(600.0, 1.0).mw + 1e-9
    assert low.cell(600.0, 8.0).mw <= low.cell(600.0, 1.0).mw + 1e-9
    assert all(part.cost_per_mwh >= 0 for cell in low.cells for part in cell.parts)


def test_jobs_of_each_day_count_at_their_hour() -> None:
    """The job runs from the first hour: at its release it is there, an hour before it is not."""
    place = site(pools=(pool(),), jobs=(job(400, 1, 2),))
    moment = Moment(
        at=START, price_per_mwh=40.0, hash_value_per_th_h=0.0, temperature_c=15.0, values={}, ai_shed_s=1.0
    )
    later = replace(moment, at=START + timedelta(hours=1))
    assert [sheet(place, m, 0.0).cell(60.0, 1.0).mw for m in (moment, later)] == [0, pytest.approx(0.4)]
