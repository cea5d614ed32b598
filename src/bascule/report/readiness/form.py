"""Tables of readiness and how its values are written."""

from collections.abc import Iterable, Sequence
from typing import Final

from bascule.report.messages import text
from bascule.report.numbers import NONE, figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.report.tables.worded import worded
from bascule.study.readiness.hall import REDUNDANCY, Fact
from bascule.study.readiness.requirement import AtLeast, AtMost, Requirement

LEVEL: Final = "N, N+1 or 2N"
"""Unit of a level of redundancy."""


def table(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table under ``ready.table.NAME`` with headings ``ready.column.HEADING``."""
    return worded("ready", text(f"ready.table.{name}"), headings, rows, text_columns=text_columns, note=note)


def fact(value: Fact | None, unit: str = "") -> str:
    """What a hall has, or a dash.

    >>> fact(True), fact(None), fact(100.0, "kW/rack"), fact("chilled_air"), fact(0.5, "share"), fact(1.0, LEVEL)
    ('yes', '–', '100 kW/rack', 'chilled air', '50.0 %', 'N+1')
    """
    if value is None:
        return NONE
    if isinstance(value, bool):
        return text("ready.yes") if value else text("ready.no")
    return value.replace("_", " ") if isinstance(value, str) else _number(value, unit)


def _number(value: float, unit: str) -> str:
    if unit == LEVEL:
        return REDUNDANCY[int(value)]
    return percent(value) if unit == "share" else f"{value:,.4g} {short(unit)}".strip()


def short(unit: str) -> str:
    """A unit without its explanation.

    >>> short("years (99 if owned)"), short("meter MW per IT MW, cooling and losses")
    ('years', 'meter MW per IT MW')
    """
    return unit.split(" (", maxsplit=1)[0].split(",", maxsplit=1)[0]


def asked(requirement: Requirement, unit: str) -> str:
    """What is needed, in signs."""
    if isinstance(requirement, AtLeast):
        return text("ready.at_least", value=fact(requirement.value, unit))
    if isinstance(requirement, AtMost):
        return text("ready.at_most", value=fact(requirement.value, unit))
    return text("ready.or").join(word.replace("_", " ") for word in requirement.words)


def musd(value: float | None) -> str:
    """Million USD, or a dash."""
    return NONE if value is None else fixed(value, 2)


def megawatts(value: float | None) -> str:
    """MW with a decimal, or a dash."""
    return NONE if value is None else f"{fixed(value, 1)} MW"


def seconds(value: float | None) -> str:
    """Seconds, or a dash."""
    return NONE if value is None else figure(value)
