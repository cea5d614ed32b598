"""Years of calls and outages as stretches in which nothing changes: a battery is stepped per event, not per interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.sizing.calls import CallYear, year_start_s
from bascule.study.sizing.equipment import Equipment, EquipmentKind
from bascule.study.sizing.outages import Draw, up_share
from bascule.units import SECONDS_PER_HOUR

_SHARES = (EquipmentKind.TRANSFORMER, EquipmentKind.HALL, EquipmentKind.BATTERY)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretches:
    """Every year with every draw of outages, one row each; short rows are filled up with stretches of no length.

    Attributes:
        years: The calendar years.
        row_year: Place in ``years`` of each row, shape (rows,).
        row_draw: Number of its draw of outages, shape (rows,).
        step_h: Length of an interval by row, shape (rows, 1).
        counts: Intervals of each stretch, shape (rows, stretches).
        called_mw: Megawatts called, same shape as all that follow.
        grid_share: Of the connection that transformers carry.
        hall_share: Of the AI load that halls carry.
        battery_share: Of the battery's power.
    """

    years: tuple[CallYear, ...]
    row_year: Ints
    row_draw: Ints
    step_h: Floats
    counts: Ints
    called_mw: Floats
    grid_share: Floats
    hall_share: Floats
    battery_share: Floats

    def only(self, keep: Sequence[int]) -> "Stretches":
        """The rows of some years, which keep their order."""
        rows = np.flatnonzero(np.isin(self.row_year, keep))
        place = {year: index for index, year in enumerate(keep)}
        return Stretches(
            years=tuple(self.years[year] for year in keep),
            row_year=np.array([place[int(year)] for year in self.row_year[rows]], dtype=np.int64),
            row_draw=self.row_draw[rows],
            step_h=self.step_h[rows],
            counts=self.counts[rows],
            called_mw=self.called_mw[rows],
            grid_share=self.grid_share[rows],
            hall_share=self.hall_share[rows],
            battery_share=self.battery_share[rows],
        )


def stretches_of(
    years: Sequence[CallYear], equipment: Sequence[Equipment], *, draws: int, seed: int
) -> Stretches:
    """Lay calls and drawn outages of every year beside each other.

    Args:
        years: Calls by calendar year.
        equipment: What fails; with none, one draw says all.
        draws: Draws of outages for each year.
        seed: Same seed, same outages.
    """
    numbers = range(draws if any(unit.forced_outage_frac for unit in equipment) else 1)
    rows = [(at, number) for at in range(len(years)) for number in numbers]
    runs = [_runs(years[at], equipment, Draw(seed=seed, year=years[at].year, number=n)) for at, n in rows]
    called, grid, hall, battery = (
        _padded((run[1][:, column] for run in runs), len(runs)) for column in range(4)
    )
    return Stretches(
        years=tuple(years),
        row_year=np.array([at for at, _ in rows], dtype=np.int64),
        row_draw=np.array([number for _, number in rows], dtype=np.int64),
        step_h=np.array([[years[at].step_h] for at, _ in rows]),
        counts=_padded((run[0].astype(np.float64) for run in runs), len(runs)).astype(np.int64),
        called_mw=called,
        grid_share=grid,
        hall_share=hall,
        battery_share=battery,
    )


def _runs(year: CallYear, equipment: Sequence[Equipment], draw: Draw) -> tuple[Ints, Floats]:
    """Lengths of the stretches in intervals, and what holds in each: called MW and the three shares."""
    middles_h = (year.stamps_s - year_start_s(year.year) + year.step_s / 2) / SECONDS_PER_HOUR
    shares = [up_share(equipment, kind, middles_h, draw) for kind in _SHARES]
    state = np.column_stack([year.called_mw, *shares])
    firsts = np.flatnonzero(np.concatenate([[True], np.any(np.diff(state, axis=0) != 0, axis=1)]))
    lengths: Ints = np.diff(np.append(firsts, state.shape[0])).astype(np.int64)
    return lengths, state[firsts]


def _padded(rows: Iterable[Floats], count: int) -> Floats:
    kept = list(rows)
    made = np.zeros((count, max(row.size for row in kept)))
    for at, row in enumerate(kept):
        made[at, : row.size] = row
    return made
