"""The numbers of one horizon: what a program, a closed form or a rule needs to know, and nothing else.

Steps may differ in length (a fine window, a coarse tail). Arrays have shape (steps,) unless they say
otherwise. Power is IT power
where the name says so, else bus power; import and export are at the meter.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bascule.model.battery import Battery
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.gpu_pool import GpuPool
from bascule.model.reserves import Control, ReserveProduct
from bascule.model.series import Floats, Ints
from bascule.model.state import LoadState


class GroupKind(StrEnum):
    """What a group of devices is for."""

    LEASE = "lease"
    RESERVATION = "reservation"
    SALE = "sale"
    FLEET = "fleet"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StartInput:
    """What a start of one device of a group costs, and how many ran before.

    Attributes:
        cost: Money per device started, wear and hashing lost while warming up.
        before: Devices running before the first step.
        whole_block: All devices run, or none.
    """

    cost: Floats
    before: float
    whole_block: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """Like devices with one use and a concave yield.

    Attributes:
        name: Fleet, reservation, sale or lease.
        kind: Which of them.
        pool: Pool whose devices it uses, or None.
        widths_mw: IT power of each segment when all its devices are on it, shape (segments, steps).
        worth_per_mwh: Money per IT MWh in each segment, shape (segments, steps), falling.
        bus_per_it: Bus power per IT power.
        device_mw: IT power of one device in the first segment (0 where devices are not counted).
        start: What starts cost, or None.
        control: How its load is controlled; None sells no reserve.
        shed_s: Time in which all of it can go to rest.
        floor_mw: Least IT power of the first segment: devices that are not given up yet; None where there is none.
    """

    name: str
    kind: GroupKind
    pool: str | None
    widths_mw: Floats
    worth_per_mwh: Floats
    bus_per_it: Floats
    device_mw: float
    start: StartInput | None = None
    control: Control | None = None
    shed_s: float = 0.0
    floor_mw: Floats | None = None

    @property
    def whole_worth(self) -> Floats:
        """Worth per bus MWh of the group run whole, from rest to the top, shape (steps,)."""
        total = self.widths_mw.sum(axis=0)
        money = (self.worth_per_mwh * self.widths_mw).sum(axis=0)
        worth = np.divide(money, total, out=self.worth_per_mwh[0].copy(), where=total > 0)
        return np.asarray(worth / self.bus_per_it)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobInput:
    """A batch job inside the horizon. Arrays over steps cover ``steps`` only.

    Attributes:
        name: The job.
        pool: Its pool.
        steps: Steps in which it may run, rising.
        widths_mw: IT power of each segment on ``max_gpus`` GPUs, shape (segments,).
        gpu_h_per_mwh: Work per IT MWh in each segment, shape (segments,), falling.
        bus_per_it: Bus power per IT power, shape (len(steps),).
        device_mw: IT power of one GPU in the first segment.
        max_gpus: Most GPUs at once.
        value_per_gpu_h: Money per unit of work.
        left_gpu_h: Work still to do.
        total_gpu_h: Work of the whole job.
        gpus_before: GPUs that it ran on before the first step.
        free_start_gpus: GPUs that it may still start at no loss.
        preemption_gpu_h: Work lost per GPU started beyond that.
        on_completion: Paid only if all work is done within the horizon.
        whole_interval: All GPUs for a whole step, or none.
        restart_h: Hours of work lost per start of a whole-interval job.
    """

    name: str
    pool: str
    steps: Ints
    widths_mw: Floats
    gpu_h_per_mwh: Floats
    bus_per_it: Floats
    device_mw: float
    max_gpus: float
    value_per_gpu_h: float
    left_gpu_h: float
    total_gpu_h: float
    gpus_before: float
    free_start_gpus: float
    preemption_gpu_h: float
    on_completion: bool
    whole_interval: bool
    restart_h: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoolInput:
    """A pool with the bus power per IT power of its hall."""

    pool: GpuPool
    bus_per_it: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatteryInput:
    """A battery with its energy before the first step."""

    battery: Battery
    before_mwh: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GeneratorInput:
    """A generator with the output that the weather allows."""

    name: str
    available_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadInput:
    """A flexible load, its worth per MWh, its state before, and the heat that it may sell (MW and money per MWh)."""

    load: FlexibleLoad
    worth_per_mwh: Floats
    before: LoadState
    heat_mw: Floats
    heat_per_mwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeakInput:
    """One month's peak under one demand charge.

    Attributes:
        charge: The demand charge.
        month: Month index (year * 12 + month - 1).
        price_per_mw: Money per MW billed.
        floor_mw: Least power billed: the highest import so far, or the ratchet of earlier months.
        owed_mw: Part of the floor that was billed before.
        own_mw: Highest import so far without the ratchet: what later months' ratchets look at.
        ratchet_frac: Share of this month's peak that each of the next 11 months is billed for at least.
        group: Billing interval of each step in ``steps``, from 0.
        steps: Steps of the month.
        hours: Hours of each billing interval inside the horizon or before it, shape (groups,).
        before_mwh: Energy already billed in each before the horizon, shape (groups,).
    """

    charge: str
    month: int
    price_per_mw: float
    floor_mw: float
    owed_mw: float
    own_mw: float
    ratchet_frac: float
    group: Ints
    steps: Ints
    hours: Floats
    before_mwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverrunInput:
    """One month's overruns of one class of subscribed power.

    Attributes:
        key: Subscription, class and month index (year * 12 + month - 1).
        price_per_mw: Money per MW of the month's overrun, the root of the sum of squares.
        subscribed_mw: Power subscribed in the class.
        before_mw: The month's overrun so far, already owed.
        group: Metered value of each step in ``steps``, from 0.
        steps: Steps of the month in the class.
        hours: Hours of each metered value inside the horizon or before it, shape (groups,).
        before_mwh: Energy already metered in each before the horizon, shape (groups,).
        weight: How many values of the tariff's length each counts for, shape (groups,).
    """

    key: tuple[str, str, int]
    price_per_mw: float
    subscribed_mw: float
    before_mw: float
    group: Ints
    steps: Ints
    hours: Floats
    before_mwh: Floats
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EmissionInput:
    """Tonnes per MWh imported (zero outside the cap's term) and tonnes still allowed."""

    tonnes_per_mwh: Floats
    left_tonnes: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReserveInput:
    """A reserve product over the horizon. Power is at the meter; a block is what one commitment covers.

    Attributes:
        product: The product.
        steps: Steps at which it may be held, rising.
        block: Commitment block of each of these steps, from 0, rising.
        committed_mw: What was sold for each block, NaN where it is still to be decided, shape (blocks,).
        capacity_per_mw_h: Money per MW and hour held, shape (len(steps),).
        call_per_mwh: Money per MWh delivered on call, the supplier's payment taken off, shape (len(steps),).
        called_frac: Share of what is held that is expected to be called, shape (len(steps),).
        miss_per_mw_h: Money per MW and hour sold and not held, on top of the capacity price.
        most_mw: Most that may be sold where nothing is decided yet, shape (blocks,).
        delivered_frac: Share of a call that the meter is expected to show as delivered.
        rate_spread: By how much the import rate may miss what is believed, shape (len(steps), samples), or None.
    """

    product: ReserveProduct
    steps: Ints
    block: Ints
    committed_mw: Floats
    capacity_per_mw_h: Floats
    call_per_mwh: Floats
    called_frac: Floats
    miss_per_mw_h: float
    most_mw: Floats
    delivered_frac: float = 1.0
    rate_spread: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeviationInput:
    """What departing from what was nominated costs, beyond the import rate.

    Attributes:
        nominated_mw: Metered import at which nothing departs, NaN in steps without a nomination or without a cost.
        up_per_mwh: Money per MWh imported above it.
        down_per_mwh: Money per MWh imported below it; at least ``-up_per_mwh``.
    """

    nominated_mw: Floats
    up_per_mwh: Floats
    down_per_mwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BandInput:
    """One month's energy under one tolerance band, over the hours of the month up to the end of the horizon.

    Attributes:
        band: The volume band.
        month: Month index (year * 12 + month - 1).
        steps: Steps of the month in which the band is in force.
        before_mwh: Energy metered in the month before the horizon.
        low_mwh: Least energy, for the share of the month's time that is metered or planned.
        high_mwh: Most energy, likewise.
        shortfall_per_mwh: Money per MWh below.
        excess_per_mwh: Money per MWh above.
    """

    band: str
    month: int
    steps: Ints
    before_mwh: float
    low_mwh: float
    high_mwh: float
    shortfall_per_mwh: float
    excess_per_mwh: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlexInput:
    """What a reservation's customer lets the operator withhold on a horizon.

    Attributes:
        group: The reservation.
        gpu_h_per_mwh: Full-speed GPU-hours per IT MWh in each segment, shape (segments,).
        owed_gpus: GPUs owed.
        most_gpus: Most throughput that may be withheld; zero where nothing may.
        gain_per_gpu_h: Penalty that is not owed for it, less what is paid for it.
        stretch_h: Within this time, a stretch and the recovery after it, ...
        full_h: ... so many hours at full depth may be withheld.
        open_left_h: Hours that the event under way may go on, 0 where none is or it is beyond the limits.
        month: Month of each step, from 0.
        month_events: Events that may still begin in each month, shape (months,).
        chosen: Whether ``most_gpus`` is confined to events; else it is a relaxation.
        least_gpus: Least throughput withheld, which keeps an event in one piece; None where it is none.
        event_worth: Money that an event must save to be used now rather than later.
    """

    group: str
    gpu_h_per_mwh: Floats
    owed_gpus: Floats
    most_gpus: Floats
    gain_per_gpu_h: float
    stretch_h: float
    full_h: float
    open_left_h: float
    month: Ints
    month_events: Floats
    chosen: bool = False
    least_gpus: Floats | None = None
    event_worth: float = 0.0

    @property
    def now_gpus(self) -> float:
        """Most throughput that may be withheld in the first step."""
        if self.open_left_h <= 0 and self.month_events[0] <= 0:
            return 0.0
        return float(self.most_gpus[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """One horizon.

    Attributes:
        starts_s: Start of each step, Unix seconds.
        hours: Length of each step.
        import_rate: Money per MWh drawn at the meter.
        export_rate: Money per MWh fed in at the meter.
        import_limit_mw: Most import without breaching an order.
        breach_limit_mw: Further import that breaches an order (zero where none, or never).
        breach_price_per_mwh: Money per MWh breached, on top of the import rate.
        export_limit_mw: Most export.
        loss_frac: Loss between meter and bus.
        base_load_mw: Bus power that is always drawn: auxiliaries and devices at rest.
        constant: Money that no decision of this horizon moves.
        groups: Uses of devices, in the site's order: leases, reservations, sales, fleets.
        pools: GPU pools.
        jobs: Batch jobs that may run.
        batteries: Storage.
        generators: Solar and wind.
        loads: Flexible loads.
        peaks: Months' peaks.
        ramp_mw_per_h: Largest change of net import per hour, or None.
        net_import_before_mw: Net import before the first step, or None.
        emission: Emission cap, or None.
        reserves: Reserve products that some asset may serve.
        deviation: Cost of departing from what was nominated, or None where nothing does.
        bands: Months' volume bands.
        flexes: Reservations whose customers allow throughput to be withheld.
        overruns: Months' overruns of subscribed power.
    """

    starts_s: Ints
    hours: Floats
    import_rate: Floats
    export_rate: Floats
    import_limit_mw: Floats
    breach_limit_mw: Floats
    breach_price_per_mwh: float
    export_limit_mw: float
    loss_frac: float
    base_load_mw: Floats
    constant: float
    groups: tuple[Group, ...]
    pools: tuple[PoolInput, ...]
    jobs: tuple[JobInput, ...]
    batteries: tuple[BatteryInput, ...]
    generators: tuple[GeneratorInput, ...]
    loads: tuple[LoadInput, ...]
    peaks: tuple[PeakInput, ...]
    ramp_mw_per_h: float | None
    net_import_before_mw: float | None
    emission: EmissionInput | None
    reserves: tuple[ReserveInput, ...] = ()
    deviation: DeviationInput | None = None
    bands: tuple[BandInput, ...] = ()
    flexes: tuple[FlexInput, ...] = ()
    overruns: tuple[OverrunInput, ...] = ()

    @property
    def count(self) -> int:
        """Number of steps."""
        return int(self.hours.size)

    @property
    def couples(self) -> bool:
        """True where the closed form does not hold: steps depend on each other, a pool is shared, export beats import."""
        crowded = any(self.demanded(pool) > pool.pool.devices + 1e-9 for pool in self.pools)
        starts = any(group.start is not None for group in self.groups)
        commits = any(load.load.commits or load.load.ramp_mw_per_h is not None for load in self.loads)
        sells = self.export_limit_mw > 0 and bool((self.export_rate > self.least_import_rate).any())
        coupling = (
            self.batteries,
            self.jobs,
            self.peaks,
            self.bands,
            self.flexes,
            self.overruns,
            self.reserves,
        )
        timed = sells or any(coupling) or self.ramp_mw_per_h is not None
        return (
            timed
            or self.emission is not None
            or crowded
            or starts
            or commits
            or any(p.pool.whole_nodes for p in self.pools)
        )

    @property
    def least_import_rate(self) -> Floats:
        """Money per MWh that the first MW drawn costs: below a nomination it also saves the cost of a deviation."""
        if self.deviation is None:
            return self.import_rate
        bends = self.deviation
        return self.import_rate + np.where(bends.nominated_mw > 0, -bends.down_per_mwh, bends.up_per_mwh)

    def demanded(self, pool: PoolInput) -> float:
        """Most devices of a pool that its groups could use at once."""
        counts = [g.widths_mw[0] / g.device_mw for g in self.groups if g.pool == pool.pool.name]
        return float(np.sum(counts, axis=0).max()) if counts else 0.0
