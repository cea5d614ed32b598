"""A plan's answer for machines: every field under its own name, each figure under its measure."""

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.plan_everything_json import everything_json
from bascule.model.series import Floats
from bascule.study.conversion.answer import LEVELS, Answer, Statement
from bascule.study.conversion.case import Case
from bascule.study.conversion.finance import World
from bascule.study.conversion.history import History
from bascule.study.conversion.lines import RestLines, TriggerLine
from bascule.study.conversion.plan_drivers import DRIVER_NAMES, HASHPRICE, RENT
from bascule.study.conversion.plan_statement import PlanFile
from bascule.study.conversion.resale import resale
from bascule.study.conversion.risk import Risk
from bascule.study.conversion.worth import Worth
from bascule.study.project.result import ProjectResult
from bascule.study.switching.bracket import Bracket


def answer_json(
    plan: PlanFile, answer: Answer, cash: ProjectResult, headline: str, remarks: list[str]
) -> dict[str, Json]:
    """Everything that was found.

    Args:
        plan: What was stated.
        answer: What was found.
        cash: Cash flow of the first rung, converted now.
        headline: The opening sentence.
        remarks: What must be known beside it.
    """
    case = answer.statement.case
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_run",
        "name": case.name,
        "currency": case.currency,
        "as_of": plan.as_of,
        "headline": headline,
        "remarks": list(remarks),
        "market": plain(plan.market.files),
        "assumptions": [plain(row) for row in plan.assumptions],
        "pricing_measure": {
            "measure": case.measure,
            "discount_rate_frac": float(np.expm1(case.rate)),
            "hashprice": plain(case.hashprice.pricing),
            "rent": plain(case.rent.pricing),
            "site_value": answer.site_value,
            "rungs": [rung_json(case, number, found) for number, found in enumerate(answer.rungs)],
            "triggers": [line_json(line) for line in answer.decided.lines],
            "npv_trigger": line_json(answer.decided.npv),
            "hashing_stops_and_starts": rests_json(answer.decided.rests),
            "rests_below_hashprice": answer.rests_below,
            "starts_above_hashprice": answer.starts_above,
            "option_worth": answer.option_worth,
            "machines": machines_json(case),
            "certificate": bracket_json(answer.certificate, answer.rungs[0].optimal),
            "certificate_with_power": None if answer.wider is None else bracket_json(answer.wider, None),
            "everything": None if answer.wide is None else everything_json(answer.wide),
            "swings": [plain(one) for one in answer.swings],
            "flips": [plain(one) for one in answer.flips],
            "parameter_errors": [plain(one) for one in answer.carried],
            "reverse_stress": plain(answer.breaks),
        },
        "world_measure": {
            "hashprice": plain(case.hashprice.world),
            "rent": plain(case.rent.world),
            "probability_begun_by_quarter": [answer.begun_by(q) for q in range(case.quarters)],
            "mean_converted_meter_mw_by_quarter": plain(answer.mean_mw()),
            "quantile_levels": list(LEVELS),
            "hashprice_quantiles": plain(answer.levels[HASHPRICE]),
            "rent_quantiles": plain(answer.levels[RENT]),
            "further_quantiles": {
                name: plain(answer.levels[number])
                for number, name in enumerate(DRIVER_NAMES)
                if RENT < number < len(answer.levels)
            },
            "drawn_from": drawn_json(answer.statement),
            "hedges": plain(answer.hedging),
            "strategies": {name: risk_json(found) for name, found in answer.risks.items()},
        },
        "margin_surface": plain(case.mining.surface),
        "first_rung_converted_now": {"rows": plain(cash.table()), "measures": plain(cash.measures)},
        "effort": plain(answer.statement.effort),
        "world": world_json(answer.statement.world),
    }


def rung_json(case: Case, number: int, found: Worth) -> dict[str, Json]:
    """A rung, money per meter megawatt."""
    rung = case.rungs[number]
    return {
        "rung": number + 1,
        "meter_mw": rung.meter_mw,
        "it_mw": rung.meter_mw / case.shell.pue,
        "convert_now": found.now,
        "npv_says_convert": found.npv_now,
        "mine_on_per_meter_mw": found.mine_on,
        "without_ai_per_meter_mw": found.without_ai,
        "convert_now_per_meter_mw": found.convert_now,
        "npv_rule_per_meter_mw": found.npv_rule,
        "optimal_per_meter_mw": found.optimal,
        "waiting_per_meter_mw": found.waiting,
        "npv_rule_regret_per_meter_mw": found.regret,
        "trigger_rent_per_it_kw_month": found.trigger,
        "npv_trigger_rent_per_it_kw_month": found.npv_trigger,
    }


