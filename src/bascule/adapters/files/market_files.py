"""Reads the market that a site needs from Parquet, CSV and market files, or from the embedded market."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bascule.adapters.files.market_assembly import assembled, refuse_constant
from bascule.adapters.files.market_columns import find_columns
from bascule.adapters.files.market_derived import with_sources
from bascule.adapters.files.market_embedded import PREFIX, read_embedded
from bascule.adapters.files.market_native import read_native
from bascule.adapters.files.market_peaks import not_given, with_peaks
from bascule.adapters.files.market_period import Period
from bascule.adapters.files.market_problems import collecting, refused
from bascule.adapters.files.market_spec import MarketSpec, merged, read_spec
from bascule.adapters.files.market_table import Table, open_table
from bascule.errors import InputError, InputProblem
from bascule.market.native import NativeSeries
from bascule.market.optimism import optimistic_market
from bascule.market.peak_series import PeakAsk
from bascule.model.market import Market

TABLES = (".parquet", ".csv")
SPECS = (".yaml", ".yml")
_UNKNOWN_KIND = (
    f"is none of {', '.join((*TABLES, *SPECS))}: convert it, or write {PREFIX}<zone>:<year>:<seed>"
)


def read_market(  # noqa: PLR0913 -- what is asked, when, and how honest: each is said by name
    files: Sequence[Path | str],
    *,
    needed: Mapping[str, str],
    start: datetime,
    end: datetime,
    history: timedelta,
    optimistic: bool = False,
    open_end: bool = False,
    peaks: Mapping[str, PeakAsk] = MappingProxyType({}),
) -> Market:
    """The market that a site needs, on one grid from ``start - history`` to ``end``.

    Inside ``[start, end)`` every series is complete; before, values may be NaN where there is no data.

    Args:
        files: Parquet and CSV files of series and YAML market files in any order, or one ``embedded:`` spec.
        needed: Series names with the place that asks for each, such as ``supplies[0].price``.
        start: First instant of the run, aware.
        end: First instant after it, aware.
        history: Time before ``start`` whose values the policies may look back on.
        optimistic: Whether real-time values are known at the start of their interval.
        open_end: Whether values may end anywhere after ``start``, as they do for a plan made now.
        peaks: Needed probabilities of system peaks that may be derived from a load, where no file gives them.

    Raises:
        InputError: Every problem that was found in files, columns, units, rows and coverage.
    """
    period = Period(start=start, end=end, history=history, open_end=open_end)
    if any(str(file).startswith(PREFIX) for file in files):
        return read_embedded([str(file) for file in files], needed, period, optimistic=optimistic)
    problems: list[InputProblem] = []
    spec, tables = _opened([Path(file) for file in files], problems)
    asks = not_given(peaks, spec, tables)
    wanted, wrong = with_sources({name: place for name, place in needed.items() if name not in asks}, spec)
    recipes, absent = find_columns(wanted, spec, tables)
    problems += wrong
    # A series that seems to be absent may stand in a file that could not be opened.
    problems += () if problems else absent
    natives: dict[str, NativeSeries] = {}
    for recipe in recipes:
        with collecting(problems):
            refuse_constant(recipe)
            if not recipe.spec.made:
                natives[recipe.name] = read_native(recipe, period)
    if problems:
        raise InputError(problems)
    market = with_peaks(assembled(recipes, natives, period, spec.step_minutes), asks, recipes, natives)
    return optimistic_market(market) if optimistic else market


def _opened(paths: Iterable[Path], problems: list[InputProblem]) -> tuple[MarketSpec, list[Table]]:
    specs, tables = [], []
    for path in dict.fromkeys(paths):
        with collecting(problems):
            if path.suffix.lower() in SPECS:
                specs.append(read_spec(path))
            elif path.suffix.lower() in TABLES:
                tables.append(open_table(path))
            else:
                raise refused(path.name, "file", _UNKNOWN_KIND, str(path))
    with collecting(problems):
        return merged(specs), tables
    return MarketSpec(), tables
