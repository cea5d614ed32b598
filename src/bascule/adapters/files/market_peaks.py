"""Adds the probabilities of system peaks that no file gives, from the load that the files give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bascule.adapters.files.market_columns import Recipe
from bascule.adapters.files.market_problems import collecting, refused
from bascule.adapters.files.market_spec import MarketSpec
from bascule.adapters.files.market_table import Table
from bascule.errors import InputError, InputProblem
from bascule.market.native import NativeSeries, aligned
from bascule.market.peak_series import PeakAsk, peak_misfit, peak_series
from bascule.market.publication import default_publication
from bascule.market.resample import Resampling
from bascule.model.market import Market
from bascule.model.series import Series


def not_given(peaks: Mapping[str, PeakAsk], spec: MarketSpec, tables: Sequence[Table]) -> dict[str, PeakAsk]:
    """The probabilities that neither a market file nor a column of their name gives."""
    columns = {column for table in tables for column in table.columns}
    return {name: ask for name, ask in peaks.items() if name not in spec.series and name not in columns}


def with_peaks(
    market: Market,
    asks: Mapping[str, PeakAsk],
    recipes: Sequence[Recipe],
    natives: Mapping[str, NativeSeries],
) -> Market:
    """The market with a series and a note for each probability.

    Args:
        market: All other series.
        asks: What is to be made.
        recipes: How the loads were read.
        natives: The loads on their own steps.

    Raises:
        InputError: A load is no series of a file, or its steps do not fit.
    """
    series, notes = dict(market.series), list(market.notes)
    problems: list[InputProblem] = []
    for ask in asks.values():
        with collecting(problems):
            recipe = next(recipe for recipe in recipes if recipe.name == ask.load)
            native = _fitting(ask, natives.get(ask.load), market)
            series[ask.name], note = peak_series(ask, _published(recipe, native), native.grid, market.grid)
            notes.append(note)
    if problems:
        raise InputError(problems)
    return replace(market, series=series, notes=tuple(notes))


def _fitting(ask: PeakAsk, native: NativeSeries | None, market: Market) -> NativeSeries:
    if native is None:
        hint = f"the probability of its peaks needs {ask.load} from a file, or give {ask.name} in a file"
        raise refused("market", f"series.{ask.load}", hint)
    reason = peak_misfit(ask, native.grid, market.grid)
    if reason is not None:
        hint = f"cannot give {ask.name}: {reason}; give the load on another step, or {ask.name} in a file"
        raise refused(native.source, ask.load, hint)
    return native


def _published(recipe: Recipe, native: NativeSeries) -> Series:
    """The load on its own steps with its moments of publication, filled where the market file asks for it."""
    publication = recipe.spec.stated_publication or default_publication(recipe.name, native.grid.step_s)
    series, _ = aligned(
        native,
        native.grid,
        publication=publication,
        resampling=Resampling.REPEAT,
        rule=recipe.spec.fill,
        longest_s=recipe.spec.fill_longest_s,
    )
    return series
