"""What runs on a site at one price, as blocks that could stop: power at the meter, what stopping costs, how fast it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import numpy as np

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.inputs import Group, GroupKind, Inputs
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import BatchJob
from bascule.model.battery import Battery
from bascule.model.energy_contracts import FixedSupply
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.job_list import jobs_between
from bascule.model.needs import needed_series
from bascule.model.reserves import Control
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import HASH_VALUE

_HOUR = timedelta(hours=1)


class BlockKind(StrEnum):
    """What a block is."""

    BATTERY = "battery"
    FLEET = "fleet"
    LOAD = "load"
    JOB = "job"
    SALE = "sale"
    RESERVATION = "reservation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a sheet assumes of the world.

    Attributes:
        at: Contracts in force at this instant count, aware UTC.
        price_per_mwh: All money per MWh at the meter, in the site's currency.
        hash_value_per_th_h: What 1 TH/s earns in an hour, in the site's currency.
        temperature_c: Outdoor temperature.
        values: Values of series that contracts name.
        ai_shed_s: Time in which AI work stops or checkpoints.
    """

    at: datetime
    price_per_mwh: float
    hash_value_per_th_h: float
    temperature_c: float
    values: Mapping[str, float]
    ai_shed_s: float


_NOWHERE = Moment(
    at=datetime(2000, 1, 1, tzinfo=UTC),
    price_per_mwh=0.0,
    hash_value_per_th_h=0.0,
    temperature_c=0.0,
    values={},
    ai_shed_s=0.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Load that runs because it earns more than its power costs, or a battery that can stand in for load.

    Attributes:
        asset: Fleet, load, battery, or contract.
        kind: Which of them.
        control: How it is controlled, None where nobody stated it.
        response_s: Time in which it is gone.
        mw: Power at the meter.
        margin_per_mwh: What it earns per MWh at the meter beyond the price of power.
        stop_money: Cost of one stop, whatever its length: restarts, warm-up, work lost.
        least_off_h: Once stopped, it stays off so long.
        slack_h: So many hours of a stop are made up for later.
        energy_mwh: Energy at the meter that it can stand in for; infinite for load that stops.
        whole: All of it stops, or nothing.
    """

    asset: str
    kind: BlockKind
    response_s: float
    mw: float
    margin_per_mwh: float
    control: Control | None = None
    stop_money: float = 0.0
    least_off_h: float = 0.0
    slack_h: float = 0.0
    energy_mwh: float = np.inf
    whole: bool = False

    def mw_for(self, duration_h: float) -> float:
        """Power that it can shed for a whole call, MW at the meter."""
        return min(self.mw, self.energy_mwh / duration_h)

    def cost_per_mwh(self, duration_h: float) -> float:
        """Money lost per MWh not drawn over a call: worth less energy saved, and the stop itself.

        Work that is made up for later loses nothing but draws its energy later.
        """
        if self.kind is BlockKind.BATTERY:
            return self.margin_per_mwh
        lost_h = max(max(duration_h, self.least_off_h) - self.slack_h, 0.0)
        return (self.margin_per_mwh * lost_h + self.stop_money / self.mw) / duration_h


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A site at one price.

    Attributes:
        blocks: What runs and could stop, batteries included.
        resting: Power at the meter of what is off because power costs more than it earns, MW by asset.
        drawn_mw: Power at the meter, loads that nothing stops included, batteries idle.
    """

    blocks: tuple[Block, ...]
    resting: Mapping[str, float]
    drawn_mw: float


def running(site: Site, moment: Moment) -> Running:
    """What runs on a site and could stop.

    Generation is left out, tenants of colocation leases are never stopped, and a connection that cannot carry all that
    pays carries what pays most.

    Args:
        site: The site.
        moment: Price, hashprice, temperature and the values of series.

    Raises:
        DataGap: A contract names a series without a value here.
    """
    bare = _bare(site, moment)
    shape, keep = SiteShape.of(bare), 1.0 - site.grid.loss_frac
    inputs = _inputs(shape, moment)
    asked = [
        *_group_blocks(bare, inputs, moment),
        *_load_blocks(inputs, moment),
        *_job_blocks(bare, shape, moment, inputs),
    ]
    pays = [block for block in asked if block.margin_per_mwh > 0]
    fixed_mw = (float(inputs.base_load_mw[0]) + _tenants_mw(inputs)) / keep
    carried = tuple(_carried(pays, site.grid.import_limit_mw - fixed_mw))
    resting: dict[str, float] = {}
    for block in (block for block in asked if block.margin_per_mwh <= 0):
        resting[block.asset] = resting.get(block.asset, 0.0) + block.mw
    stores = tuple(_battery_block(battery, keep, moment.price_per_mwh) for battery in site.batteries)
    drawn_mw = fixed_mw + sum(block.mw for block in carried)
    return Running(blocks=(*stores, *carried), resting=resting, drawn_mw=drawn_mw)


def needed_values(site: Site) -> Mapping[str, str]:
    """Series whose value a sheet must be told, with the field that asks for each."""
    parts = replace(_bare(site, _NOWHERE), fleets=())
    return needed_series(parts)


def _bare(site: Site, moment: Moment) -> Site:
    """The site's assets and AI contracts at one price of power: nothing else decides what runs."""
    term = Term(start=moment.at - _HOUR, end=moment.at + 2 * _HOUR)
    return Site(
        name=site.name,
        country=site.country,
        time_zone=site.time_zone,
        currency=site.currency,
        grid=replace(site.grid, calls=None, ramp_mw_per_h=None),
        fleets=site.fleets,
        pools=site.pools,
        loads=site.loads,
        supplies=(FixedSupply(name="price", price_per_mwh=moment.price_per_mwh, term=term),),
        reservations=site.reservations,
        leases=site.leases,
        sales=site.sales,
        jobs=site.jobs,
        daily_jobs=site.daily_jobs,
        temperature=moment.temperature_c,
    )


def _inputs(shape: SiteShape, moment: Moment) -> Inputs:
    grid = TimeGrid(start=moment.at, step=_HOUR, count=1)
    values: dict[str, Floats] = {name: np.array([value]) for name, value in moment.values.items()}
    values[HASH_VALUE] = np.array([moment.hash_value_per_th_h])
    return compile_inputs(shape, [Piece(grid=grid, values=values)], SiteState(time=moment.at), Asking())


def _tenants_mw(inputs: Inputs) -> float:
    leases = (group for group in inputs.groups if group.kind is GroupKind.LEASE)
    return sum(float(group.widths_mw[0, 0] * group.bus_per_it[0]) for group in leases)


def _carried(pays: list[Block], room_mw: float) -> Iterator[Block]:
    """What the connection carries, best paid first; what can only run whole runs whole or not at all."""
    for block in sorted(pays, key=lambda block: -block.margin_per_mwh):
        mw = min(block.mw, max(room_mw, 0.0))
        if mw > 0 and not (block.whole and mw < block.mw):
            room_mw -= mw
            yield replace(block, mw=mw, stop_money=block.stop_money * mw / block.mw)


def _group_blocks(site: Site, inputs: Inputs, moment: Moment) -> Iterator[Block]:
    """Segments of fleets, sales and reservations; GPUs go to what pays most per GPU-hour."""
    share = _granted(inputs)
    fleets = {fleet.name: fleet for fleet in site.fleets}
    for group in (group for group in inputs.groups if group.kind is not GroupKind.LEASE):
        meter_per_it = float(group.bus_per_it[0]) / (1.0 - inputs.loss_frac)
        whole = group.start is not None and group.start.whole_block
        for k, (width, worth) in enumerate(_segments(group, whole=whole)):
            fleet = fleets.get(group.name)
            machines = width / group.device_mw if group.start is not None and k == 0 else 0.0
            block = Block(
                asset=group.name,
                kind=BlockKind(group.kind.value),
                control=fleet.control if fleet else None,
                response_s=fleet.shed_s if fleet else moment.ai_shed_s,
                mw=width * share.get(group.name, 1.0) * meter_per_it,
                margin_per_mwh=worth / meter_per_it - moment.price_per_mwh,
                stop_money=machines * float(group.start.cost[0]) if group.start is not None else 0.0,
                whole=whole,
            )
            if block.mw > 0:
                yield block


def _segments(group: Group, *, whole: bool) -> list[tuple[float, float]]:
    """Width in IT MW and worth per IT MWh of each segment, or of all together."""
    widths, worths = group.widths_mw[:, 0], group.worth_per_mwh[:, 0]
    if whole and widths.sum() > 0:
        return [(float(widths.sum()), float(np.average(worths, weights=widths)))]
    return list(zip(widths.tolist(), worths.tolist(), strict=True))


def _granted(inputs: Inputs) -> dict[str, float]:
    """Share of the GPUs asked for that each use of a crowded pool gets: reservations first, then the dearer use."""
    granted = {}
    for pool in inputs.pools:
        left = pool.pool.devices
        uses = [group for group in inputs.groups if group.pool == pool.pool.name]
        for group in sorted(
            uses, key=lambda g: (g.kind is not GroupKind.RESERVATION, -float(g.worth_per_mwh[0, 0]))
        ):
            gpus = float(group.widths_mw[0, 0] / group.device_mw)
            given = min(gpus, left)
            granted[group.name] = given / gpus if gpus else 0.0
            left -= given
    return granted


def _load_blocks(inputs: Inputs, moment: Moment) -> Iterator[Block]:
    keep = 1.0 - inputs.loss_frac
    for given in inputs.loads:
        load, heat_mw = given.load, 0.0
        if load.heat is not None:
            heat_mw = min(load.heat.recovered_frac * load.power_mw, float(given.heat_mw[0]))
        heat = heat_mw * float(given.heat_per_mwh[0]) / load.power_mw
        yield Block(
            asset=load.name,
            kind=BlockKind.LOAD,
            control=load.control,
            response_s=_load_response_s(load),
            mw=load.power_mw / keep,
            margin_per_mwh=(float(given.worth_per_mwh[0]) + heat) * keep - moment.price_per_mwh,
            stop_money=load.start_cost,
            least_off_h=load.min_down_h,
            whole=load.commits,
        )


def _load_response_s(load: FlexibleLoad) -> float:
    ramp_s = 0.0 if load.ramp_mw_per_h is None else load.power_mw / load.ramp_mw_per_h * 3600
    return max(load.shed_s, ramp_s)


def _job_blocks(site: Site, shape: SiteShape, moment: Moment, inputs: Inputs) -> Iterator[Block]:
    """Batch jobs that may run now, each on the GPUs that its work takes on average, as far as the pool has them left."""
    meter_per_it = {p.pool.name: float(p.bus_per_it[0]) / (1.0 - inputs.loss_frac) for p in inputs.pools}
    left = {pool.pool.name: _left(pool.pool.name, pool.pool.devices, inputs) for pool in inputs.pools}
    jobs = [job for job in jobs_between(site, moment.at, moment.at + _HOUR) if job.release <= moment.at]
    for job in sorted(jobs, key=lambda job: -job.value_per_gpu_h):
        curve = shape.classes[job.pool, job.job_class]
        window_h = (job.deadline - job.release) / _HOUR
        gpus = min(job.gpu_h / window_h, job.max_gpus, left[job.pool])
        left[job.pool] -= gpus
        mw = gpus * float(curve.widths_mw.sum()) * meter_per_it[job.pool]
        if mw > 0:
            yield _job_block(job, gpus, mw, window_h, float(curve.yields.sum()), moment)


def _job_block(
    job: BatchJob, gpus: float, mw: float, window_h: float, throughput_frac: float, moment: Moment
) -> Block:
    again_gpu_h = job.restart_h if job.whole_interval else job.preemption_gpu_h
    return Block(
        asset=job.name,
        kind=BlockKind.JOB,
        response_s=moment.ai_shed_s,
        mw=mw,
        margin_per_mwh=gpus * throughput_frac * job.value_per_gpu_h / mw - moment.price_per_mwh,
        stop_money=gpus * again_gpu_h * job.value_per_gpu_h,
        slack_h=max(window_h - job.gpu_h / job.max_gpus, 0.0),
    )


def _left(pool: str, devices: float, inputs: Inputs) -> float:
    """GPUs that reservations and sales leave."""
    used = sum(float(g.widths_mw[0, 0] / g.device_mw) for g in inputs.groups if g.pool == pool)
    return max(devices - used, 0.0)


def _battery_block(battery: Battery, keep: float, price_per_mwh: float) -> Block:
    """A battery that stands idle with what the site file stores in it, and is filled again at the same price."""
    round_trip = battery.charge_efficiency_frac * battery.discharge_efficiency_frac
    stored = max(battery.initial_mwh - battery.least_mwh, 0.0) * battery.discharge_efficiency_frac
    wear = battery.wear_per_mwh / 2 * (1 + 1 / round_trip) * keep
    return Block(
        asset=battery.name,
        kind=BlockKind.BATTERY,
        control=battery.control,
        response_s=battery.shed_s,
        mw=battery.discharge_limit_mw / keep,
        margin_per_mwh=price_per_mwh * (1 / round_trip - 1) + wear,
        energy_mwh=stored / keep,
    )
