"""Rows of tax: taxable income, carried losses, the tax before and after interest."""

from collections.abc import Iterator

from bascule.model.series import Floats
from bascule.report.workbook.model import Model
from bascule.report.workbook.places import Entry, Formula, Heading, Line
from bascule.study.plan.taxes import LossRule, carry, taxes
from bascule.study.project.flows import Row


def tax_rows(model: Model) -> Iterator[Entry]:
    """Tax of the cash before debt."""
    at, income = model.flow.at, model.case.flows.taxable[0]
    yield Heading(key="tax_parts")
    yield Line(
        key="taxable",
        values=income,
        formula=lambda year: (
            f"{at(Row.EBITDA, year)}+{at(Row.SOLD, year)}+{at(Row.DECOMMISSIONING, year)}"
            f"+{at(Row.RESIDUAL, year)}-{at('written_off', year)}"
        ),
    )
    yield from _carried(model, "taxable", "", income)
    yield Line(key=Row.TAX.value, values=model.case.row(Row.TAX), formula=_tax(model, "taxable", ""))


def tax_after_interest_rows(model: Model) -> Iterator[Entry]:
    """Tax of the owner's cash, and what interest saves of it."""
    at, case = model.flow.at, model.case
    income = case.flows.taxable[0] - case.flows.borrowed.interest[0]
    due = -taxes(income[None, :], case.project.tax.rate_frac, case.project.tax.losses)[0]
    yield Line(
        key="taxable_after_interest",
        values=income,
        formula=lambda year: f"{at('taxable', year)}+{at(Row.INTEREST, year)}",
    )
    yield from _carried(model, "taxable_after_interest", "_after_interest", income)
    yield Line(
        key="tax_after_interest",
        values=due,
        formula=_tax(model, "taxable_after_interest", "_after_interest"),
    )
    yield Line(
        key=Row.TAX_SAVED.value,
        values=case.row(Row.TAX_SAVED),
        formula=lambda year: f"{at('tax_after_interest', year)}-{at(Row.TAX, year)}",
    )


def _carried(model: Model, income: str, suffix: str, values: Floats) -> Iterator[Line]:
    at, rule = model.flow.at, model.case.project.tax.losses
    used, left = f"losses_used{suffix}", f"losses_left{suffix}"
    found = carry(values[None, :], rule)
    at_once = rule is LossRule.USED

    def limit(year: int) -> str:
        base = f"MAX({at(income, year)},0)"
        pool = at(left, year - 1) if year else "0"
        most = f"MIN({base},tax_loss_free)+tax_loss_frac*MAX({base}-tax_loss_free,0)"
        return f"IF(tax_losses_at_once=1,0,MIN({pool},{most}))"

    def rest(year: int) -> str:
        pool = f"{at(left, year - 1)}-{at(used, year)}+" if year else ""
        return f"IF(tax_losses_at_once=1,0,{pool}MAX(-{at(income, year)},0))"

    yield Line(key=used, values=found.used[0] * (not at_once), formula=limit)
    yield Line(key=left, values=found.left[0] * (not at_once), formula=rest, summed=False)


def _tax(model: Model, income: str, suffix: str) -> Formula:
    at = model.flow.at
    return lambda year: (
        f"-tax_rate_frac*IF(tax_losses_at_once=1,{at(income, year)},"
        f"MAX({at(income, year)},0)-{at(f'losses_used{suffix}', year)})"
    )
