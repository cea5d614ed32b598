"""Puts native series and constants on one grid, complete over the period."""

from collections.abc import Iterable, Mapping

import numpy as np

from bascule.adapters.files.market_columns import Recipe
from bascule.adapters.files.market_derived import derived_assumption, derived_series, is_derived
from bascule.adapters.files.market_native import reads_points
from bascule.adapters.files.market_period import Period
from bascule.adapters.files.market_problems import collecting, refused
from bascule.errors import InputError, InputProblem
from bascule.market.defect import SHOWN, stamp_text
from bascule.market.limits import impossible, limit_of
from bascule.market.native import NativeSeries, aligned
from bascule.market.publication import Publication, PublicationRule, default_publication
from bascule.market.resample import Resampling, default_resampling, misalignment
from bascule.market.unit_suffix import unit_suffix
from bascule.model.market import Assumption, Market
from bascule.model.series import Series
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR


def refuse_constant(recipe: Recipe) -> None:
    """Refuse a constant that a series of this name cannot have."""
    constant = recipe.spec.constant
    if constant is not None and impossible(recipe.name, np.array([constant])).any():
        limit = limit_of(recipe.name)
        hint = f"possible is {limit.low:g} to {limit.high:g}"
        raise refused("market", f"series.{recipe.name}.constant", hint, f"{constant:.12g}")


def assembled(
    recipes: Iterable[Recipe], natives: Mapping[str, NativeSeries], period: Period, step_minutes: int | None
) -> Market:
    """The market of all recipes.

    Args:
        recipes: Every series, constants included.
        natives: The read series by name, without the constants.
        period: When values must be complete.
        step_minutes: Step of the market; the finest step of its prices if not given.

    Raises:
        InputError: Steps do not fit, or a series has intervals without value in the period.
    """
    grid = period.grid(step_minutes * 60 if step_minutes else _finest_s(natives))
    problems: list[InputProblem] = []
    series: dict[str, Series] = {}
    notes: list[str] = []
    recipes = sorted(recipes, key=is_derived)  # what is made of others comes after them
    for recipe in recipes:
        with collecting(problems):
            if is_derived(recipe):
                made = derived_series(recipe, grid, series, natives, recipes)
                series |= {} if made is None else {recipe.name: made}
                continue
            series[recipe.name], said = _series(recipe, natives.get(recipe.name), grid)
            if not period.open_end:
                _refuse_missing(series[recipe.name], grid, period)
            notes += filter(None, [*said, _history_note(series[recipe.name], grid.index(period.start))])
    if problems:
        raise InputError(problems)
    assumptions = tuple(_assumption(recipe, natives) for recipe in recipes if _is_assumed(recipe))
    return Market(grid=grid, series=series, assumptions=assumptions, notes=tuple(notes))


def _finest_s(natives: Mapping[str, NativeSeries]) -> int:
    steps = {name: native.grid.step_s for name, native in natives.items()}
    prices = [step for name, step in steps.items() if name.endswith("_per_mwh")]
    return min(prices or steps.values(), default=SECONDS_PER_HOUR)


def _series(recipe: Recipe, native: NativeSeries | None, grid: TimeGrid) -> tuple[Series, list[str | None]]:
    if native is None:
        return _constant(recipe, grid), []
    start_s, step_s = native.grid.start_s, native.grid.step_s
    resampling = recipe.spec.resample or default_resampling(step_s, grid)
    if reads_points(recipe, start_s, step_s):
        resampling = Resampling.LINEAR
    reason = misalignment(start_s, step_s, grid, resampling)
    if reason is not None:
        hint = (
            f"cannot be put on the market's step: {reason}; choose another step_minutes, or resample: linear"
        )
        raise refused(native.source, recipe.name, hint)
    publication = recipe.spec.stated_publication or default_publication(recipe.name, step_s)
    series, filled = aligned(
        native,
        grid,
        publication=publication,
        resampling=resampling,
        rule=recipe.spec.fill,
        longest_s=recipe.spec.fill_longest_s,
    )
    return series, [filled, _resampled(recipe.name, step_s, grid, resampling), _unit_note(recipe)]


def _constant(recipe: Recipe, grid: TimeGrid) -> Series:
    publication = Publication(rule=PublicationRule.ALWAYS)
    return Series(
        name=recipe.name,
        values=np.full(grid.count, recipe.spec.constant, dtype=np.float64),
        known_at_s=publication.known_at_s(grid),
        source=recipe.spec.source or "",
        publication=str(publication),
    )


def _refuse_missing(series: Series, grid: TimeGrid, period: Period) -> None:
    first = grid.index(period.start)
    missing = first + np.flatnonzero(~np.isfinite(series.values[first:]))
    if missing.size:
        shown = ", ".join(stamp_text(grid.time(int(i))) for i in missing[:SHOWN])
        hint = (
            f"{missing.size:,} × no value after the fill ({shown}): give data of that time, another fill rule"
            " (none fills more than 7 days), a constant, or a year that stands in"
        )
        raise refused(series.source, series.name, hint)


def _is_assumed(recipe: Recipe) -> bool:
    return recipe.spec.made or recipe.spec.from_year is not None


def _assumption(recipe: Recipe, natives: Mapping[str, NativeSeries]) -> Assumption:
    spec, name = recipe.spec, recipe.name
    if is_derived(recipe):
        return derived_assumption(recipe)
    if spec.constant is not None:
        statement = f"{name} is {spec.constant:.12g} at all times"
    else:
        place = f"{natives[name].source}, {recipe.pick.column}"
        statement = f"{name} is that of {spec.from_year} ({place}), each day for the same day of the year"
    return Assumption(name=name, statement=statement, source=spec.source or "")


def _history_note(series: Series, before: int) -> str | None:
    missing = int(np.count_nonzero(np.isnan(series.values[:before])))
    if not missing:
        return None
    return f"{series.name}: {missing:,} of the {before:,} intervals before the start have no value"


def _resampled(name: str, native_step_s: int, grid: TimeGrid, resampling: Resampling) -> str | None:
    if native_step_s == grid.step_s and resampling is not Resampling.LINEAR:
        return None
    steps = f"from steps of {native_step_s / 60:g} to {grid.step_s / 60:g} minutes"
    return f"{name}: {steps} by {resampling.value}"


def _unit_note(recipe: Recipe) -> str | None:
    name, column = recipe.name, recipe.pick.column
    if column == name or unit_suffix(name) is None or unit_suffix(column) is not None:
        return None
    return f"{name}: column {column} names no known unit and is taken to be in {unit_suffix(name)}"
