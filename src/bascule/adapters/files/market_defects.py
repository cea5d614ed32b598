"""Refuses rows with defects: names each kind with its remedy."""

from collections.abc import Iterable, Sequence
from typing import Final

from bascule.adapters.files.market_columns import Recipe
from bascule.errors import InputError, InputProblem
from bascule.market.defect import DefectGroup, DefectKind
from bascule.market.defects import (
    gap_defects,
    impossible_defects,
    null_defects,
    order_defects,
    step_defects,
)
from bascule.market.local_days import local_day_defects
from bascule.market.publication import ERCOT_ZONE, EU_ZONE
from bascule.market.rows import Rows
from bascule.market.unit_suffix import unit_suffix

_REMEDIES: Final = {
    DefectKind.GAP: "add the rows, or ask for a fill rule (fill: previous, linear or same_hour_yesterday)",
    DefectKind.NULL: "write numbers, or ask for a fill rule (fill: previous, linear or same_hour_yesterday)",
    DefectKind.DUPLICATE: "keep one row per interval (of a table of several places, choose one with where:)",
    DefectKind.UNSORTED: "sort the rows by time",
    DefectKind.MISALIGNED: "give every row the same step",
    DefectKind.IMPOSSIBLE: "correct the value, or leave it empty and ask for a fill rule",
    DefectKind.LOCAL_DAY: "convert local time to UTC with its clock changes",
}


def refuse_defects(recipe: Recipe, parts: Sequence[tuple[str, Rows]], step_s: int) -> None:
    """Refuse what no fill rule may repair: wrong order, wrong steps, impossible values.

    Args:
        recipe: What the rows are read for.
        parts: Rows by file.
        step_s: Their common step.

    Raises:
        InputError: Every kind of defect in every file.
    """
    problems: list[InputProblem] = []
    for file, rows in parts:
        order = order_defects(rows)
        days = _local_days(recipe, rows, step_s) if order else ()
        wrong = (*order, *days, *step_defects(rows, step_s), *impossible_defects(recipe.name, rows))
        problems += _problems(file, recipe, wrong)
    if problems:
        raise InputError(problems)


def refuse_incomplete(file: str, recipe: Recipe, rows: Rows, step_s: int, period: tuple[int, int]) -> None:
    """Refuse gaps and nulls inside a period.

    Args:
        file: Name for messages.
        recipe: What the rows are read for.
        rows: Sorted rows on one step.
        step_s: That step.
        period: First second that must be covered, and first that need not.

    Raises:
        InputError: The first ten missing stamps of each kind, and how many there are.
    """
    start_s, end_s = period
    inside = rows.between(start_s - step_s + 1, end_s)
    wrong = (*gap_defects(rows.stamps_s, step_s, start_s, end_s), *null_defects(inside))
    if wrong:
        problems = _problems(file, recipe, (*wrong, *_local_days(recipe, inside, step_s)))
        raise InputError([*problems, *_phase_problem(file, recipe, int(rows.stamps_s[0]) % step_s)])


def _phase_problem(file: str, recipe: Recipe, phase_s: int) -> list[InputProblem]:
    if not phase_s:
        return []
    hint = (
        f"is stamped {phase_s / 60:g} minutes off its step: if the rows are points, ask for resample: linear"
    )
    return [InputProblem(file=file, field=_field(recipe), value="", hint=hint)]


def _local_days(recipe: Recipe, rows: Rows, step_s: int) -> tuple[DefectGroup, ...]:
    unit = unit_suffix(recipe.name) or ""
    zones = [EU_ZONE] if "eur" in unit else [ERCOT_ZONE] if "usd" in unit else [EU_ZONE, ERCOT_ZONE]
    return tuple(group for zone in zones for group in local_day_defects(rows, step_s, zone))


def _problems(file: str, recipe: Recipe, groups: Iterable[DefectGroup]) -> list[InputProblem]:
    return [
        InputProblem(
            file=file,
            field=_field(recipe),
            value="",
            hint=f"{group}: {_REMEDIES[group.kind]}",
            line=group.first[0].line,
        )
        for group in groups
    ]


def _field(recipe: Recipe) -> str:
    column = recipe.pick.column
    return recipe.name if column == recipe.name else f"{recipe.name} ({column})"
