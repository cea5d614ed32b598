"""What to do today, and above which rent: rungs, triggers, certificate."""

import numpy as np

from bascule.report.conversion.everything import cloud_sentence
from bascule.report.conversion.form import millions, some, table, yes
from bascule.report.messages import text
from bascule.report.numbers import figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import OPTIMAL, Answer
from bascule.study.conversion.case import QUARTERS
from bascule.study.conversion.plan_drivers import HASHPRICE, RENT
from bascule.study.conversion.resale import resale
from bascule.study.conversion.triggers import Triggers
from bascule.study.switching.bracket import Bracket


def headline(answer: Answer) -> str:
    """The sentence that the report opens with."""
    case, found = answer.statement.case, answer.wide
    facts = {
        "waiting": millions(abs(answer.waiting)),
        "trigger": some(answer.trigger),
        "rent": figure(case.today(RENT)),
        "hashprice": figure(case.today(HASHPRICE)),
        "chance": percent(answer.begun_by(min(5 * QUARTERS, case.quarters) - 1)),
        "mean_mw": fixed(float(answer.mean_mw()[-1]), 0),
        "all_mw": fixed(case.meter_mw, 0),
    }
    if answer.begins_now:
        key = "plan.headline.convert"
    elif answer.trigger is None:
        key = "plan.headline.never"
    elif answer.npv_gain > 0:
        key = "plan.headline.wait_against_npv"
    else:
        key = "plan.headline.wait"
    said = text(
        key,
        currency=case.currency,
        now_mw=fixed(case.rungs[0].meter_mw, 0),
        npv=millions(abs(answer.npv_gain)),
        **facts,
    )
    if found is not None and case.cloud is not None:
        said = f"{said} {cloud_sentence(case, found)}"
    return _with_rest(said, answer.decided)


def _with_rest(said: str, decided: Triggers) -> str:
    """What the hall does meanwhile, where that is not hashing."""
    return said if decided.rest_now == "hash" else f"{said} {text(f'plan.headline.{decided.rest_now}')}"


def trigger_headline(decided: Triggers) -> str:
    """The first question's answer in a sentence."""
    case, first = decided.case, decided.rungs[0]
    key = "never" if decided.trigger is None else "convert" if decided.begins_now else "wait"
    said = text(
        f"plan.headline.trigger.{key}",
        currency=case.currency,
        trigger=some(decided.trigger),
        rent=figure(case.today(RENT)),
        hashprice=figure(case.today(HASHPRICE)),
        waiting=millions(first.waiting),
    )
    return _with_rest(said, decided)


def rungs_table(decided: Triggers) -> Table:
    """Every rung on its own terms."""
    case = decided.case
    rows = [
        (
            text("plan.rung", number=str(number + 1)),
            fixed(rung.meter_mw, 0),
            fixed(rung.meter_mw / case.shell.pue, 1),
            yes(found.now),
            yes(found.npv_now),
            millions(found.mine_on),
            millions(found.without_ai),
            millions(found.convert_now),
            millions(found.npv_rule),
            millions(found.optimal),
            millions(found.waiting),
            some(found.trigger),
            some(found.npv_trigger),
        )
        for number, (rung, found) in enumerate(zip(case.rungs, decided.rungs, strict=True))
    ]
    headings = (
        *("rung", "meter_mw", "it_mw", "converts_now", "npv_says", "mine_on", "without_ai"),
        *("convert_now", "npv_rule", "optimal", "waiting", "trigger", "npv_trigger"),
    )
    note = text("plan.rungs.note", currency=case.currency, measure=case.measure)
    if case.beyond is not None:
        note = f"{note} {text('plan.rungs.lean')}"
    return table("rungs", headings, rows, note=note)


def site_table(answer: Answer) -> Table:
    """The whole ladder."""
    case = answer.statement.case
    regret = answer.risks[OPTIMAL].mean_npv - answer.risks["NPV rule"].mean_npv
    rows = [
        (text("plan.fact.site_value"), millions(answer.site_value, 1)),
        (text("plan.fact.regret"), millions(regret, 1)),
        (text("plan.fact.rests_below"), some(answer.rests_below)),
        (text("plan.fact.starts_above"), some(answer.starts_above)),
    ]
    if case.machines is not None:
        price = case.meter_mw * float(resale(case, 0, np.array(case.today(HASHPRICE))))
        rows.append((text("plan.fact.resale"), millions(price, 1)))
    if answer.option_worth is not None and case.option is not None:
        fee = case.option.fee_per_meter_mw * case.meter_mw
        rows += [
            (text("plan.fact.option_worth"), millions(answer.option_worth, 1)),
            (text("plan.fact.option_fee"), millions(fee, 1)),
            (
                text("plan.fact.option_verdict"),
                text("plan.buy" if answer.option_worth > fee else "plan.leave"),
            ),
        ]
    return table("site", ("what", "amount"), rows, note=text("plan.site.note", currency=case.currency))


def certificate_table(answer: Answer) -> Table:
    """Three ways to the same value."""
    rows = [_bracket("two", answer.certificate, answer.rungs[0].optimal)]
    if answer.wider is not None:
        rows.append(_bracket("three", answer.wider, None))
    headings = ("drivers", "grid", "lower", "lower_error", "upper", "upper_error", "gap")
    return table("certificate", headings, rows, note=text("plan.certificate.note"))


def _bracket(name: str, found: Bracket, exact: float | None) -> tuple[str, ...]:
    upper, low = found.upper, found.lower
    return (
        text(f"plan.drivers.{name}"),
        millions(exact, 4),
        millions(low.mean, 4),
        millions(low.standard_error, 4),
        millions(None if upper is None else upper.mean, 4),
        millions(None if upper is None else upper.standard_error, 4),
        percent(found.gap_frac),
    )
