"""The inputs of a project as named cells and as rows of years."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from bascule.model.series import Floats
from bascule.report.workbook.case import Case
from bascule.report.workbook.places import Line, from_year_1
from bascule.study.plan.taxes import LossRule, loss_limit
from bascule.study.project.block import Amount
from bascule.study.project.paths import by_path, yearly
from bascule.study.project.terms import BuildInterest, Forgone, Repayment
from bascule.study.project.uses import (
    Departure,
    Dispatched,
    Mining,
    Mothballed,
    OwnCloud,
    PowerSold,
    ShellLease,
)

STAYS = 999
"""Month of a departure that does not happen, beyond every horizon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A named cell.

    Attributes:
        key: Its name; its label is the text ``workbook.input.<key>`` unless it has its own.
        value: What the plan says.
        unit: In words; ``{c}`` is the currency.
        label: For inputs whose name the plan gives.
    """

    key: str
    value: float
    unit: str
    label: str = ""


def inputs(case: Case) -> tuple[Input, ...]:
    """Every single input."""
    return (*_block(case), *_use(case), *_costs(case), *_tax(case), *_debt(case))


def _block(case: Case) -> Iterator[Input]:
    block, project = case.project.block, case.project
    yield Input(key="block.meter_mw", value=block.meter_mw, unit="MW at the meter")
    yield Input(key="block.pue", value=block.pue, unit="meter MW per IT MW")
    yield Input(key="block.load_frac", value=block.load_frac, unit="share")
    yield Input(key="block.gpus", value=block.gpus, unit="GPUs")
    yield Input(key="build.lead_months", value=float(case.flows.when.lead_months[0]), unit="months")
    yield Input(key="discount_rate_frac", value=project.discount_rate_frac, unit="per year")
    yield Input(key="equity_rate_frac", value=project.equity_rate_frac, unit="per year")
    yield Input(key="working_capital_days", value=project.working_capital_days, unit="days of revenue")
    yield Input(
        key="forgone",
        value=float(list(Forgone).index(project.forgone)),
        unit="0 none, 1 building, 2 all years",
    )


def _use(case: Case) -> Iterator[Input]:
    use = case.project.use
    match use:
        case ShellLease():
            yield from _lease(case, use)
        case Mining():
            yield Input(key="use.j_per_th", value=use.j_per_th, unit="J/TH")
            yield Input(key="use.ageing_frac", value=use.ageing_frac, unit="per year")
            yield Input(key="use.fee_frac", value=use.fee_frac, unit="share")
        case OwnCloud():
            yield Input(key="use.gpu_life_years", value=use.gpu_life_years, unit="years")
            yield Input(key="use.resale_frac", value=use.resale_frac, unit="share")
        case Mothballed():
            upkeep = use.upkeep_per_meter_mw_year
            yield Input(key="use.upkeep_per_meter_mw_year", value=upkeep, unit="{c} per meter MW and year")
        case Dispatched() | PowerSold():
            return
        case _:
            assert_never(use)


def _lease(case: Case, lease: ShellLease) -> Iterator[Input]:
    paths = case.paths
    gone = lease.departure or Departure(month=STAYS, paid_frac=0.0, vacant_months=0, relet_frac=0.0)
    signed = by_path(None if paths.price is None else paths.price[:, 0], lease.rent_per_it_kw_month)
    leaving = by_path(paths.departure_months, gone.month)
    yield Input(key="use.rent_per_it_kw_month", value=float(signed[0, 0]), unit="{c} per IT kW and month")
    yield Input(key="use.escalator_frac", value=lease.escalator_frac, unit="per lease year")
    yield Input(key="use.term_years", value=lease.term_years, unit="years")
    yield Input(key="use.renewal_frac", value=lease.renewal_frac, unit="share of the rent")
    yield Input(key="use.termination_months", value=lease.termination_months, unit="months of rent")
    yield Input(
        key="use.departure.month",
        value=float(np.ceil(min(leaving[0, 0], STAYS))),
        unit="lease month, 999 stays",
    )
    yield Input(key="use.departure.paid_frac", value=gone.paid_frac, unit="share")
    yield Input(key="use.departure.vacant_months", value=gone.vacant_months, unit="months")
    yield Input(key="use.departure.relet_frac", value=gone.relet_frac, unit="share of the rent")


def _costs(case: Case) -> Iterator[Input]:
    project, opex = case.project, case.project.opex
    yield Input(key="capex_factor", value=float(by_path(case.paths.capex_factor, 1.0)[0, 0]), unit="times")
    for at, part in enumerate(project.capex, start=1):
        yield Input(key=f"capex.{at}.each", value=part.cost.each, unit=_per(part.cost), label=part.name)
    for at, fixed in enumerate(opex.fixed, start=1):
        yield Input(
            key=f"opex.fixed.{at}.each", value=fixed.each, unit=f"{_per(fixed)} and year", label="Fixed cost"
        )
    yield Input(key="opex.variable_frac", value=opex.variable_frac, unit="share of revenue")
    yield Input(key="opex.energy_per_mwh", value=opex.energy_per_mwh, unit="{c} per MWh at the meter")
    yield Input(key="opex.inflation_frac", value=opex.inflation_frac, unit="per year")
    yield Input(
        key="closure.decommissioning", value=project.closure.decommissioning, unit="{c} of the last year"
    )
    residual = project.closure.interconnection_residual
    yield Input(key="closure.interconnection_residual", value=residual, unit="{c} of the last year")


def _per(amount: Amount) -> str:
    words = {"it_mw": "per IT MW", "meter_mw": "per meter MW", "gpu": "per GPU", "total": "in all"}
    return f"{{c}} {words[amount.basis.value]}"


def _tax(case: Case) -> Iterator[Input]:
    tax = case.project.tax
    free, frac = loss_limit(tax.losses)
    at_once = tax.losses is LossRule.USED
    yield Input(key="tax.rate_frac", value=tax.rate_frac, unit="share")
    yield Input(key="tax.losses_at_once", value=float(at_once), unit="1 at once, 0 carried")
    yield Input(key="tax.loss_free", value=free, unit="{c} of income")
    yield Input(key="tax.loss_frac", value=frac, unit="share of income above")


def _debt(case: Case) -> Iterator[Input]:
    debt = case.debt
    yield Input(key="debt.loan_to_cost_frac", value=debt.loan_to_cost_frac, unit="share")
    yield Input(key="debt.rate_frac", value=debt.rate_frac, unit="per year")
    yield Input(key="debt.tenor_years", value=debt.tenor_years, unit="years")
    yield Input(
        key="debt.sculpted", value=float(debt.repayment is Repayment.SCULPTED), unit="1 sculpted, 0 level"
    )
    yield Input(key="debt.target_dscr", value=debt.target_dscr, unit="times")
    capitalised = debt.build_interest is BuildInterest.CAPITALISED
    yield Input(key="debt.capitalised", value=float(capitalised), unit="1 capitalised, 0 paid")


def yearly_inputs(case: Case) -> tuple[Line, ...]:
    """Every input by year; years without one are empty."""
    project, years = case.project, case.project.years
    ramp = np.array([*project.build.ramp_frac, *[1.0] * years])[:years]
    zero = np.zeros((1, years))
    rows = {
        "yearly.spend_frac": (_padded(project.build.spend_frac, years), "share"),
        "yearly.grants": (_padded(project.build.grants, years), "money"),
        "yearly.ramp_frac": (from_year_1(ramp), "share"),
        "yearly.margin": (
            from_year_1((zero if case.paths.margin is None else case.paths.margin)[0]),
            "money",
        ),
        "yearly.lost": (from_year_1((zero if case.paths.lost is None else case.paths.lost)[0]), "money"),
        **{key: (from_year_1(row), style) for key, (row, style) in _prices(case).items()},
    }
    return tuple(
        Line(key=key, values=row, formula=None, style=style, summed=False, start=int(np.isnan(row[0])))
        for key, (row, style) in rows.items()
    )


def _prices(case: Case) -> dict[str, tuple[Floats, str]]:
    use, years = case.project.use, case.project.years
    match use:
        case Mining():
            return {"yearly.price": (_priced(case, use.hashprice_per_ph_day), "price")}
        case OwnCloud():
            return {
                "yearly.price": (_priced(case, use.price_per_gpu_h), "price"),
                "yearly.utilisation_frac": (yearly(use.utilisation_frac, years)[0], "share"),
                "yearly.refresh_per_gpu": (yearly(use.refresh_per_gpu, years)[0], "money"),
            }
        case PowerSold():
            energy = _priced(case, use.price_per_mwh) if use.price_per_mwh else np.zeros(years)
            right = yearly(use.price_per_meter_mw_year or (0.0,), years)[0]
            return {"yearly.price": (energy, "price"), "yearly.right": (right, "money")}
        case _:
            return {}


def _priced(case: Case, stated: tuple[float, ...]) -> Floats:
    rows = yearly(stated, case.project.years) if case.paths.price is None else case.paths.price
    found: Floats = rows[0]
    return found


def _padded(values: tuple[float, ...], years: int) -> Floats:
    return np.array([*values, *[0.0] * (years + 1)])[: years + 1]
