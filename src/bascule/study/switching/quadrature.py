"""Shocks of a step with their probabilities, so chosen that sums over them are means."""

from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.jumps import Jumps

RARE: Final = 1e-9
"""Chance of a number of jumps below which it is left out."""
MORE: Final = 4
"""Nodes of a driver that jumps beyond those of one that does not."""
_FINE: Final = 15
"""Nodes of each number of jumps in the mixture that a rule is made from."""
_NOTHING: Final = 1e-9

Rule = tuple[Floats, Floats]
"""Points and their probabilities."""


def shocks(drivers: Drivers, live: tuple[int, ...], nodes: int) -> Rule:
    """A product of Gauss rules.

    Args:
        drivers: What moves.
        live: Which of them are uncertain.
        nodes: For each of these; one that jumps has ``MORE``.

    Returns:
        Shocks of all drivers, shape (drivers, shocks), and their probabilities, shape (shocks,).
    """
    if not live:
        return np.zeros((len(drivers.decay), 1)), np.ones(1)
    found = _jumping if drivers.jumping else _normal
    mixing, rules = found(drivers, list(live), nodes)
    mesh = np.array(np.meshgrid(*[points for points, _ in rules], indexing="ij")).reshape(len(live), -1)
    chances = np.array(np.meshgrid(*[weights for _, weights in rules], indexing="ij")).reshape(len(live), -1)
    points = np.zeros((len(drivers.decay), mesh.shape[1]))
    points[list(live)] = mixing @ mesh
    return points, np.prod(chances, axis=0)


def rule_nodes(drivers: Drivers, nodes: int) -> tuple[int, ...]:
    """Nodes of every uncertain driver, where one without jumps has so many."""
    return tuple(
        nodes + MORE * drivers.jumps[driver].there for driver in np.flatnonzero(drivers.shock > 0).tolist()
    )


def _normal(drivers: Drivers, live: list[int], nodes: int) -> tuple[Floats, list[Rule]]:
    """A root of the covariance, which may be singular, and a rule for each of its columns."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    values, vectors = np.linalg.eigh(drivers.covariance[np.ix_(live, live)])
    return vectors * np.sqrt(np.maximum(values, 0.0)), [(points, weights / weights.sum())] * len(live)


def _jumping(drivers: Drivers, live: list[int], nodes: int) -> tuple[Floats, list[Rule]]:
    """How drivers are taken along, and a rule for what is each one's own."""
    taken, own = drivers.own()
    rules = [own_rule(float(own[driver]), drivers.jumps[driver], nodes) for driver in live]
    return taken[np.ix_(live, live)], rules


def own_rule(own: float, jumps: Jumps, nodes: int) -> Rule:
    """The Gauss rule of a normal shock and jumps together.

    Args:
        own: Standard deviation of the normal shock.
        jumps: Beside it.
        nodes: Of a driver without jumps.

    Source: G. Golub and J. Welsch, Mathematics of Computation 23, 1969: the rule of a measure from its recurrence, found here by
    Lanczos's method from a Gauss-Hermite rule for each number of jumps.
    """
    at, mass = np.polynomial.hermite_e.hermegauss(_FINE if jumps.there else nodes)
    if not jumps.there:
        return own * at, mass / mass.sum()
    parts = jumps.parts(RARE)
    points = parts.centres[:, None] + np.sqrt(own**2 + parts.variances)[:, None] * at
    weights = parts.chances[:, None] * mass / mass.sum()
    return _gauss(points.ravel(), weights.ravel(), nodes + MORE)


def _gauss(points: Floats, weights: Floats, nodes: int) -> Rule:
    """The rule of so many nodes that has the moments of a finer one; fewer where that one has fewer points."""
    scale, basis = float(np.abs(points).max()), np.empty((0, len(points)))
    diagonal: list[float] = []
    beside: list[float] = []
    at = np.sqrt(weights)
    for _ in range(nodes):
        basis = np.vstack([basis, at / np.linalg.norm(at)])
        at = points * basis[-1]
        diagonal.append(float(at @ basis[-1]))
        for _again in range(2):
            at = at - (basis @ at) @ basis
        beside.append(float(np.linalg.norm(at)))
        if beside[-1] < _NOTHING * scale:
            break
    table = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
    values, vectors = np.linalg.eigh(table)
    return values, vectors[0] ** 2
