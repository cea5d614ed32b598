"""The independent check: a good outcome passes, and each quantity that is bent is named."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.dispatch.sites import EVER, EXPORT, battery, case, fleet, job, pool, site

from bascule.dispatch.check import check_outcome, check_ramp
from bascule.errors import CheckFailed
from bascule.model.ai_contracts import FirmReservation, GpuSale
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.outcome import Outcome
from bascule.model.schedule import Setpoints
from bascule.model.series import SeriesRef

SITE = site(
    grid=GridConnection(import_limit_mw=20.0, export_limit_mw=5.0, ramp_mw_per_h=30.0),
    exports=(EXPORT,),
    fleets=(fleet(),),
    pools=(pool(),),
    reservations=(
        FirmReservation(
            name="firm",
            pool="pool",
            job_class="work",
            gpus=300.0,
            price_per_gpu_h=0.0,
            shortfall_penalty_per_gpu_h=3.0,
            term=EVER,
        ),
    ),
    sales=(
        GpuSale(
            name="sale",
            kind="spot",
            pool="pool",
            job_class="work",
            demand_gpus=200.0,
            price_per_gpu_h=0.3,
            term=EVER,
        ),
    ),
    jobs=(job(900, 1, 3, max_gpus=450.0),),
    batteries=(battery(4.0, 8.0, initial_mwh=4.0),),
    generators=(Generator(name="sun", kind="solar", capacity_mw=3.0, capacity_frac=1.0),),
    loads=(
        FlexibleLoad(
            name="load", power_mw=4.0, value_per_mwh=70.0, least_mw=2.0, min_up_h=2.0, min_down_h=2.0
        ),
    ),
)
PLANNED = case(SITE, [40, 30, 60, 45])
GOOD = PLANNED.run()
Bend = Callable[[Outcome], Outcome]


def check(outcome: Outcome) -> None:
    """Check an outcome of the site."""
    check_outcome(SITE, outcome, {j.name: j for j in PLANNED.jobs}, {"battery": 4.0})


def bent(part: str, name: str, field: str, *values: float) -> Bend:
    """An outcome with one array of one part replaced."""

    def bend(outcome: Outcome) -> Outcome:
        parts = dict(getattr(outcome, part))
        parts[name] = replace(parts[name], **{field: np.array(values)})
        return replace(outcome, **{part: parts})  # type: ignore[arg-type]  # one part by name

    return bend


def flat(**arrays: tuple[float, ...]) -> Bend:
    """An outcome with arrays of its own replaced."""

    def bend(outcome: Outcome) -> Outcome:
        changed = {name: np.array(values) for name, values in arrays.items()}
        return replace(outcome, **changed)  # type: ignore[arg-type]  # arrays by name

    return bend


def sun(*output: float) -> Bend:
    """An outcome with other solar output."""
    return lambda outcome: replace(outcome, generation_mw={"sun": np.array(output)})


def test_a_good_outcome_passes() -> None:
    """What the plant did with the best plan breaks nothing."""
    check(GOOD)


@pytest.mark.parametrize(
    ("bend", "named"),
    [
        (flat(import_mw=(1.0, 1.0, 1.0, 1.0)), "the bus does not balance"),
        (flat(export_mw=(9.0, 0.0, 0.0, 0.0)), "export exceeds its limit by 4 MW"),
        (flat(import_mw=(25.0, 0.0, 0.0, 0.0)), "import exceeds its limit by 5 MW"),
        (flat(import_mw=(-1.0, 0.0, 0.0, 0.0)), "import is negative"),
        (flat(import_mw=(2.0,) * 4, export_mw=(1.0,) * 4), "import and export happen at once by 1 MW"),
        (sun(4.0, 3.0, 3.0, 3.0), "sun: output beyond what the weather allows by 1 MW"),
        (sun(-1.0, 3.0, 3.0, 3.0), "sun: output beyond what the weather allows"),
        (bent("batteries", "battery", "energy_mwh", 1, 1, 1, 1), "battery: stored energy does not add up"),
        (
            bent("batteries", "battery", "energy_mwh", 9, 9, 9, 9),
            "battery: stored energy leaves its limits by 1 MWh",
        ),
        (bent("batteries", "battery", "charge_mw", 5, 0, 0, 0), "battery: charges too fast by 1 MW"),
        (bent("batteries", "battery", "discharge_mw", 0, 5, 0, 0), "battery: discharges too fast by 1 MW"),
        (bent("fleets", "fleet", "it_mw", 11, 0, 0, 0), "fleet: draws more than its machines can by 1 MW"),
        (bent("fleets", "fleet", "it_mw", -1, 0, 0, 0), "fleet: draws less than at rest by 1 MW"),
        (bent("fleets", "fleet", "hashrate_th_s", 6e5, 0, 0, 0), "fleet: hashes more than its machines can"),
        (bent("uses", "firm", "gpus", 900, 300, 300, 300), "pool: more GPUs at work than there are"),
        (bent("jobs", "job", "gpus", 450, 460), "job: runs on 460 GPUs, more than its 450"),
        (bent("loads", "load", "power_mw", 5, 0, 0, 0), "load: draws more than it can by 1 MW"),
        (bent("loads", "load", "power_mw", 4, 4, 1, 4), "load: runs below its least power by 1 MW"),
        (bent("loads", "load", "power_mw", 0, 4, 0, 0), "load: on for only 1 h"),
        (bent("loads", "load", "power_mw", 4, 4, 0, 4), "load: off for only 1 h"),
    ],
)
def test_what_is_bent_is_named(bend: Bend, named: str) -> None:
    """The quantity, and by how much."""
    with pytest.raises(CheckFailed, match=named):
        check(bend(GOOD))


def test_every_law_broken_is_listed_with_its_interval() -> None:
    """Two at once, each with its first hour."""
    bad = bent("fleets", "fleet", "it_mw", 0, 0, 12, 0)(bent("loads", "load", "power_mw", 9, 9, 9, 9)(GOOD))
    with pytest.raises(CheckFailed, match=r"fleet: draws more.*T02:00.*; load: draws more.*T00:00"):
        check(bad)


@pytest.mark.parametrize("first", [0, 2])
def test_a_job_outside_its_window_is_named(first: int) -> None:
    """Before its release at one o'clock, or after its deadline at three."""
    moved = replace(GOOD.jobs["job"], first=first, gpus=np.array([450.0, 450.0]))
    with pytest.raises(CheckFailed, match="job: runs outside its window"):
        check(replace(GOOD, jobs={"job": moved}))


