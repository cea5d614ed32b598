"""What the site did, interval by interval. Every array has shape (grid.count,) unless it says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FleetOutcome:
    """What a fleet did.

    Attributes:
        it_mw: Power of the machines, at rest included.
        hall_mw: Power of the hall at the bus.
        hashrate_th_s: Mean hashrate, warm-up losses taken off.
        starts: Machines started in the interval.
    """

    it_mw: Floats
    hall_mw: Floats
    hashrate_th_s: Floats
    starts: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoolOutcome:
    """Power of a GPU pool, unused accelerators included: IT, and hall at the bus."""

    it_mw: Floats
    hall_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UseOutcome:
    """What a reservation or sale got.

    Attributes:
        run_mw: IT power above rest.
        gpus: GPUs at work.
        gpu_h: Full-speed GPU-hours delivered.
        shortfall_gpu_h: Reserved GPU-hours not delivered (zero for sales).
        taken_gpus: GPUs of a sale with notice that were taken without it, or None where nothing can be.
    """

    run_mw: Floats
    gpus: Floats
    gpu_h: Floats
    shortfall_gpu_h: Floats
    taken_gpus: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobOutcome:
    """What a batch job got, from interval ``first`` of the grid on.

    Attributes:
        first: Interval of the first entry.
        run_mw: IT power above rest.
        gpus: GPUs at work.
        work_gpu_h: Full-speed GPU-hours that count, losses of restarts taken off.
        restarted_gpus: GPUs started again, beyond the first start of each.
    """

    first: int
    run_mw: Floats
    gpus: Floats
    work_gpu_h: Floats
    restarted_gpus: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatteryOutcome:
    """Bus power in and out of a battery, and the energy stored at the end of each interval."""

    charge_mw: Floats
    discharge_mw: Floats
    energy_mwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadOutcome:
    """Bus power of a flexible load, its starts, and heat sold in MW."""

    power_mw: Floats
    starts: Floats
    heat_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeaseOutcome:
    """IT and hall power that a colocation tenant drew, and IT power that it was denied."""

    it_mw: Floats
    hall_mw: Floats
    shortfall_it_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReserveOutcome:
    """What a reserve product was, in MW at the meter.

    Attributes:
        committed_mw: Power sold.
        held_mw: Part of it that ran (or had room) and could follow a call; only this much is paid for.
        called_mw: Power called.
        delivered_mw: Power by which load changed on the call.
        by_asset_mw: What each asset holds of ``held_mw``.
    """

    committed_mw: Floats
    held_mw: Floats
    called_mw: Floats
    delivered_mw: Floats
    by_asset_mw: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What every part of the site did.

    Attributes:
        grid: The intervals.
        import_mw: Power drawn at the meter.
        export_mw: Power fed in at the meter.
        breach_mw: Part of the import drawn against an order of the grid.
        shed: 1.0 in intervals in which a setpoint was cut to keep the connection's limit, an order or the
            planned peak, else 0.0.
        fleets: By fleet.
        pools: By pool.
        uses: By reservation or sale.
        jobs: By batch job.
        batteries: By battery.
        generation_mw: Output by generator.
        available_mw: Output that the weather allowed, by generator.
        loads: By flexible load.
        leases: By colocation tenant.
        nominated_mw: Energy bought day-ahead, by supply contract; one that is absent, or NaN, bought nothing.
        reserves: By reserve product.
    """

    grid: TimeGrid
    import_mw: Floats
    export_mw: Floats
    breach_mw: Floats
    shed: Floats
    fleets: Mapping[str, FleetOutcome] = field(default_factory=dict)
    pools: Mapping[str, PoolOutcome] = field(default_factory=dict)
    uses: Mapping[str, UseOutcome] = field(default_factory=dict)
    jobs: Mapping[str, JobOutcome] = field(default_factory=dict)
    batteries: Mapping[str, BatteryOutcome] = field(default_factory=dict)
    generation_mw: Mapping[str, Floats] = field(default_factory=dict)
    available_mw: Mapping[str, Floats] = field(default_factory=dict)
    loads: Mapping[str, LoadOutcome] = field(default_factory=dict)
    leases: Mapping[str, LeaseOutcome] = field(default_factory=dict)
    nominated_mw: Mapping[str, Floats] = field(default_factory=dict)
    reserves: Mapping[str, ReserveOutcome] = field(default_factory=dict)
