"""Random histories of the world on which strategies are compared: the same for every strategy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats, Ints
from bascule.study.conversion.build import aged_hashprice
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.finance import World
from bascule.study.conversion.history_paths import deviations, power_scales, rows_of
from bascule.study.conversion.plan_drivers import POWER
from bascule.study.margins.real_quarters import RealQuarters
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.paths import draw


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """Real days of every quarter.

    Attributes:
        quarters: What may be met.
        picked: Which of its season is, shape (quarters, paths).
    """

    quarters: RealQuarters
    picked: Ints

    def above_mean(self, case: Case, date: int, hashprice: Floats, power_scale: Floats) -> Floats:
        """Money per year of one meter megawatt above the year's mean, shape (paths,)."""
        aged = aged_hashprice(case, date, hashprice)
        found = self.quarters.at(date, self.picked[date], aged, power_scale)
        return np.asarray(found / case.mining.connection_meter_mw)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histories:
    """What happens, whatever is decided.

    Attributes:
        levels: Hashprice and rent, and what lies beyond where the plan says so, shape (drivers, quarters, paths).
        power_scale: Level of power prices over the plan's, mean 1, shape (quarters, paths).
        capex_factor: Cost of each rung over its mean, shape (rungs, paths).
        lead_draw: Uniform number that decides each rung's lead time, shape (rungs, paths).
        default_age: Quarters of operation after which each rung's tenant defaults, shape (rungs, paths).
        days: Real days of every quarter; None where margins are means of the year.
    """

    levels: Floats
    power_scale: Floats
    capex_factor: Floats
    lead_draw: Floats
    default_age: Floats
    days: Days | None = None


def histories(
    case: Case, world: World, paths: int, rng: np.random.Generator, quarters: RealQuarters | None = None
) -> Histories:
    """Draw histories under the world's drifts.

    Args:
        case: The plan.
        world: What is uncertain.
        paths: How many.
        rng: Where chance comes from.
        quarters: Real days; None for the year's mean margins.
    """
    rungs, (levels, power) = len(case.rungs), _prices(case, world, paths, rng)
    sd = np.sqrt(np.log1p(case.shell.capex_sd_frac**2))
    rate = case.lease.default_per_year
    return Histories(
        levels=levels,
        power_scale=power,
        capex_factor=np.exp(sd * rng.standard_normal((rungs, paths)) - sd**2 / 2),
        lead_draw=rng.random((rungs, paths)),
        default_age=rng.exponential(QUARTERS / rate, (rungs, paths))
        if rate > 0
        else np.full((rungs, paths), np.inf),
        # Drawn last: whatever else happens, happens with or without real days.
        days=None if quarters is None else _days(quarters, (case.quarters, paths), rng),
    )


def _days(quarters: RealQuarters, shape: tuple[int, int], rng: np.random.Generator) -> Days:
    return Days(quarters=quarters, picked=rng.integers(quarters.how.kept, size=shape))


def _prices(case: Case, world: World, paths: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Levels of the drivers and of power: from history where there is one, else from normal shocks in antithetic pairs."""
    moved, past = case.drivers(world=True), world.history
    if past is None:
        levels = _levels(moved, draw(moved, paths, rng))
        return levels, _power(case, world, paths, rng) if case.beyond is None else levels[POWER]
    rows = rows_of(past, case.quarters, paths, rng)
    levels = _levels(moved, deviations(past, moved, rows))
    if case.beyond is not None:
        return levels, levels[POWER]
    scale = power_scales(past, world, rows, rng) if past.has(POWER) else _power(case, world, paths, rng)
    return levels, scale


def _levels(moved: Drivers, drawn: Floats) -> Floats:
    return np.stack([moved.levels(date, drawn[date]) for date in range(moved.dates)], axis=1)


def _power(case: Case, world: World, paths: int, rng: np.random.Generator) -> Floats:
    """A log-OU of mean 1, begun in its stationary law."""
    keep = np.exp(-world.power_speed * STEP_YEARS)
    shock, level = world.power_sd * np.sqrt(1 - keep**2), world.power_sd * rng.standard_normal(paths)
    found = np.empty((case.quarters, paths))
    for quarter in range(case.quarters):
        found[quarter] = np.exp(level - world.power_sd**2 / 2)
        level = keep * level + shock * rng.standard_normal(paths)
    return found


def leads_of(case: Case, drawn: Floats, held: NDArray[np.bool_]) -> Ints:
    """Lead times from uniform draws, by the option's terms where it is held."""
    own = _inverse([(lead.quarters, lead.probability) for lead in case.shell.leads], drawn)
    if case.option is None:
        return own
    better = _inverse([(lead.quarters, lead.probability) for lead in case.option.leads], drawn)
    return np.asarray(np.where(held, better, own))


def _inverse(leads: list[tuple[int, float]], drawn: Floats) -> Ints:
    ends = np.cumsum([probability for _, probability in leads])
    place = np.minimum(np.searchsorted(ends, drawn, side="right"), len(leads) - 1)
    return np.asarray(np.array([quarters for quarters, _ in leads])[place])
