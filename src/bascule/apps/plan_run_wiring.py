"""Joins ``bascule plan run`` to its files, and a plan's site to its margins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from bascule.adapters.plans.plan_file import BUNDLED_PLANS, bundled_plan, bundled_plan_text
from bascule.adapters.plans.plan_file import read_plan as read_plan_file
from bascule.apps.wiring import read_market
from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import InputError, InputProblem
from bascule.study.backtest import initial_state, set_stage
from bascule.study.conversion.case import Case
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.plan_statement import PlanFile, case_of
from bascule.study.conversion.sensitivity import too_wide, value_of
from bascule.study.margins.day_table import DayTable, day_of_year, sample_days
from bascule.study.margins.real_quarters import Quartering, RealQuarters, real_quarters
from bascule.study.margins.site_year import SiteYear, closed_margin, program_margin
from bascule.study.margins.surface import Surface, sample

__all__ = [
    "BUNDLED_PLANS",
    "MarginCheck",
    "Planned",
    "bundled_plan_text",
    "plan_margins",
    "planned",
    "read_plan",
]

Progress = Callable[[int, int], None]
"""Told how many margins are done and how many there are."""

_FAR_FRAC: Final = 0.005
_WHOLE_YEAR: Final = (0.99, 1.01)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginCheck:
    """The closed form against the program at today's hashprice.

    Attributes:
        closed_per_year: Money of the whole site.
        program_per_year: The same by the program, with what couples in time.
        couples: Whether the site couples in time: battery, demand charge, jobs and the like.
    """

    closed_per_year: float
    program_per_year: float
    couples: bool

    @property
    def difference_frac(self) -> float:
        """Closed form less program over the program's size; 0 where both are nothing."""
        size = max(abs(self.closed_per_year), abs(self.program_per_year))
        return (self.closed_per_year - self.program_per_year) / size if size > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with its margins.

    Attributes:
        plan: What the file states.
        case: The same with its surface.
        year: The site's year, to ask further margins of.
        check: The closed form against the program.
        quarters: Real days for the paths of risk; None where the plan has none.
        remarks: What a reader must know.
    """

    plan: PlanFile
    case: Case
    year: SiteYear
    check: MarginCheck
    quarters: RealQuarters | None
    remarks: tuple[str, ...]


def read_plan(plan: str) -> PlanFile:
    """A plan by bundled name or by path.

    Raises:
        InputError: Everything that is wrong in it, or there is no such plan.
    """
    if plan in BUNDLED_PLANS:
        return bundled_plan(plan)
    if not Path(plan).exists():
        hint = f"is neither a bundled plan ({', '.join(BUNDLED_PLANS)}) nor a file"
        raise InputError([InputProblem(file="command line", field="FILE", value=plan[:60], hint=hint)])
    return read_plan_file(Path(plan))


def planned(plan: PlanFile, today: str, progress: Progress | None = None) -> Planned:
    """A plan with the margins of its site.

    Args:
        plan: What the file states.
        today: ISO day, to tell which figures are stale.
        progress: Told of every margin.

    Raises:
        InputError: The market does not give what the site needs.
        Infeasible: A week of the site has no plan.
    """
    year = plan_margins(plan)
    surface, days = sample_days(
        year, np.array(plan.nodes.hashprice), np.array(plan.nodes.power_scale), progress
    )
    if plan.nodes.by_program or len(plan.nodes.ai_scale) > 1:
        surface = _surface(plan, year, progress)
    case = case_of(plan, surface, plan.site_eh_s)
    _refuse_errors(plan, case)
    check = _checked(case, year)
    return Planned(
        plan=plan,
        case=case,
        year=year,
        check=check,
        quarters=_quarters(plan, days),
        remarks=tuple(_remarks(plan, year, check, today)),
    )


def _refuse_errors(plan: PlanFile, case: Case) -> None:
    """Refuse errors of parameters that are no smaller than what they are errors of."""
    problems = [
        InputProblem(
            file=plan.file,
            field=f"parameter_errors[{number}].standard_error",
            value=f"{error.standard_error:g}",
            hint=f"must be below the input's value ({error.name} is {value_of(case, error.name):.4g})",
        )
        for number, error in enumerate(plan.parameter_errors)
        if too_wide(case, error)
    ]
    if problems:
        raise InputError(problems)


def _surface(plan: PlanFile, year: SiteYear, progress: Progress | None) -> Surface:
    """Margins at every node as the plan asks for them: by merit order or by the program, also along AI prices."""
    asked = program_margin if plan.nodes.by_program else closed_margin
    return sample(
        lambda hashprice, power, ai: asked(year.at(hashprice, power, ai)),
        np.array(plan.nodes.hashprice),
        np.array(plan.nodes.power_scale),
        np.array(plan.nodes.ai_scale),
        progress,
    )


def _quarters(plan: PlanFile, days: DayTable) -> RealQuarters | None:
    """Quarters of real days, the first from the plan's own day on."""
    if not plan.world.real_days:
        return None
    first = int(day_of_year(np.array([(date.fromisoformat(plan.as_of) - date(1970, 1, 1)).days]))[0])
    return real_quarters(days, Quartering(first_day=first, seed=plan.world.seed))


def plan_margins(plan: PlanFile) -> SiteYear:
    """The year of a plan's site, ready to be asked.

    Raises:
        InputError: The market does not give what the site needs.
    """
    period = plan.market
    market = read_market(plan.site, period.files, period.start, period.end)
    return SiteYear.of(set_stage(plan.site, market, period.start, period.end))


def _checked(case: Case, year: SiteYear) -> MarginCheck:
    """Both forms at today's hashprice and the plan's power level."""
    here = year.at(float(case.drivers().base[HASHPRICE, 0]), case.mining.power_scale, 1.0)
    return MarginCheck(
        closed_per_year=closed_margin(here), program_per_year=program_margin(here), couples=_couples(here)
    )


def _couples(year: SiteYear) -> bool:
    piece = Piece(grid=year.grid, values=year.values)
    start = initial_state(year.site, year.grid.start)
    return compile_inputs(SiteShape.of(year.site), [piece], start, Asking()).couples


def _remarks(plan: PlanFile, year: SiteYear, check: MarginCheck, today: str) -> Iterator[str]:
    if not plan.nodes.by_program and check.couples and abs(check.difference_frac) > _FAR_FRAC:
        yield (
            f"The site couples in time (battery, demand charge, jobs or the like), which the closed form leaves out: its margin "
            f"is {check.difference_frac:+.1%} off the program's at today's hashprice."
        )
    if not _WHOLE_YEAR[0] <= year.years <= _WHOLE_YEAR[1]:
        yield (
            f"The market period is {year.years:.2f} years long: margins are scaled to a year, seasons are not."
        )
    if plan.meter_mw < plan.site.grid.import_limit_mw:
        yield (
            f"The ladder has {plan.meter_mw:g} of the site's {plan.site.grid.import_limit_mw:g} MW: the plan is for these, with "
            f"their share of margin and hashrate."
        )
    for row in plan.stale(today):
        yield f"{row.name} = {row.value:g} is stale: {row.source} ({row.as_of}) was good until {row.stale_after}."
