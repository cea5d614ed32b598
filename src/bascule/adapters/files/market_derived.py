"""Series that a market file makes from others: above a threshold, or simulated calls."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from bascule.adapters.files.market_columns import Recipe
from bascule.adapters.files.market_derived_spec import CallsSpec
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_spec import MarketSpec, SeriesSpec
from bascule.errors import InputProblem
from bascule.market.native import NativeSeries, aligned
from bascule.market.publication import Publication, PublicationRule, default_publication
from bascule.market.resample import default_resampling, misalignment
from bascule.market.simulated_calls import CallPattern, call_share, dearest
from bascule.model.market import Assumption
from bascule.model.series import Floats, Series
from bascule.model.time_grid import TimeGrid


def with_sources(needed: Mapping[str, str], spec: MarketSpec) -> tuple[dict[str, str], list[InputProblem]]:
    """The needed series and those that they are made of, and what is wrong with how they are made.

    Args:
        needed: Series names with the place that asks for each.
        spec: What the market files say.
    """
    wanted, problems = dict(needed), list[InputProblem]()
    for name in needed:
        entry = spec.series.get(name, SeriesSpec())
        if entry.made and entry.constant is None and not name.endswith("_frac"):
            problems.append(_wrong(name, "is a share from 0 to 1: give it a name that ends in _frac"))
        source = source_of(entry)
        if source is None:
            continue
        if spec.series.get(source, SeriesSpec()).made:
            problems.append(
                _wrong(f"{name}.above", "is made by the market file itself: name a series of a file", source)
            )
        else:
            wanted.setdefault(source, f"series.{name}.above")
    return wanted, problems


def source_of(entry: SeriesSpec) -> str | None:
    """Name of the series that another is made of."""
    above = entry.above or (entry.calls.above if entry.calls else None)
    return None if above is None else above.series


def is_derived(recipe: Recipe) -> bool:
    """True where a series is made of another one, or drawn."""
    return recipe.spec.above is not None or recipe.spec.calls is not None


def derived_series(
    recipe: Recipe,
    grid: TimeGrid,
    series: Mapping[str, Series],
    natives: Mapping[str, NativeSeries],
    recipes: Iterable[Recipe],
) -> Series | None:
    """A series that a market file makes; as complete as what it is made of.

    Args:
        recipe: How.
        grid: The market's grid.
        series: What is there already.
        natives: The read series on their own steps.
        recipes: How they were read.

    Returns:
        None where its source was refused.

    Raises:
        InputError: Its source does not fit the market's step.
    """
    source, above, calls = source_of(recipe.spec), recipe.spec.above, recipe.spec.calls
    if source is not None and source not in series:
        return None
    if above is not None:
        read = next(other for other in recipes if other.name == above.series)
        return _above(recipe, above.threshold, read, natives[above.series], grid)
    return None if calls is None else _calls(recipe, calls, grid, series)


def derived_assumption(recipe: Recipe) -> Assumption:
    """How a series is made, as a statement."""
    name, above, calls = recipe.name, recipe.spec.above, recipe.spec.calls
    said = [] if above is None else [f"1 where {above.series} is at least {above.threshold:.12g}, else 0"]
    said += [] if calls is None else [_simulated(calls)]
    return Assumption(name=name, statement=f"{name} is {said[0]}", source=recipe.spec.source or "")


def _simulated(calls: CallsSpec) -> str:
    said = f"simulated: {calls.per_year:g} calls of {calls.duration_h:g} h in a mean year"
    if calls.above is not None:
        top = f"top {(1 - calls.above.quantile_frac) * 100:.3g} % of its values in the run"
        said = f"{said}, each starting while {calls.above.series} is in the {top}"
    return f"{said}, seed {calls.seed}"


def _above(recipe: Recipe, threshold: float, source: Recipe, native: NativeSeries, grid: TimeGrid) -> Series:
    step_s = native.grid.step_s
    resampling = default_resampling(step_s, grid)
    reason = misalignment(native.grid.start_s, step_s, grid, resampling)
    if reason is not None:
        raise refused(
            native.source, recipe.name, f"cannot be made of {source.name} on the market's step: {reason}"
        )
    publication = (
        recipe.spec.stated_publication
        or source.spec.stated_publication
        or default_publication(source.name, step_s)
    )
    made, _ = aligned(
        replace(native, name=recipe.name, source=f"made of {source.name} ({native.source})"),
        grid,
        publication=publication,
        resampling=resampling,
        rule=source.spec.fill,
        then=lambda values: _at_least(values, threshold),
    )
    return made


def _at_least(values: Floats, threshold: float) -> Floats:
    """1.0, 0.0, and NaN where there is no value."""
    return np.where(np.isnan(values), np.nan, values >= threshold)


def _calls(recipe: Recipe, calls: CallsSpec, grid: TimeGrid, series: Mapping[str, Series]) -> Series:
    pattern = CallPattern(per_year=calls.per_year, duration_h=calls.duration_h, seed=calls.seed)
    dear = None
    if calls.above is not None:
        dear = dearest(series[calls.above.series].values, calls.above.quantile_frac)
    publication = recipe.spec.stated_publication or Publication(rule=PublicationRule.INTERVAL_START)
    return Series(
        name=recipe.name,
        values=call_share(grid, pattern, dear),
        known_at_s=publication.known_at_s(grid),
        source=f"simulated calls, seed {calls.seed} (synthetic)",
        publication=str(publication),
        synthetic=True,
    )


def _wrong(field: str, hint: str, value: str = "") -> InputProblem:
    return InputProblem(file="market", field=f"series.{field}", value=value, hint=hint)
