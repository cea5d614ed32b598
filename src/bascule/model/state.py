"""What a site carries from one interval to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """How far a batch job is.

    Attributes:
        done_gpu_h: Full-speed GPU-hours that count so far.
        gpus: GPUs that it ran on in the last interval.
        started_gpus: GPUs started so far, over all intervals.
    """

    done_gpu_h: float = 0.0
    gpus: float = 0.0
    started_gpus: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadState:
    """Power of a flexible load in the last interval and the hours spent in that state (on or off)."""

    power_mw: float = 0.0
    held_h: float = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexState:
    """How much of what a customer allows was used.

    Attributes:
        month: Month index of the last event's beginning.
        events: Events within the limits that began in it.
        open_h: Hours that the event under way has lasted, 0 where none is.
        allowed: Whether the event under way began within the limits.
        rested_h: Hours since the last event ended.
    """

    month: int = 0
    events: int = 0
    open_h: float = 0.0
    allowed: bool = False
    rested_h: float = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBilling:
    """A billing interval that is not over: its number, and the energy and hours in it so far."""

    number: int
    mwh: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """Energy imported in a month so far, and the hours in which it was."""

    mwh: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """Everything that couples the next interval to the past.

    Attributes:
        time: The instant of this state, aware UTC.
        battery_mwh: Stored energy by battery.
        fleet_on: Machines running by fleet.
        jobs: Progress by batch job; a job that is absent has not started.
        loads: State by flexible load.
        peak_mw: Highest billed import so far, by (demand charge, month index); earlier months stay for ratchets.
        open_billing: Billing interval under way, by demand charge or subscription.
        net_import_mw: Net import of the last interval, or None where unknown.
        emitted_tonnes: Emissions so far inside the emission cap's term.
        metered: Import so far, by (volume band, month index); nothing where absent.
        order_h: Hours of the grid's orders so far, by calendar year, where a contract counts them.
        use_gpus: GPUs that each sale held in the last interval.
        flex: What was used of each reservation's flexibility; absent where nothing was.
        overrun_mw2: Sum of squared overruns so far, in MW squared, by (subscription, power class, month index).
    """

    time: datetime
    battery_mwh: Mapping[str, float] = field(default_factory=dict)
    fleet_on: Mapping[str, float] = field(default_factory=dict)
    jobs: Mapping[str, JobState] = field(default_factory=dict)
    loads: Mapping[str, LoadState] = field(default_factory=dict)
    peak_mw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    open_billing: Mapping[str, OpenBilling] = field(default_factory=dict)
    net_import_mw: float | None = None
    emitted_tonnes: float = 0.0
    metered: Mapping[tuple[str, int], Metered] = field(default_factory=dict)
    order_h: Mapping[int, float] = field(default_factory=dict)
    use_gpus: Mapping[str, float] = field(default_factory=dict)
    flex: Mapping[str, FlexState] = field(default_factory=dict)
    overrun_mw2: Mapping[tuple[str, str, int], float] = field(default_factory=dict)
