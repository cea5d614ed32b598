"""Lines of the trigger map: rents above which rungs begin, and hashprices below which hashing stops and above which it starts."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.conversion.build import HASHING, RESTING, Place, one_rung, places, problem_of
from bascule.study.conversion.case import Case
from bascule.study.conversion.plan_drivers import RENT
from bascule.study.conversion.plane import Plane
from bascule.study.conversion.rules import npv_rule
from bascule.study.switching.grid import FINE, GridSolution

CONVERT, OTHER, SELL = 0, 1, 2
"""Numbers of the moves from a place that is not sold: converting, resting or starting again, selling."""
_WIDEST: Final = 3.0
_RENTS: Final = 61


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TriggerLine:
    """Rents above which a decision falls, along hashprices.

    Attributes:
        name: Whose.
        hashprice: Money per PH and day, shape (n,).
        rent: Money per IT kilowatt and month, NaN where no rent of the grid is enough, shape (n,).
    """

    name: str
    hashprice: Floats
    rent: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RestLines:
    """Where a site stops hashing today and where a resting one starts, along rents, with no rung converted.

    A conversion is another way out of both places: a line ends where converting is what lies beyond it.

    Attributes:
        rent: Money per IT kilowatt and month, shape (n,).
        stops_below: Hashprice below which hashing stops, NaN where it does not, shape (n,).
        sells: Whether just below that the rest is sold, not mothballed, shape (n,).
        starts_above: Hashprice above which a resting site hashes again, NaN where none is enough or where it converts just
            below, shape (n,).
    """

    rent: Floats
    stops_below: Floats
    sells: NDArray[np.bool_]
    starts_above: Floats


def trigger_lines(case: Case, solution: GridSolution) -> list[TriggerLine]:
    """Trigger of each further rung today, with the rungs before it converted and the rest hashing.

    Args:
        case: The plan.
        solution: Of the whole ladder.
    """
    found = places(case)
    return [
        _line(
            f"rung {number + 1}",
            _plane(solution, found.index(Place(rungs=number, rest=HASHING)), CONVERT),
        )
        for number in range(len(case.rungs))
    ]


def npv_line(case: Case, points_per_shock: float = FINE) -> TriggerLine:
    """Rents above which the rule of net present value converts the first rung."""
    alone = one_rung(case)
    problem = problem_of(alone)
    rule = npv_rule(problem, len(places(alone)) - 1, points_per_shock)
    return _line("NPV rule", Plane.of(problem.drivers, rule.axes, rule.gain_now))


def rest_lines(case: Case, solution: GridSolution, rents: Floats | None = None) -> RestLines:
    """Where the site stops hashing and starts again.

    Args:
        case: The plan.
        solution: Of the whole ladder.
        rents: At which; None for those from a third of today's to three times it.
    """
    found = places(case)
    along = _rents(solution) if rents is None else rents
    hashing, resting = (found.index(Place(rungs=0, rest=rest)) for rest in (HASHING, RESTING))
    rests, sold = (_plane(solution, hashing, move) for move in (OTHER, SELL))
    leaves = replace(rests, gain=np.maximum(rests.gain, sold.gain))
    starts, converts = (_plane(solution, resting, move) for move in (OTHER, CONVERT))
    stops = [_stops(leaves, rent) for rent in along.tolist()]
    return RestLines(
        rent=along,
        stops_below=np.array(stops),
        sells=np.array(
            [_just_below(sold, stop, rent) for stop, rent in zip(stops, along.tolist(), strict=True)]
        ),
        starts_above=np.array([_starts(starts, converts, rent) for rent in along.tolist()]),
    )


def _rents(solution: GridSolution) -> Floats:
    """Around today's; one where the rent is certain."""
    today = solution.problem.drivers.base[RENT, :1]
    if RENT not in solution.axes.live:
        return np.asarray(today)
    return np.asarray(today * np.geomspace(1 / _WIDEST, _WIDEST, _RENTS))


def _stops(leaves: Plane, rent: float) -> float:
    """The grid's highest hashprice where hashing stops at any, NaN where it does at none."""
    stays_above = leaves.hashprice_above(rent, sign=-1.0)
    if stays_above is None:
        return float(leaves.hashprice[-1])
    return stays_above if stays_above > 0 else np.nan


def _starts(starts: Plane, converts: Plane, rent: float) -> float:
    """NaN where a resting site converts just below."""
    found = _or_nan(starts.hashprice_above(rent))
    return np.nan if _just_below(converts, found, rent) else found


def _just_below(plane: Plane, hashprice: float, rent: float) -> bool:
    """Whether a gain is positive at the node just below a hashprice; not where there is none."""
    row = max(int(np.searchsorted(plane.hashprice, hashprice)) - 1, 0)
    return bool(np.isfinite(hashprice) and plane.at(rent)[row] > 0)


def _plane(solution: GridSolution, place: int, move: int) -> Plane:
    return Plane.of(solution.problem.drivers, solution.axes, solution.leads_now[place][move])


def _line(name: str, plane: Plane) -> TriggerLine:
    rents = np.array([_or_nan(plane.rent_above(row)) for row in range(len(plane.hashprice))])
    return TriggerLine(name=name, hashprice=plane.hashprice, rent=rents)


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value
