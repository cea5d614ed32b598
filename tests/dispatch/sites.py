"""Small sites whose best plan can be found by hand, and short ways to plan, run and settle them.

Round numbers: a machine draws 1 kW, so that 1,000 of them are a megawatt; a hashprice of 24 USD/PH/s-day makes
1 TH/s worth 0.001 USD an hour, so that a machine of ``worth`` TH/s earns ``worth`` USD per MWh; a GPU draws 1 kW,
so that a GPU-hour at 0.10 USD is worth 100 USD/MWh.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.check import check_outcome
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.highs import SolverOptions
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.outlook import with_hash_value
from bascule.dispatch.read import schedule
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import BatchJob, GpuSale
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.energy_contracts import DemandCharge, ExportSale, SpotSupply
from bascule.model.gpu_pool import GpuLevel, GpuPool, JobClass
from bascule.model.grid_connection import GridConnection
from bascule.model.job_list import jobs_between
from bascule.model.ledger import Ledger
from bascule.model.outcome import Outcome
from bascule.model.schedule import Schedule, Setpoints
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import MiningSeries, Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.ledger import settle
from bascule.simulate.conditions import conditions
from bascule.simulate.devices import Curves
from bascule.simulate.plant import Plant, advance

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
JANUARY = 2026 * 12
EVER = Term(start=START - timedelta(days=400), end=START + timedelta(days=400))
SPOT = SeriesRef(name="spot")
HASHPRICE = 24.0
OFF = OperatingPoint(name="off", power_w=0.0, hashrate_th_s=0.0)
FULL = GpuLevel(name="full", power_w=1000.0, throughput_frac=1.0)
HALF = GpuLevel(name="half", power_w=500.0, throughput_frac=0.8)
EXPORT = ExportSale(name="export", price=SPOT, term=EVER)


def site(**parts: object) -> Site:
    """A site on spot prices with 100 MW of import and nothing else but its parts."""
    plain = Site(
        name="small",
        country="US",
        time_zone="UTC",
        currency="USD",
        grid=GridConnection(import_limit_mw=100.0),
        supplies=(SpotSupply(name="spot", price=SPOT, term=EVER),),
        mining=MiningSeries(hashprice_usd_per_ph_day="hashprice"),
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def fleet(worth: float = 50.0, mw: float = 10.0, name: str = "fleet", **parts: object) -> AsicFleet:
    """Machines of 1 kW that earn ``worth`` USD per MWh."""
    points = (OFF, OperatingPoint(name="normal", power_w=1000.0, hashrate_th_s=worth))
    return replace(AsicFleet(name=name, model="1 kW", count=round(mw * 1000), points=points), **parts)  # type: ignore[arg-type]


def pool(gpus: int = 1000, *levels: GpuLevel, **parts: object) -> GpuPool:
    """GPUs of 1 kW, or with the given levels."""
    work = JobClass(name="work", levels=levels or (FULL,))
    return replace(GpuPool(name="pool", accelerator="1 kW", count=gpus, job_classes=(work,)), **parts)  # type: ignore[arg-type]


def sale(notice_h: float = 0.0, clawback_h: float = 0.0) -> GpuSale:
    """1,000 GPUs sold spot: a GPU-hour at 0.05 pays 50 per MWh."""
    return GpuSale(
        name="sale",
        kind="spot",
        pool="pool",
        job_class="work",
        price_per_gpu_h=0.05,
        term=EVER,
        demand_gpus=1000.0,
        notice_h=notice_h,
        clawback_h=clawback_h,
    )


def job(gpu_h: float, first: int, last: int, **parts: object) -> BatchJob:
    """Work on up to 1,000 GPUs from hour ``first`` to the end of hour ``last - 1``, paid 0.10 USD per GPU-hour."""
    plain = BatchJob(
        name="job",
        pool="pool",
        job_class="work",
        gpu_h=gpu_h,
        release=START + first * HOUR,
        deadline=START + last * HOUR,
        max_gpus=1000.0,
        value_per_gpu_h=0.1,
        known=EVER.start,
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def battery(mw: float = 10.0, mwh: float = 10.0, **parts: object) -> Battery:
    """A battery without losses."""
    plain = Battery(
        name="battery",
        charge_limit_mw=mw,
        discharge_limit_mw=mw,
        energy_mwh=mwh,
        charge_efficiency_frac=1.0,
        discharge_efficiency_frac=1.0,
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def demand_charge(per_kw_month: float, hours: float = 1.0) -> DemandCharge:
    """A charge on the month's peak over billing intervals of ``hours``."""
    return DemandCharge(name="peak", per_kw_month=per_kw_month, billing_interval=hours * HOUR, term=EVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A site with the values of its first hours.

    Attributes:
        site: The site.
        values: Series by name, ``spot`` among them.
        step_h: Hours of each interval.
        state: What it carries in, or None for what the site says.
        start: First instant.
        asking: Weights of the horizon.
        nominated_mw: Energy bought day-ahead, by supply.
    """

    site: Site
    values: Mapping[str, Floats]
    step_h: float = 1.0
    state: SiteState | None = None
    start: datetime = START
    asking: Asking = field(default_factory=Asking)
    nominated_mw: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def grid(self) -> TimeGrid:
        """The intervals of the values."""
        return TimeGrid(start=self.start, step=self.step_h * HOUR, count=self.values["spot"].size)

    @property
    def before(self) -> SiteState:
        """The state at the start."""
        return self.state or SiteState(time=self.start)

    @property
    def jobs(self) -> tuple[BatchJob, ...]:
        """Batch jobs of the horizon."""
        return jobs_between(self.site, self.grid.start, self.grid.end)

    @property
    def shape(self) -> SiteShape:
        """The site's curves."""
        return SiteShape.of(self.site)

    @property
    def piece(self) -> Piece:
        """The horizon as one piece."""
        values = with_hash_value(self.site, self.grid, self.values)
        return Piece(grid=self.grid, values=values, nominated_mw=self.nominated_mw)

    def inputs(self) -> Inputs:
        """The numbers of the horizon."""
        return compile_inputs(self.shape, [self.piece], self.before, replace(self.asking, jobs=self.jobs))

    def plan(self) -> Plan:
        """The best plan, integers to the last digit."""
        found = optimise(self.inputs(), SolverOptions(gap=1e-9))
        assert isinstance(found, Plan), found
        return found

    def schedule(self) -> Schedule:
        """The best plan's schedule."""
        return schedule(self.plan(), self.grid)

    def run(self, setpoints: Setpoints | None = None) -> Outcome:
        """What the plant does with setpoints, or with the best plan, checked against the laws."""
        return self.advance(setpoints)[0]

    def advance(self, setpoints: Setpoints | None = None) -> tuple[Outcome, SiteState]:
        """Outcome, checked against the laws, and the state after."""
        asked = self.schedule().setpoints if setpoints is None else setpoints
        asked = replace(asked, nominated_mw=self.nominated_mw)
        plant = Plant(site=self.site, curves=Curves(site=self.site), jobs={j.name: j for j in self.jobs})
        cap = self.site.emission_cap
        carbon = None if cap is None else self.values[cap.carbon.name]
        outcome, after = advance(
            plant,
            asked,
            conditions(self.site, self.grid, self.values, self.before.order_h),
            self.before,
            carbon,
        )
        check_outcome(self.site, outcome, {j.name: j for j in self.jobs}, self.before.battery_mwh)
        return outcome, after

    def ledger(self, outcome: Outcome | None = None) -> Ledger:
        """What an outcome, or that of the best plan, settles to."""
        done = self.run() if outcome is None else outcome
        return settle(self.site, done, self.piece.values, self.before)


def case(
    place: Site,
    spot: Sequence[float],
    *,
    step_h: float = 1.0,
    state: SiteState | None = None,
    **series: Sequence[float],
) -> Case:
    """A site over a few intervals; hashprice is 24 USD/PH/s-day unless given."""
    values = {name: np.asarray(values, dtype=np.float64) for name, values in series.items()}
    values["spot"] = np.asarray(spot, dtype=np.float64)
    values.setdefault("hashprice", np.full(values["spot"].size, HASHPRICE))
    return Case(site=place, values=values, step_h=step_h, state=state)


def earned(place: Site, spot: Sequence[float], **series: Sequence[float]) -> float:
    """Objective of the best plan, after the ledger of what the plant made of it came to the same."""
    planned = case(place, spot, **series)  # type: ignore[arg-type]  # series only
    objective, settled = planned.plan().objective, planned.ledger().total
    assert abs(objective - settled) <= 1e-7 * max(abs(objective), 1.0), (objective, settled)
    return objective
