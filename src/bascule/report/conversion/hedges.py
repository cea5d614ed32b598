"""Forwards of a plan, and what the company's cash would be without them."""

from bascule.report.conversion.form import millions, table
from bascule.report.messages import text
from bascule.report.numbers import figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Answer
from bascule.study.conversion.hedging import Cushion, Forward
from bascule.study.conversion.plan_drivers import RENT


def hedges_tables(answer: Answer) -> tuple[Table, ...]:
    """What each forward pays, and the optimal strategy with and without them; nothing for a plan without forwards."""
    if answer.hedging is None:
        return ()
    currency, found = answer.statement.case.currency, answer.hedging
    headings = ("hedge", "unit", "price", "mean_level", "hedge_amount", "quarters", "mean_pay", "hedge_worth")
    rows = [_forward(one, currency) for one in found.forwards]
    both = [_cushion("hedged", found.hedged), _cushion("unhedged", found.unhedged)]
    return (
        table("hedges", headings, rows, text_columns=2, note=text("plan.hedges.note", currency=currency)),
        table(
            "hedged",
            ("strategy", "ruin", "worst_twentieth", "low_cash", "end_cash"),
            both,
            note=text("plan.hedged.note", currency=currency),
        ),
    )


def _forward(one: Forward, currency: str) -> tuple[str, ...]:
    driver = "rent" if one.hedge.driver == RENT else "hashprice"
    return (
        text(f"plan.input.{driver}"),
        text(f"plan.per.{driver}", currency=currency),
        figure(one.hedge.price),
        figure(one.mean_level),
        fixed(one.hedge.amount, 0),
        f"{one.hedge.start}–{one.hedge.end - 1}",
        millions(one.mean_pay),
        millions(one.worth),
    )


def _cushion(name: str, found: Cushion) -> tuple[str, ...]:
    return (
        text(f"plan.{name}"),
        percent(found.ruin),
        millions(-found.cvar_95, 1),
        millions(found.low_cash, 1),
        millions(found.end_cash, 1),
    )
