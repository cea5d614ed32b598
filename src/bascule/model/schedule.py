"""What each asset should do in each interval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from bascule.model.offer import Offer
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


class PlanSource(StrEnum):
    """Which rung of the ladder made a schedule."""

    RULE = "rule"
    PROGRAM = "program"
    FOLLOW = "follow"
    SHIFTED = "shifted"
    MERIT_ORDER = "merit_order"
    SAFE = "safe"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobPower:
    """IT power above rest of one batch job and the GPUs that it holds, from interval ``first`` on (zero elsewhere)."""

    first: int
    run_mw: Floats
    gpus: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setpoints:
    """Absolute setpoints per interval, each array of shape (grid.count,).

    ``run_mw`` is IT power above the resting power of the devices concerned; what a device does at rest needs
    no setpoint.

    Attributes:
        grid: The intervals.
        fleet_run_mw: IT power above rest by fleet.
        fleet_machines: Machines that run, by fleet; the same power on fewer machines means a higher point on each. A
            fleet that is absent runs as many as its power can.
        use_run_mw: IT power above rest by reservation or sale.
        use_gpus: GPUs held by reservation or sale; the same power on fewer GPUs means a higher level on each.
        job_run_mw: IT power above rest and GPUs by batch job.
        charge_mw: Bus power into each battery.
        discharge_mw: Bus power out of each battery.
        generation_mw: Most output allowed per generator (infinite = not curtailed).
        load_mw: Bus power per flexible load.
        import_cap_mw: Import that the site's regulation holds, cutting the cheapest load first, or None. A
            plan that pays a demand
            charge sets it to the peak that it planned, so that a forecast error does not raise the month's
            peak.
        nominated_mw: Energy bought day-ahead, by supply contract.
        reserve_mw: Reserve committed, by product.
    """

    grid: TimeGrid
    fleet_run_mw: Mapping[str, Floats] = field(default_factory=dict)
    fleet_machines: Mapping[str, Floats] = field(default_factory=dict)
    use_run_mw: Mapping[str, Floats] = field(default_factory=dict)
    use_gpus: Mapping[str, Floats] = field(default_factory=dict)
    job_run_mw: Mapping[str, JobPower] = field(default_factory=dict)
    charge_mw: Mapping[str, Floats] = field(default_factory=dict)
    discharge_mw: Mapping[str, Floats] = field(default_factory=dict)
    generation_mw: Mapping[str, Floats] = field(default_factory=dict)
    load_mw: Mapping[str, Floats] = field(default_factory=dict)
    import_cap_mw: Floats | None = None
    nominated_mw: Mapping[str, Floats] = field(default_factory=dict)
    reserve_mw: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarginalValues:
    """What one more unit is worth, in the site's currency.

    Attributes:
        bus_per_mwh: Value of a MWh at the bus, per interval.
        import_limit_per_mw_h: Value of one more MW of connection, per hour, per interval.
        peak_mw: Planned highest billed import, by (demand charge, month index).
        stored_per_mwh: Value of a MWh in store at the end of each interval, by battery.
        battery_per_mw: Value of one more MW (each way) over the plan, by battery.
        battery_per_mwh: Value of one more MWh of capacity over the plan, by battery.
        firm_per_gpu_h: Cost of serving one more reserved GPU-hour, by reservation, per interval.
        job_per_gpu_h: Value of one more GPU-hour of work left in a job, by job.
    """

    bus_per_mwh: Floats
    import_limit_per_mw_h: Floats
    peak_mw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    stored_per_mwh: Mapping[str, Floats] = field(default_factory=dict)
    battery_per_mw: Mapping[str, float] = field(default_factory=dict)
    battery_per_mwh: Mapping[str, float] = field(default_factory=dict)
    firm_per_gpu_h: Mapping[str, Floats] = field(default_factory=dict)
    job_per_gpu_h: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schedule:
    """A plan: setpoints, how they came about, and what they are worth.

    Attributes:
        setpoints: What each asset should do.
        source: Which rung of the ladder made it.
        note: Why that rung, empty for the first choice.
        objective: Planned money over the horizon, None where the rung does not count it.
        marginal: Marginal values, None where the rung has none.
        import_mw: Planned import at the meter, shape (grid.count,), or None.
        offers: Offers into auctions whose gate closes at the moment of the decision.
        overrun_money: What the plan counts for overruns of subscribed power, and what these would be billed; None where
            there are none.
    """

    setpoints: Setpoints
    source: PlanSource
    note: str = ""
    objective: float | None = None
    marginal: MarginalValues | None = None
    import_mw: Floats | None = None
    offers: tuple[Offer, ...] = ()
    overrun_money: tuple[float, float] | None = None

    @property
    def grid(self) -> TimeGrid:
        """The intervals of the plan."""
        return self.setpoints.grid


def zeros(grid: TimeGrid) -> Floats:
    """A zero per interval."""
    return np.zeros(grid.count)