def machines_json(case: Case) -> Json:
    """Second-hand prices of the machines; null where the plan states none."""
    if case.machines is None:
        return None
    today = case.drivers().base[HASHPRICE, 0]
    return plain({"terms": case.machines, "resale_per_meter_mw_today": float(resale(case, 0, today))})


def line_json(line: TriggerLine) -> dict[str, Json]:
    """A trigger line; null where no rent of the grid is enough."""
    return {
        "name": line.name,
        "hashprice_per_ph_day": plain(line.hashprice),
        "rent_per_it_kw_month": _gaps(line.rent),
    }


def rests_json(found: RestLines) -> dict[str, Json]:
    """Where hashing stops and starts again along rents; null where no hashprice does it."""
    return {
        "rent_per_it_kw_month": plain(found.rent),
        "stops_below_hashprice_per_ph_day": _gaps(found.stops_below),
        "sells": plain(found.sells),
        "starts_above_hashprice_per_ph_day": _gaps(found.starts_above),
    }


def _gaps(values: Floats) -> list[Json]:
    return [None if np.isnan(value) else float(value) for value in values]


def bracket_json(found: Bracket, exact: float | None) -> dict[str, Json]:
    """Bounds of a value."""
    return {
        "grid": exact,
        "lower": found.lower.mean,
        "lower_standard_error": found.lower.standard_error,
        "upper": None if found.upper is None else found.upper.mean,
        "upper_standard_error": None if found.upper is None else found.upper.standard_error,
        "gap_frac": found.gap_frac,
    }


def drawn_json(statement: Statement) -> dict[str, Json]:
    """What the paths of risk are drawn from; money of seasons is of the whole site, a year, at today's hashprice."""
    case, quarters, past = statement.case, statement.quarters, statement.world.history
    here = (float(case.drivers().base[HASHPRICE, 0]), case.mining.power_scale)
    return {
        "real_days": None
        if quarters is None
        else {
            "days": quarters.days,
            "how": plain(quarters.how),
            "season_above_year_per_year": plain(quarters.means(*here)),
            "standard_deviation_of_a_quarter_per_year": plain(quarters.spreads(*here)),
        },
        "history": None if past is None else history_json(case, past),
    }


def history_json(case: Case, past: History) -> dict[str, Json]:
    """A history beside the plan: columns in the order of hashprice, rent and power."""
    return {
        "file": past.file,
        "columns": list(past.columns),
        "first": past.first,
        "last": past.last,
        "stretches": past.stretches,
        "independent_quarters": int(past.quarters),
        "correlation": plain(past.corr),
        "plan_correlation": case.corr,
        "quarterly_standard_deviation": plain(past.spread),
        "plan_quarterly_standard_deviation": plain(case.drivers(world=True).spread),
        "skewness": plain(past.skewness),
        "excess_kurtosis": plain(past.excess_kurtosis),
    }


def world_json(world: World) -> dict[str, Json]:
    """What is drawn; of a history its file, which the plan's folder holds."""
    return {
        "power_sd": world.power_sd,
        "power_speed": world.power_speed,
        "paths": world.paths,
        "seed": world.seed,
        "real_days": world.real_days,
        "history": None if world.history is None else world.history.file,
    }


def risk_json(found: Risk) -> dict[str, Json]:
    """A strategy's risk."""
    return {
        "mean_npv": found.mean_npv,
        "standard_error": found.standard_error,
        "var_95": found.var_95,
        "cvar_95": found.cvar_95,
        "npv_quantiles": plain(found.npv),
        "ruin": found.ruin,
        "ruin_by_quarter": plain(found.ruin_by),
        "covenant_breach": found.breach,
        "runway_years": found.runway_years,
        "cash_quantiles": plain(found.cash),
        "mean_debt_by_quarter": plain(found.owed),
        "cash_less_debt_quantiles": plain(found.net_cash),
        "converted_mw_quantiles": plain(found.converted),
        "mean_own_accelerators_meter_mw": found.mean_own,
        "own_accelerators": found.own,
        "ruin_with_own_accelerators": found.ruin_own,
        "mean_money_by_quarter": plain(found.means),
    }
