"""The cash flow of a project: named, signed rows by path and year that sum exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.plan.taxes import taxes
from bascule.study.project.borrowing import Borrowed, borrow, nothing_borrowed
from bascule.study.project.capital import Capital, capital
from bascule.study.project.earnings import Output, contract, output
from bascule.study.project.paths import Paths, by_year
from bascule.study.project.project import Project
from bascule.study.project.terms import Forgone
from bascule.study.project.timing import Timing, timing
from bascule.units import HOURS_PER_DAY, HOURS_PER_YEAR

_DAYS: Final = HOURS_PER_YEAR / HOURS_PER_DAY


class Row(StrEnum):
    """Rows of the table; money in is positive."""

    CONTRACT = "contract"
    MARGIN = "margin"
    REVENUE = "revenue"
    VARIABLE = "variable_opex"
    ENERGY = "energy"
    FIXED = "fixed_opex"
    EBITDA = "ebitda"
    TAX = "tax"
    CAPEX = "capex"
    GRANTS = "grants"
    RENEWED = "gpu_renewal"
    SOLD = "gpu_resale"
    WORKING_CAPITAL = "working_capital"
    DECOMMISSIONING = "decommissioning"
    RESIDUAL = "interconnection_residual"
    UNLEVERED = "unlevered"
    DRAWN = "debt_drawn"
    INTEREST = "interest"
    PRINCIPAL = "principal"
    TAX_SAVED = "tax_saved_by_interest"
    EQUITY = "equity"
    LOST = "lost_mining_margin"
    UNLEVERED_LESS_LOST = "unlevered_less_lost"
    EQUITY_LESS_LOST = "equity_less_lost"


_CLOSURE: Final = (Row.DECOMMISSIONING, Row.RESIDUAL)
_SERVICE: Final = (Row.EBITDA, Row.TAX, Row.RENEWED, Row.SOLD, Row.WORKING_CAPITAL)
"""Cash for debt service: after tax before interest, without the closure."""
SUMS: Final[Mapping[Row, tuple[Row, ...]]] = {
    Row.REVENUE: (Row.CONTRACT, Row.MARGIN),
    Row.EBITDA: (Row.REVENUE, Row.VARIABLE, Row.ENERGY, Row.FIXED),
    Row.UNLEVERED: (*_SERVICE, Row.CAPEX, Row.GRANTS, *_CLOSURE),
    Row.EQUITY: (Row.UNLEVERED, Row.DRAWN, Row.INTEREST, Row.PRINCIPAL, Row.TAX_SAVED),
    Row.UNLEVERED_LESS_LOST: (Row.UNLEVERED, Row.LOST),
    Row.EQUITY_LESS_LOST: (Row.EQUITY, Row.LOST),
}
"""Which rows each sum is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Cash flows of one path or many.

    Attributes:
        rows: Shape (paths, years + 1) each.
        written_off: Tax depreciation.
        taxable: Income before interest and carried losses.
        available: Cash for debt service.
        borrowed: The loan.
        when: Months of building and operation.
        output: What a levelised cost is per.
    """

    rows: Mapping[Row, Floats]
    written_off: Floats
    taxable: Floats
    available: Floats
    borrowed: Borrowed
    when: Timing
    output: Output | None

    def __getitem__(self, row: Row) -> Floats:
        """One row, by path and year from 0."""
        return self.rows[row]


def flows(project: Project, paths: Paths | None = None) -> Flows:
    """Every row of a project, by path.

    Args:
        project: What is built and run.
        paths: What differs from path to path; None for the project's own figures.

    Raises:
        ValueError: Arrays disagree in shape.
    """
    given = paths or Paths()
    when, count = timing(project, given), given.count()
    own = capital(project, given, when)
    rows = _operating(project, given, when) | _invested(project, own)
    rows[Row.WORKING_CAPITAL] = _working_capital(project, rows[Row.REVENUE])
    taxed = (Row.EBITDA, Row.SOLD, *_CLOSURE)
    taxable = sum((rows[row] for row in taxed), start=-own.written_off)
    rows[Row.TAX] = -taxes(taxable, project.tax.rate_frac, project.tax.losses)
    _sum(rows, Row.UNLEVERED)
    available = sum((rows[row] for row in _SERVICE), start=np.zeros((count, project.years + 1)))
    loan = nothing_borrowed(available.shape)
    if project.debt is not None:
        loan = borrow(project.debt, own.spent - own.grants, available, when.built)
    _owned(project, rows, loan, taxable)
    rows[Row.LOST] = -_lost(project, given, when) * (1 - project.tax.rate_frac)
    _sum(rows, Row.UNLEVERED_LESS_LOST)
    _sum(rows, Row.EQUITY_LESS_LOST)
    shape = available.shape
    return Flows(
        rows={row: np.broadcast_to(rows[row], shape) for row in Row},
        written_off=np.broadcast_to(own.written_off, shape),
        taxable=np.broadcast_to(taxable, shape),
        available=available,
        borrowed=loan,
        when=when,
        output=output(project, when),
    )


def unlevered(project: Project, margin: Floats) -> Floats:
    """Cash before debt of many paths.

    Args:
        project: What is built and run.
        margin: Operating margin at full operation, by path and year from 1.

    Returns:
        Shape (paths, years + 1).
    """
    return flows(project, Paths(margin=margin))[Row.UNLEVERED]


def equity_cash(project: Project, margin: Floats) -> Floats:
    """Cash of the owner after debt of many paths; arguments as of `unlevered`."""
    return flows(project, Paths(margin=margin))[Row.EQUITY]


def _sum(rows: dict[Row, Floats], row: Row) -> None:
    first, *others = SUMS[row]
    rows[row] = sum((rows[part] for part in others), start=rows[first])


def _from_zero(years: Floats) -> Floats:
    """Years 1, 2 and so on with a zero before them."""
    return np.concatenate([np.zeros((len(years), 1)), years], axis=1)


def _operating(project: Project, paths: Paths, when: Timing) -> dict[Row, Floats]:
    opex, block = project.opex, project.block
    rises = (1 + opex.inflation_frac) ** np.arange(project.years)[None, :]
    fixed = sum(part.of(block) for part in opex.fixed)
    rows = {
        Row.CONTRACT: _from_zero(contract(project, paths, when)),
        Row.MARGIN: _from_zero(by_year(paths.margin, project) * when.ramped),
        Row.ENERGY: -_from_zero(opex.energy_per_mwh * block.meter_mwh_per_year * rises * when.ramped),
        Row.FIXED: -_from_zero(fixed * rises * when.running),
    }
    _sum(rows, Row.REVENUE)
    rows[Row.VARIABLE] = -opex.variable_frac * rows[Row.REVENUE]
    _sum(rows, Row.EBITDA)
    return rows


def _invested(project: Project, own: Capital) -> dict[Row, Floats]:
    last = np.zeros((1, project.years + 1))
    last[0, -1] = 1.0
    return {
        Row.CAPEX: -own.spent,
        Row.GRANTS: own.grants,
        Row.RENEWED: -own.renewed,
        Row.SOLD: own.sold,
        Row.DECOMMISSIONING: -project.closure.decommissioning * last,
        Row.RESIDUAL: project.closure.interconnection_residual * last,
    }


def _working_capital(project: Project, revenue: Floats) -> Floats:
    """Money that waits to be paid, released at the horizon: sums to zero."""
    tied = project.working_capital_days / _DAYS * revenue
    tied[:, -1] = 0.0
    return -np.diff(tied, axis=1, prepend=0.0)


def _owned(project: Project, rows: dict[Row, Floats], loan: Borrowed, taxable: Floats) -> None:
    """Rows from the cash before debt to the owner's."""
    after = taxes(taxable - loan.interest, project.tax.rate_frac, project.tax.losses)
    rows[Row.DRAWN] = loan.drawn
    rows[Row.INTEREST] = -loan.interest
    rows[Row.PRINCIPAL] = -loan.principal
    rows[Row.TAX_SAVED] = -rows[Row.TAX] - after
    _sum(rows, Row.EQUITY)


def _lost(project: Project, paths: Paths, when: Timing) -> Floats:
    """Mining margin forgone, before tax."""
    share = {
        Forgone.NOTHING: np.zeros((1, 1)),
        Forgone.WHILE_BUILDING: 1 - when.running,
        Forgone.ALL_YEARS: np.ones((1, 1)),
    }[project.forgone]
    return _from_zero(by_year(paths.lost, project) * share)
