"""What a plan is asked: the hours ahead as believed, and how much of the truth they weigh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bascule.model.ai_contracts import BatchJob
from bascule.model.positions import Positions
from bascule.model.schedule import Schedule
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import Values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A stretch of the horizon on one grid, with the series values believed there.

    Attributes:
        grid: The intervals.
        values: Series values on it.
        nominated_mw: Energy bought day-ahead, by two-settlement supply, each of shape (grid.count,). Where a supply is absent
            or NaN its auction has not been held: those intervals are planned at the imbalance price alone.
    """

    grid: TimeGrid
    values: Values
    nominated_mw: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How much of the truth a horizon is asked to weigh.

    Attributes:
        jobs: Batch jobs that the operator knows of.
        peak_weight: Share of a demand charge's price that counts, by (charge, month); 1 where absent.
        peak_floor_mw: Peaks taken as owed in any case, by (charge, month); the state's where absent.
        final_energy: Whether batteries must end with their final energy.
        positions: What auctions already held have decided, on the market's intervals from the horizon's start on.
        baseline_mw: Metered power that calls are expected to be measured against, by reserve product whose every sale is a
            call, on the market's intervals from the horizon's start on; NaN where it cannot be known.
        delivered_frac: Share of what was sold that the meter is expected to show, by the same products; 1 where absent.
        rate_spread: By how much the import rate has missed its mean of the hour lately, by hour of day in UTC, shape
            (24, samples); None where prices ahead are certain.
        reserve_margin_frac: Share by which more is held than was sold, since what a hall draws is a forecast.
        reserve_until_s: No reserve is planned from this moment on, Unix seconds; None plans it to the end.
        noticed: The plan followed so far, whose cuts of sales were said when it was made; None where there is none.
        event_worth: Money that an event of a flexible customer must save to be used, by reservation; 0 where absent.
    """

    jobs: Sequence[BatchJob] = ()
    peak_weight: Mapping[tuple[str, int], float] = field(default_factory=dict)
    peak_floor_mw: Mapping[tuple[str, int], float] = field(default_factory=dict)
    final_energy: bool = True
    positions: Positions = field(default_factory=Positions)
    baseline_mw: Mapping[str, Floats] = field(default_factory=dict)
    delivered_frac: Mapping[str, float] = field(default_factory=dict)
    rate_spread: Floats | None = None
    reserve_margin_frac: float = 0.0
    reserve_until_s: int | None = None
    noticed: Schedule | None = None
    event_worth: Mapping[str, float] = field(default_factory=dict)
