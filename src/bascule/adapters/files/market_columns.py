"""Finds the column, and the files that hold it, for each series that a site needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.market_problems import collecting, refused
from bascule.adapters.files.market_spec import MarketSpec, SeriesSpec
from bascule.adapters.files.market_table import Pick, Table
from bascule.errors import InputProblem
from bascule.market.unit_suffix import unit_conflict, unit_suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one series is read.

    Attributes:
        name: Series name.
        spec: What the market file says about it, else nothing.
        pick: The columns to read.
        tables: The files to read them from, in the order given; none for what no file gives.
    """

    name: str
    spec: SeriesSpec
    pick: Pick
    tables: tuple[Table, ...]


Found = tuple[tuple[Recipe, ...], tuple[InputProblem, ...]]


def find_columns(needed: Mapping[str, str], spec: MarketSpec, tables: Sequence[Table]) -> Found:
    """The recipe of every needed series that can be read, and what is wrong with the others.

    A series has no recipe where no file has its column, where the file that it names is not among those
    given, or where the units of column and series disagree.

    Args:
        needed: Series names with the place that asks for each.
        spec: What the market files say.
        tables: The data files.
    """
    problems: list[InputProblem] = []
    recipes: list[Recipe] = []
    for name, asked_by in needed.items():
        with collecting(problems):
            recipes.append(_recipe(name, asked_by, spec.series.get(name), tables))
    return tuple(recipes), tuple(problems)


def _recipe(name: str, asked_by: str, entry: SeriesSpec | None, tables: Sequence[Table]) -> Recipe:
    spec = entry or SeriesSpec()
    pick = Pick(
        column=spec.column or name,
        divide_by=spec.divide_by,
        where={column: str(value) for column, value in spec.where.items()},
    )
    if spec.made:
        return Recipe(name=name, spec=spec, pick=pick, tables=())
    among = _named_file(name, spec, tables)
    found = tuple(table for table in among if set(pick.columns) <= set(table.columns))
    if not found:
        raise refused("market", name, _absent(name, asked_by, pick, among))
    conflict = unit_conflict(name, pick.column, divided=pick.divide_by is not None)
    if conflict is not None:
        hint = (
            f"{conflict}: choose a column in {unit_suffix(name)}, or ask for the series in the column's unit"
        )
        raise refused(found[0].name, f"series.{name}.column", hint, pick.column)
    return Recipe(name=name, spec=spec, pick=pick, tables=found)


def _named_file(name: str, spec: SeriesSpec, tables: Sequence[Table]) -> Sequence[Table]:
    if spec.file is None:
        return tables
    named = [table for table in tables if table.name == spec.file]
    if not named:
        hint = f"is not among the files given: {suggestion(spec.file, [table.name for table in tables])}"
        raise refused("market", f"series.{name}.file", hint, spec.file)
    return named


def _absent(name: str, asked_by: str, pick: Pick, tables: Sequence[Table]) -> str:
    missing = [column for column in pick.columns if not any(column in table.columns for table in tables)]
    what = (
        f"no file has a column {missing[0]!r}"
        if missing
        else f"no one file has all of {', '.join(pick.columns)}"
    )
    return (
        f"{what}, and {asked_by} needs it: map a column to it in a market file"
        f" (series: {{{name}: {{column: ...}}}}{_alike(name, missing, tables)}),"
        " or state a constant or a year of another place with its source"
    )


def _alike(name: str, missing: Sequence[str], tables: Sequence[Table]) -> str:
    columns = dict.fromkeys(column for table in tables for column in table.columns)
    if missing and missing[0] != name:
        return f"; {suggestion(missing[0], columns)}" if columns else ""
    unit = unit_suffix(name)
    alike = [column for column in columns if unit is not None and unit_suffix(column) == unit][:5]
    return f"; in {unit} there are {', '.join(alike)}" if alike else ""
