"""Capital: when it is spent, when accelerators are renewed, and how all of it is written off for tax."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.plan.depreciation import Schedule, depreciation
from bascule.study.project.block import Basis
from bascule.study.project.paths import Paths, by_path, yearly
from bascule.study.project.project import Project
from bascule.study.project.terms import Component, WriteOff
from bascule.study.project.timing import MONTHS, Timing
from bascule.study.project.uses import OwnCloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Capital:
    """By path and year from 0; costs and receipts positive.

    Attributes:
        spent: On building.
        grants: Received.
        renewed: Accelerators bought anew.
        sold: What the old ones fetch.
        written_off: For tax.
    """

    spent: Floats
    grants: Floats
    renewed: Floats
    sold: Floats
    written_off: Floats


def capital(project: Project, paths: Paths, when: Timing) -> Capital:
    """Every stream of capital."""
    factor = by_path(paths.capex_factor, 1.0)
    grants = _row(project.build.grants, project.years)
    renewed, sold = renewals(project, factor, when)
    return Capital(
        spent=total(project) * factor * spending(project, when.built),
        grants=grants,
        renewed=renewed,
        sold=sold,
        written_off=_first(project, factor, when) + renewals_written_off(project, renewed),
    )


def total(project: Project, basis: Basis | None = None) -> float:
    """Stated capital cost of the components, or of those on one basis."""
    chosen = [part for part in project.capex if basis in (None, part.cost.basis)]
    return sum(part.cost.of(project.block) for part in chosen)


def spending(project: Project, built: Ints) -> Floats:
    """Share of the cost paid at each year from 0; what is stated after the end of building is paid at it."""
    stated = _row(project.build.spend_frac, project.years)
    year, end = np.arange(project.years + 1)[None, :], np.minimum(built, project.years)[:, None]
    late = np.where(year > end, stated, 0.0).sum(axis=1, keepdims=True)
    return np.where(year > end, 0.0, stated) + np.where(year == end, late, 0.0)


def renewals(project: Project, factor: Floats, when: Timing) -> tuple[Floats, Floats]:
    """What new generations cost and old ones fetch; the last is sold at the horizon, by a straight line to its resale value."""
    years, use = project.years, project.use
    bought, renewed = total(project, Basis.GPU) * factor[:, 0] * np.ones(len(when.built)), []
    sold = []
    if not isinstance(use, OwnCloud):
        return np.zeros((1, years + 1)), np.zeros((1, years + 1))
    prices = [0.0, *yearly(use.refresh_per_gpu, years)[0].tolist()]
    for year in range(years + 1):
        age = np.maximum(year - when.built, 0)
        due = (age > 0) & (age % use.gpu_life_years == 0)
        used = np.where(due, 1.0, age % use.gpu_life_years / use.gpu_life_years)
        leaves = due | (year == years)
        sold.append(np.where(leaves, bought * (1 - (1 - use.resale_frac) * used), 0.0))
        renewed.append(np.where(due & (year < years), prices[year] * project.block.gpus, 0.0))
        bought = np.where(due, prices[year] * project.block.gpus, bought)
    return np.stack(renewed, axis=1), np.stack(sold, axis=1)


def _first(project: Project, factor: Floats, when: Timing) -> Floats:
    """Write-offs of the building cost less grants, from the year of entry into service."""
    leads, which = np.unique(when.lead_months, return_inverse=True)
    rows = np.array([_of_lead(project, int(lead)) for lead in leads])
    cost = total(project)
    grants = sum(project.build.grants)
    kept = np.maximum(cost * factor - grants, 0.0) / cost if cost > 0 else factor * 0
    return rows[which] * kept


def _of_lead(project: Project, lead: int) -> Floats:
    years, row = project.years, np.zeros(project.years + 1)
    for part in project.capex:
        row += part.cost.of(project.block) * shares(
            part.write_off, lead // MONTHS + 1, lead % MONTHS + 1, years
        )
    return row


def shares(parts: Iterable[WriteOff], first_year: int, month: int, years: int) -> Floats:
    """Share of a cost written off at each year from 0; what is left at the horizon is written off there.

    Args:
        parts: How the cost is split.
        first_year: Year of entry into service, from 1.
        month: Month of it, from 1.
        years: Horizon.
    """
    row = np.zeros(years + 1)
    for part in parts:
        scheduled = depreciation(1.0 - part.bonus_frac, part.schedule, part.life_years, month)
        off = (part.bonus_frac + scheduled[0], *scheduled[1:])
        for year, share in enumerate(off, start=first_year):
            row[min(year, years)] += part.frac * share
    return row


def renewals_written_off(project: Project, renewed: Floats) -> Floats:
    """Write-offs of renewals, each from the year after it is bought."""
    off, years = np.zeros(renewed.shape), project.years
    for year in range(1, years):
        if renewed[:, year].any():
            off += renewed[:, [year]] * shares(renewal_write_off(project), year + 1, 1, years)
    return off


def renewal_write_off(project: Project) -> tuple[WriteOff, ...]:
    """As the first accelerators are, else a straight line over their life."""
    own: list[Component] = [part for part in project.capex if part.cost.basis is Basis.GPU]
    life = project.use.gpu_life_years if isinstance(project.use, OwnCloud) else 1
    return own[0].write_off if own else (WriteOff(schedule=Schedule.STRAIGHT, life_years=life),)


def _row(values: tuple[float, ...], years: int) -> Floats:
    row = np.zeros((1, years + 1))
    row[0, : len(values)] = values
    return row
