"""What is wrong with a project, all of it at once, before anything is computed."""

from collections.abc import Iterator

from bascule.errors import InputProblem
from bascule.study.plan.depreciation import Schedule
from bascule.study.plan.taxes import LossRule
from bascule.study.project.block import Basis
from bascule.study.project.project import Project
from bascule.study.project.terms import Component, Debt
from bascule.study.project.timing import MONTHS
from bascule.study.project.uses import Mining, OwnCloud, ShellLease

MOST_YEARS = 60
_NEAR = 1e-9

Finding = tuple[str, object, str]
"""Field, value, remedy."""


def project_problems(project: Project, file: str) -> tuple[InputProblem, ...]:
    """Every problem of a project.

    Args:
        project: As it was given.
        file: For messages.
    """
    rules = (_block, _horizon, _build, _capex, _rates, _use, _tax)
    found = [finding for rule in rules for finding in rule(project)]
    if project.debt is not None:
        found += _debt(project, project.debt)
    return tuple(
        InputProblem(file=file, field=field, value=str(value), hint=hint) for field, value, hint in found
    )


def _block(project: Project) -> Iterator[Finding]:
    block = project.block
    if not block.meter_mw > 0:
        yield "block.meter_mw", block.meter_mw, "must be above zero"
    if not block.pue >= 1:
        yield "block.pue", block.pue, "is meter power over IT power: at least 1"
    if not 0 <= block.load_frac <= 1:
        yield "block.load_frac", block.load_frac, "must be from 0 to 1"
    if not block.gpus >= 0:
        yield "block.gpus", block.gpus, "must not be negative"
    elif block.gpus == 0 and any(part.cost.basis is Basis.GPU for part in project.capex):
        yield "block.gpus", block.gpus, "a cost is per GPU: give how many there are"


def _horizon(project: Project) -> Iterator[Finding]:
    if not 1 <= project.years <= MOST_YEARS:
        yield "years", project.years, f"must be from 1 to {MOST_YEARS}"
    elif project.build.lead_months >= project.years * MONTHS:
        horizon = project.years * MONTHS
        yield "build.lead_months", project.build.lead_months, f"is not below the horizon of {horizon} months"


def _build(project: Project) -> Iterator[Finding]:
    build = project.build
    if build.lead_months < 0:
        yield "build.lead_months", build.lead_months, "must not be negative"
    if abs(sum(build.spend_frac) - 1) > _NEAR or min(build.spend_frac, default=-1) < 0:
        yield "build.spend_frac", list(build.spend_frac), "shares of the years 0, 1 and so on must sum to 1"
    if any(not 0 <= share <= 1 for share in build.ramp_frac):
        yield "build.ramp_frac", list(build.ramp_frac), "shares must be from 0 to 1"
    for name, row in (("spend_frac", build.spend_frac), ("grants", build.grants)):
        if len(row) > project.years + 1:
            yield f"build.{name}", len(row), f"has more values than the years 0 to {project.years}"


def _capex(project: Project) -> Iterator[Finding]:
    for at, part in enumerate(project.capex):
        yield from ((f"capex[{at}].{field}", value, hint) for field, value, hint in _component(part))


def _component(part: Component) -> Iterator[Finding]:
    if not isinstance(part.cost.basis, Basis):
        yield "basis", part.cost.basis, f"say what the cost is per: {', '.join(Basis)}"
    if not part.cost.each >= 0:
        yield "cost", part.cost.each, "must not be negative"
    if abs(sum(share.frac for share in part.write_off) - 1) > _NEAR:
        yield "write_off", [share.frac for share in part.write_off], "shares must sum to 1"
    for share in part.write_off:
        if share.schedule in (Schedule.STRAIGHT, Schedule.FRENCH_LINEAR) and share.life_years < 1:
            yield "write_off.life_years", share.life_years, f"{share.schedule} needs at least one year"
        if not 0 <= share.bonus_frac <= 1:
            yield "write_off.bonus_frac", share.bonus_frac, "must be from 0 to 1"


def _rates(project: Project) -> Iterator[Finding]:
    rates = {
        "discount_rate_frac": project.discount_rate_frac,
        "equity_rate_frac": project.equity_rate_frac,
        "opex.inflation_frac": project.opex.inflation_frac,
    }
    yield from ((name, rate, "must be above -1") for name, rate in rates.items() if not rate > -1)
    if not project.working_capital_days >= 0:
        yield "working_capital_days", project.working_capital_days, "must not be negative"


def _use(project: Project) -> Iterator[Finding]:
    use = project.use
    match use:
        case Mining():
            yield from _rows({"hashprice_per_ph_day": use.hashprice_per_ph_day})
            if not use.j_per_th > 0:
                yield "use.j_per_th", use.j_per_th, "must be above zero"
        case ShellLease():
            if use.term_years < 1:
                yield "use.term_years", use.term_years, "must be at least 1"
        case OwnCloud():
            yield from _rows(
                {
                    "price_per_gpu_h": use.price_per_gpu_h,
                    "utilisation_frac": use.utilisation_frac,
                    "refresh_per_gpu": use.refresh_per_gpu,
                }
            )
            if use.gpu_life_years < 1:
                yield "use.gpu_life_years", use.gpu_life_years, "must be at least 1"
        case _:
            return


def _rows(rows: dict[str, tuple[float, ...]]) -> Iterator[Finding]:
    yield from (
        (f"use.{name}", "", "give at least the value of year 1") for name, row in rows.items() if not row
    )


def _tax(project: Project) -> Iterator[Finding]:
    if not 0 <= project.tax.rate_frac <= 1:
        yield "tax.rate_frac", project.tax.rate_frac, "must be from 0 to 1"
    if project.tax.losses is LossRule.FRANCE and project.currency != "EUR":
        yield "tax.losses", project.tax.losses, f"its limit is in EUR, the project in {project.currency}"


def _debt(project: Project, debt: Debt) -> Iterator[Finding]:
    built = -(-project.build.lead_months // MONTHS)
    if not 0 <= debt.loan_to_cost_frac <= 1:
        yield "debt.loan_to_cost_frac", debt.loan_to_cost_frac, "must be from 0 to 1"
    if not debt.rate_frac >= 0:
        yield "debt.rate_frac", debt.rate_frac, "must not be negative"
    if not 1 <= debt.tenor_years <= max(project.years - built, 1):
        yield (
            "debt.tenor_years",
            debt.tenor_years,
            f"must be from 1 to the {project.years - built} years left",
        )
    if not debt.target_dscr > 0:
        yield "debt.target_dscr", debt.target_dscr, "must be above zero"
