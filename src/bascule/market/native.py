"""A series on the step on which it was published, before it meets the others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.market.fill import LONGEST_S, FillRule, fill, fill_note, known_after_fill
from bascule.market.publication import Publication
from bascule.market.resample import Resampling, known_to_grid, to_grid
from bascule.market.rows import Rows
from bascule.model.series import Floats, Ints, Series
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NativeSeries:
    """Values on their own regular step.

    Attributes:
        name: Series name with its unit.
        grid: Native intervals.
        values: Shape (grid.count,), NaN where the file has no value.
        source: Where they come from.
    """

    name: str
    grid: TimeGrid
    values: Floats
    source: str = ""


def laid_out(name: str, rows: Rows, step_s: int, *, until_s: int = 0, source: str = "") -> NativeSeries:
    """Rows without order or step defects on a regular grid, NaN in the gaps.

    Args:
        name: Series name.
        rows: At least one row; stamps ascending and on one phase of the step.
        step_s: Native step in seconds.
        until_s: Moment up to which the grid reaches at least, Unix seconds.
        source: Where they come from.
    """
    first_s = int(rows.stamps_s[0])
    places = (rows.stamps_s - first_s) // step_s
    values = np.full(max(int(places[-1]) + 1, -((first_s - until_s) // step_s)), np.nan)
    values[places] = rows.values
    start = datetime.fromtimestamp(first_s, UTC)
    grid = TimeGrid(start=start, step=timedelta(seconds=step_s), count=values.size)
    return NativeSeries(name=name, grid=grid, values=values, source=source)


def aligned(
    native: NativeSeries,
    grid: TimeGrid,
    *,
    publication: Publication,
    resampling: Resampling,
    rule: FillRule | None = None,
    longest_s: float = LONGEST_S,
    then: Callable[[Floats], Floats] | None = None,
) -> tuple[Series, str | None]:
    """A native series on the market's grid, with the moments at which its values became known.

    The moments follow from the native intervals; a value made of several is known with the last of them.

    Args:
        native: The series as published.
        grid: The market's grid.
        publication: When its values became known.
        resampling: How native values become values of the grid.
        rule: How missing native values are filled, if that was asked for.
        longest_s: Longest run that is filled, in seconds.
        then: What is made of each native value once it is filled, if anything.

    Returns:
        The series (NaN where nothing is known) and a note on what was filled.

    Raises:
        ValueError: The steps do not fit.
    """
    known_at_s = publication.known_at_s(_published(native.grid, resampling))
    values, note = native.values, None
    if rule is not None:
        values = fill(native.values, native.grid.step_s, rule, longest_s)
        known_at_s = known_after_fill(native.values, known_at_s, rule)
        note = fill_note(native.name, native.grid, native.values, values, rule)
    values = values if then is None else then(values)
    start_s, step_s = native.grid.start_s, native.grid.step_s
    series = Series(
        name=native.name,
        values=to_grid(values, start_s, step_s, grid, resampling),
        known_at_s=known_to_grid(known_at_s, start_s, step_s, grid, resampling),
        source=native.source,
        publication=str(publication),
    )
    return series, note


def year_shifted(native: NativeSeries, year: int, start_s: int, end_s: int) -> NativeSeries:
    """One calendar year (UTC) of a series put in place of others: same month, day and time.

    29 February of a leap year repeats 28 February where ``year`` has none.

    Args:
        native: A series that holds the year.
        year: The year that stands in.
        start_s: First moment to cover, Unix seconds.
        end_s: First moment that need not be covered.

    Returns:
        The series on the same step and phase over the asked-for time, NaN where the year has no value.
    """
    step_s, phase_s = native.grid.step_s, native.grid.start_s
    first_s = phase_s + (start_s - phase_s) // step_s * step_s
    count = -(-(end_s - first_s) // step_s)
    start = datetime.fromtimestamp(first_s, UTC)
    grid = TimeGrid(start=start, step=native.grid.step, count=count)
    places, rest = np.divmod(_in_year(grid.starts_s(), year) - phase_s, step_s)
    inside = (places >= 0) & (places < native.grid.count) & (rest == 0)
    taken = native.values[np.clip(places, 0, native.grid.count - 1)]
    return NativeSeries(
        name=native.name, grid=grid, values=np.where(inside, taken, np.nan), source=native.source
    )


def _published(grid: TimeGrid, resampling: Resampling) -> TimeGrid:
    """The intervals that publication counts from: a point stands for the native interval around it."""
    if resampling is not Resampling.LINEAR:
        return grid
    return TimeGrid(start=grid.start - timedelta(seconds=grid.step_s // 2), step=grid.step, count=grid.count)


def _in_year(stamps_s: Ints, year: int) -> Ints:
    moments = stamps_s.astype("datetime64[s]")
    months = moments.astype("datetime64[M]")
    month = months.astype(np.int64) % 12
    within_s = (moments - months).astype(np.int64)
    target = (np.datetime64(f"{year:04d}-01", "M") + month).astype("datetime64[s]").astype(np.int64)
    following = (np.datetime64(f"{year:04d}-02", "M") + month).astype("datetime64[s]").astype(np.int64)
    day_s = 86_400
    beyond = within_s >= following - target
    shifted: Ints = target + np.where(beyond, within_s - day_s, within_s)
    return shifted
