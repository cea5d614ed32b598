"""Overruns of subscribed power: the root of a sum of squares, kept from below by planes that touch it.

A month owes ``price x ||(b, y)||`` with ``b`` what it has overrun so far and ``y`` the weighted overrun of each
metered value to come. For any direction ``u`` of length 1, ``u . (b, y)`` is at most that norm, and equal to it where
``u`` points along ``(b, y)``: rows ``norm >= u . (b, y)`` never ask too much, and a row through the last answer closes
its gap (Kelley's cutting planes).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bascule.dispatch.blocks.bus import BusColumns
from bascule.dispatch.inputs import Inputs, OverrunInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints

GAP_FRAC = 1e-3
"""A norm this close to what its overruns amount to is close enough."""
_LEAST_MW = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverrunColumns:
    """Columns of one month's overruns of one class.

    Attributes:
        norm: The month's overrun, shape (1,).
        over_mw: Overrun of each metered value, shape (groups,).
    """

    norm: Ints
    over_mw: Ints


def add_overrun(
    builder: ProgramBuilder, inputs: Inputs, overrun: OverrunInput, bus: BusColumns, cuts: Sequence[Floats]
) -> OverrunColumns:
    """Add a month's overruns of a class.

    Args:
        builder: The program.
        inputs: The horizon.
        overrun: The month and class.
        bus: The connection.
        cuts: Directions, each of shape (1 + groups,): what is owed first.
    """
    norm = builder.columns(1, cost=overrun.price_per_mw, lower=overrun.before_mw)
    over = builder.columns(overrun.hours.size)
    room = overrun.subscribed_mw - overrun.before_mwh / overrun.hours
    rows = builder.rows(overrun.hours.size, upper=room)
    share = inputs.hours[overrun.steps] / overrun.hours[overrun.group]
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        builder.put(rows[overrun.group], columns[overrun.steps], share)
    builder.put(rows, over, -1.0)
    made = OverrunColumns(norm=norm, over_mw=over)
    _add_single_cuts(builder, overrun, made)
    for direction in (_level(overrun), *cuts):
        _add_cut(builder, overrun, made, direction)
    return made


def _add_single_cuts(builder: ProgramBuilder, overrun: OverrunInput, columns: OverrunColumns) -> None:
    """The norm is at least each overrun alone."""
    rows = builder.rows(overrun.hours.size, upper=0.0)
    builder.put(rows, columns.over_mw, np.sqrt(overrun.weight))
    builder.put(rows, np.broadcast_to(columns.norm, rows.shape), -1.0)


def _level(overrun: OverrunInput) -> Floats:
    """The direction in which every metered value overruns alike."""
    direction = np.concatenate([[0.0], np.sqrt(overrun.weight)])
    return np.asarray(direction / np.linalg.norm(direction))


def _add_cut(
    builder: ProgramBuilder, overrun: OverrunInput, columns: OverrunColumns, direction: Floats
) -> None:
    row = builder.rows(1, upper=-direction[0] * overrun.before_mw)
    builder.put(row[0], columns.over_mw, direction[1:] * np.sqrt(overrun.weight))
    builder.put(row, columns.norm, -1.0)


def amounts(overrun: OverrunInput, columns: OverrunColumns, x: Floats) -> Floats:
    """What is owed and the weighted overrun of each metered value of an answer, shape (1 + groups,)."""
    over = np.maximum(x[columns.over_mw], 0.0) * np.sqrt(overrun.weight)
    return np.concatenate([[overrun.before_mw], over])


def touching_cut(overrun: OverrunInput, columns: OverrunColumns, x: Floats) -> Floats | None:
    """The direction of an answer whose norm stands too low, or None."""
    owed = amounts(overrun, columns, x)
    norm = float(np.linalg.norm(owed))
    if norm <= float(x[columns.norm][0]) * (1.0 + GAP_FRAC) + _LEAST_MW:
        return None
    return np.asarray(owed / norm)


def planned_and_exact(overrun: OverrunInput, columns: OverrunColumns, x: Floats) -> tuple[float, float]:
    """Money that a plan counts for a month's further overruns, and what they would be billed."""
    norm = float(np.linalg.norm(amounts(overrun, columns, x)))
    planned = float(x[columns.norm][0])
    return (
        overrun.price_per_mw * (planned - overrun.before_mw),
        overrun.price_per_mw * (norm - overrun.before_mw),
    )
