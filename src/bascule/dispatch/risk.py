"""How much the worst scenarios count: conditional value at risk in a program of scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.extensive import Placed, columns_of
from bascule.dispatch.program import LinearProgram
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How much the worst scenarios count on top of the mean.

    Attributes:
        weight: Share of the tail in what is maximised: 0 the mean alone, 1 the tail alone.
        tail_frac: Share of scenarios (by probability) that make the tail, the worst ones.
    """

    weight: float = 0.0
    tail_frac: float = 0.1

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        if not (0.0 <= self.weight <= 1.0 and 0.0 < self.tail_frac <= 1.0):
            raise ValueError(f"a risk weight lies in 0 to 1 and a tail in (0, 1], not {self}")


def averse(
    program: LinearProgram, programs: Sequence[LinearProgram], weights: Floats, placed: Placed, risk: Risk
) -> LinearProgram:
    """The extensive form with the tail's mean cost weighed in.

    Cost becomes ``(1 - w) mean + w (level + mean excess / tail)``, where excess is what a scenario costs beyond the level;
    at the optimum the level is the cost that only the tail exceeds.
    Source: Rockafellar and Uryasev, Optimization of Conditional Value-at-Risk, Journal of Risk 2 (2000).

    Args:
        program: The extensive form.
        programs: The scenarios' own.
        weights: Probabilities, shape (scenarios,).
        placed: Where their columns stand.
        risk: How much the tail counts.
    """
    count, columns = len(programs), program.cost.size
    rows, places, entries = _excess_rows(programs, placed, columns)
    numbers = np.concatenate([columns_of(program), places])
    order = np.argsort(numbers, kind="stable")
    starts = np.zeros(columns + count + 2, dtype=np.int32)
    np.cumsum(np.bincount(numbers, minlength=columns + count + 1), out=starts[1:])
    tail = np.concatenate([[risk.weight], risk.weight * weights / risk.tail_frac])
    return replace(
        program,
        offset=(1.0 - risk.weight) * program.offset,
        cost=np.concatenate([(1.0 - risk.weight) * program.cost, tail]),
        lower=np.concatenate([program.lower, [-np.inf], np.zeros(count)]),
        upper=np.concatenate([program.upper, np.full(count + 1, np.inf)]),
        integer=np.concatenate([program.integer, np.zeros(count + 1, dtype=np.bool_)]),
        row_lower=np.concatenate([program.row_lower, np.full(count, -np.inf)]),
        row_upper=np.concatenate([program.row_upper, [-p.offset for p in programs]]),
        starts=starts,
        rows=np.concatenate([program.rows, program.row_lower.size + rows])[order].astype(np.int32),
        entries=np.concatenate([program.entries, entries])[order],
    )


def _excess_rows(
    programs: Sequence[LinearProgram], placed: Placed, columns: int
) -> tuple[Ints, Ints, Floats]:
    """One row per scenario: its cost less the level (the next column) less its excess (one column each after that)."""
    count = len(programs)
    used = [np.flatnonzero(p.cost) for p in programs]
    own = np.arange(count)
    rows = np.concatenate([np.repeat(own, [u.size for u in used]), own, own])
    costed = [place[u] for place, u in zip(placed.columns, used, strict=True)]
    places = np.concatenate([*costed, np.full(count, columns), columns + 1 + own])
    costs = [p.cost[u] for p, u in zip(programs, used, strict=True)]
    return rows, places, np.concatenate([*costs, np.full(2 * count, -1.0)])
