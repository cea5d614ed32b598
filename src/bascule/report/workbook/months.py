"""The sheet of months: when the block operates and what rent it earns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.case import Case
from bascule.report.workbook.inputs import STAYS
from bascule.report.workbook.places import Places
from bascule.study.project.lease import occupancy, payments
from bascule.study.project.paths import by_path
from bascule.study.project.timing import MONTHS
from bascule.study.project.uses import ShellLease
from bascule.units import KW_PER_MW

SHEET = "Months"
TOP = 3
"""Row of the first month, from 0."""
COLUMNS = ("month", "year", "age", "running", "ramp", "escalated", "occupied", "payment", "rent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of months.

    Attributes:
        key: Its name.
        values: By month.
        formula: Of a row, which ``{r}`` stands for.
        style: Number format.
    """

    key: str
    values: Floats
    formula: str
    style: str = "count"


def month_range(key: str, years: int) -> str:
    """All cells of a column, fixed."""
    letter = "ABCDEFGHI"[COLUMNS.index(key)]
    return f"'{SHEET}'!${letter}${TOP + 1}:${letter}${TOP + years * MONTHS}"


def of_year(key: str, years: int, year: str) -> str:
    """Sum of a column over the months of a year."""
    return f"SUMIFS({month_range(key, years)},{month_range('year', years)},{year})"


def columns(case: Case, yearly: Places) -> Iterator[Column]:
    """Every column; those of rent only for a lease."""
    project, age = case.project, case.flows.when.age_months[0]
    month = np.arange(1.0, project.years * MONTHS + 1)
    ramp = np.array([*project.build.ramp_frac, 1.0])
    level = np.where(age >= 0, ramp[np.clip(age // MONTHS, 0, len(ramp) - 1)], 0.0)
    yield Column(key="month", values=month, formula="")
    yield Column(key="year", values=np.ceil(month / MONTHS), formula="ROUNDUP(A{r}/12,0)")
    yield Column(key="age", values=age.astype(float), formula="A{r}-1-build_lead_months")
    yield Column(key="running", values=np.where(age >= 0, 1.0, 0.0), formula="IF(C{r}>=0,1,0)")
    shares = yearly.span("yearly.ramp_frac", 1)
    yield Column(
        key="ramp", values=level, formula=f"IF(C{{r}}<0,0,INDEX({shares},1,INT(C{{r}}/12)+1))", style="share"
    )
    if isinstance(project.use, ShellLease):
        yield from _rent(case, project.use, level)


def _rent(case: Case, lease: ShellLease, level: Floats) -> Iterator[Column]:
    age = case.flows.when.age_months
    leaving = np.ceil(
        by_path(case.paths.departure_months, lease.departure.month if lease.departure else STAYS)
    )
    paths = case.paths
    signed = by_path(None if paths.price is None else paths.price[:, 0], lease.rent_per_it_kw_month)[0, 0]
    rise = (1 + lease.escalator_frac) ** np.maximum(age[0] // MONTHS, 0.0)
    kept, paid = occupancy(lease, age, leaving)[0], payments(lease, age, leaving)[0]
    yield Column(
        key="escalated", values=rise, formula="(1+use_escalator_frac)^MAX(INT(C{r}/12),0)", style="factor"
    )
    yield Column(
        key="occupied",
        values=kept,
        formula=(
            "IF(C{r}<0,0,IF(C{r}<use_departure_month,IF(C{r}<use_term_years*12,1,use_renewal_frac),"
            "IF(C{r}<use_departure_month+use_departure_vacant_months,0,use_departure_relet_frac)))"
        ),
        style="share",
    )
    yield Column(
        key="payment",
        values=paid,
        formula=(
            "IF(AND(C{r}>=0,C{r}=use_departure_month,C{r}<use_term_years*12),"
            "use_termination_months*use_departure_paid_frac,0)"
        ),
        style="factor",
    )
    yield Column(
        key="rent",
        values=signed * case.project.block.it_mw * KW_PER_MW * rise * (level * kept + paid),
        formula="use_rent_per_it_kw_month*it_mw*1000*F{r}*(E{r}*G{r}+H{r})",
        style="money",
    )
