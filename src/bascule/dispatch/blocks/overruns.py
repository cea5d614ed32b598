"""Overruns of subscribed power: the root of a sum of squares, kept from below by tangents.

A month owes ``price x N`` with ``N = ||y||``: ``y_0`` what it has overrun so far, the others the weighted overrun of each
metered value to come. Each value has a part of the norm, ``N >= sum of parts``, with ``part >= y^2 / N``: together these say
``N >= ||y||``. The right-hand side is convex in ``(y, N)``, and ``2 r y - r^2 N`` touches it where ``y / N = r``, so rows
``part >= 2 r y - r^2 N`` never ask too much, and rows at the ratios of the last answer close its gap. Taking the sum apart
this way needs far fewer rounds than planes through the whole norm (Vielma, Dunning, Huchette and Lubin 2017, Extended
formulations in mixed integer conic quadratic programming).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bascule.dispatch.blocks.bus import BusColumns
from bascule.dispatch.inputs import Inputs, OverrunInput
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints

GAP_FRAC = 1e-3
"""A share of the further overrun by which its norm may stand too low."""
_LEAST_MW = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverrunColumns:
    """Columns of one month's overruns of one class.

    Attributes:
        norm: The month's overrun, shape (1,).
        over_mw: Overrun of each metered value, shape (groups,).
        parts: What each adds to the norm, what is owed first, shape (1 + groups,).
    """

    norm: Ints
    over_mw: Ints
    parts: Ints


def add_overrun(
    builder: ProgramBuilder, inputs: Inputs, overrun: OverrunInput, bus: BusColumns, cuts: Sequence[Floats]
) -> OverrunColumns:
    """Add a month's overruns of a class.

    Args:
        builder: The program.
        inputs: The horizon.
        overrun: The month and class.
        bus: The connection.
        cuts: Ratios of each value to the norm at which tangents stand, each of shape (1 + groups,), what is owed first.
    """
    norm = builder.columns(1, cost=overrun.price_per_mw, lower=overrun.before_mw)
    over = builder.columns(overrun.hours.size)
    room = overrun.subscribed_mw - overrun.before_mwh / overrun.hours
    rows = builder.rows(overrun.hours.size, upper=room)
    share = inputs.hours[overrun.steps] / overrun.hours[overrun.group]
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        builder.put(rows[overrun.group], columns[overrun.steps], share)
    builder.put(rows, over, -1.0)
    made = OverrunColumns(norm=norm, over_mw=over, parts=builder.columns(1 + overrun.hours.size))
    row = builder.rows(1, upper=0.0)
    builder.put(row[0], made.parts, 1.0)
    builder.put(row, norm, -1.0)
    for ratios in (*_first_ratios(overrun), *cuts):
        _add_tangents(builder, overrun, made, ratios)
    return made


def _first_ratios(overrun: OverrunInput) -> list[Floats]:
    """Where every metered value overruns alike, then twice as much as that, and so on up to one alone."""
    level = np.concatenate([[0.0], np.sqrt(overrun.weight / overrun.weight.sum())])
    doublings = int(np.ceil(-np.log2(level.max()))) + 1
    return [np.minimum(level * 2.0**k, 1.0) for k in range(doublings)]


def _add_tangents(
    builder: ProgramBuilder, overrun: OverrunInput, columns: OverrunColumns, ratios: Floats
) -> None:
    """``part >= 2 r y - r^2 norm`` for each value whose ratio is not zero."""
    over = np.flatnonzero(ratios[1:])
    rows = builder.rows(over.size, upper=0.0)
    r = ratios[1:][over]
    builder.put(rows, columns.over_mw[over], 2.0 * r * np.sqrt(overrun.weight[over]))
    builder.put(rows, np.broadcast_to(columns.norm, rows.shape), -(r**2))
    builder.put(rows, columns.parts[1:][over], -1.0)
    if ratios[0] > 0:
        row = builder.rows(1, upper=-2.0 * ratios[0] * overrun.before_mw)
        builder.put(row, columns.norm, -(ratios[0] ** 2))
        builder.put(row, columns.parts[:1], -1.0)


def amounts(overrun: OverrunInput, columns: OverrunColumns, x: Floats) -> Floats:
    """What is owed and the weighted overrun of each metered value of an answer, shape (1 + groups,)."""
    over = np.maximum(x[columns.over_mw], 0.0) * np.sqrt(overrun.weight)
    return np.concatenate([[overrun.before_mw], over])


def touching_cut(overrun: OverrunInput, columns: OverrunColumns, x: Floats) -> Floats | None:
    """Each value's ratio to the norm in an answer whose norm stands too low, or None."""
    owed = amounts(overrun, columns, x)
    norm = float(np.linalg.norm(owed))
    if norm - float(x[columns.norm][0]) <= GAP_FRAC * (norm - overrun.before_mw) + _LEAST_MW:
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