def test_modes_are_checked() -> None:
    """6 MW is no mode of 4 and 10."""
    modes = FlexibleLoad(name="load", power_mw=10.0, value_per_mwh=70.0, modes_mw=(4.0, 10.0))
    place = site(loads=(modes,), fleets=(fleet(),))
    outcome = bent("loads", "load", "power_mw", 6.0)(case(place, [20]).run())
    with pytest.raises(CheckFailed, match="load: runs between its modes by 2 MW"):
        check_outcome(place, outcome, {}, {})


def test_an_order_that_is_never_breached_is_checked() -> None:
    """1 MW drawn against an order without a price."""
    calls = GridCalls(order_mw=SeriesRef(name="order_mw"))
    place = site(grid=GridConnection(import_limit_mw=9.0, curtailable_mw=9.0, calls=calls), fleets=(fleet(),))
    outcome = replace(case(place, [20], order_mw=[3]).run(), breach_mw=np.array([1.0]))
    with pytest.raises(CheckFailed, match="an order of the grid is breached by 1 MW"):
        check_outcome(place, outcome, {}, {})


def test_the_site_ramp_is_checked_from_the_state_before() -> None:
    """From 50 MW of net import the first hour falls too fast; from an unknown past it does not."""
    check_ramp(SITE, GOOD, None)
    with pytest.raises(CheckFailed, match="net import ramps too fast"):
        check_ramp(SITE, GOOD, 50.0)


@pytest.mark.parametrize(
    "bend",
    [
        pytest.param(flat(import_mw=(float("nan"),) * 4), id="a value that is no number"),
        pytest.param(
            bent("fleets", "fleet", "hashrate_th_s", 5e5, 5e5, 5e5, 5e5), id="hashing without power"
        ),
        pytest.param(bent("uses", "sale", "gpu_h", 900, 900, 900, 900), id="more GPU-hours than GPUs"),
        pytest.param(bent("uses", "firm", "shortfall_gpu_h", -9, 0, 0, 0), id="a negative shortfall"),
        pytest.param(bent("jobs", "job", "work_gpu_h", 900, 900), id="more work than GPUs"),
    ],
)
def test_what_earns_money_is_checked_against_its_power(bend: Bend) -> None:
    """Hashes, GPU-hours and work that the power and devices could not give."""
    with pytest.raises(CheckFailed):
        check(bend(GOOD))


def test_a_battery_does_not_charge_and_discharge_at_once() -> None:
    """2 MW in and 2 MW out leave energy and bus as they were, and are no battery."""
    place = site(fleets=(fleet(),), batteries=(battery(4.0, 8.0, initial_mwh=4.0),))
    rested = case(place, [40]).run(Setpoints(grid=case(place, [40]).grid))
    both = bent("batteries", "battery", "charge_mw", 2.0)(
        bent("batteries", "battery", "discharge_mw", 2.0)(rested)
    )
    with pytest.raises(CheckFailed, match="battery"):
        check_outcome(place, both, {}, {})


def test_shedding_at_night_excuses_nothing_at_noon() -> None:
    """A cut in the first hour does not allow a run of one hour in the third."""
    cut = replace(GOOD, shed=np.array([1.0, 0.0, 0.0, 0.0]))
    with pytest.raises(CheckFailed, match="load: on for only 1 h"):
        check(bent("loads", "load", "power_mw", 0, 0, 4, 0)(cut))
