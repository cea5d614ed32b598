"""The supply of hashrate as tables and a curve, before and after exits."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import Equilibrium
from bascule.chain.supply_change import SupplyChange
from bascule.report.chain.form import number, table
from bascule.report.figures.figure import Axis, Figure, Level, Line
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, plain_money
from bascule.report.tables.table import Table

MOST_ROWS: Final = 40


def equilibrium_table(change: SupplyChange) -> Table:
    """Where supply settles, before and after exits."""
    before, after, left_eh_s = change.before, change.after, change.left_eh_s
    columns = (before,) if after is None else (before, after)
    rows = [
        (text("chain.fact.hashrate"), *(f"{number(found.hashrate_eh_s, 1)} EH/s" for found in columns)),
        (text("chain.fact.hashprice"), *(_price(found) for found in columns)),
        (text("chain.fact.power"), *(f"{number(found.power_mw, 0)} MW" for found in columns)),
        (text("chain.fact.margin"), *(plain_money(sum(found.margin_usd_per_day)) for found in columns)),
    ]
    note = ""
    if after is not None and left_eh_s:
        lost = before.hashrate_eh_s - after.hashrate_eh_s
        note = text(
            "chain.supply.note",
            left=number(left_eh_s, 1),
            lost=number(lost, 1),
            share=number(100 * lost / left_eh_s, 0),
        )
    headings = ("what", "before") if after is None else ("what", "before", "after")
    return table("equilibrium", headings, rows, note=note)


def cohorts_table(cohorts: Sequence[Cohort], found: Equilibrium, *, after: bool = False) -> Table:
    """Who runs, cheapest first."""
    order = sorted(range(len(cohorts)), key=lambda at: cohorts[at].break_even_usd_per_ph_day)
    rows = [
        (
            cohorts[at].name,
            number(cohorts[at].eh_s, 1),
            number(cohorts[at].j_per_th, 1),
            number(cohorts[at].usd_per_mwh, 1),
            number(cohorts[at].break_even_usd_per_ph_day, 1),
            number(found.on_eh_s[at], 1),
            plain_money(found.margin_usd_per_day[at]),
        )
        for at in order
    ]
    headings = ("cohort", "capacity", "j_per_th", "power_price", "break_even", "running", "margin_day")
    return table("cohorts_after" if after else "cohorts", headings, rows[:MOST_ROWS])


def supply_figure(cohorts: Sequence[Cohort], change: SupplyChange) -> Figure:
    """Break-even by hashrate, cheapest first, with the hashprices at which both settle."""
    marks = [_curve(text("chain.before"), cohorts)]
    levels = [_level("chain.before", change.before)]
    if change.after is not None:
        marks.append(_curve(text("chain.after"), change.cohorts_after))
        levels.append(_level("chain.after", change.after))
    return Figure(
        title=text("chain.figure.supply"),
        unit="$/PH/d",
        marks=tuple(marks),
        axis=Axis.NUMBER,
        x_label="EH/s",
        levels=tuple(level for level in levels if level is not None),
        from_zero=True,
        note=text("chain.figure.supply.note"),
    )


def supply_section(cohorts: Sequence[Cohort], change: SupplyChange) -> Section:
    """The curve and who stands on it."""
    return Section(
        title=text("chain.section.supply"),
        lead=text("chain.supply.lead"),
        figures=(supply_figure(cohorts, change),),
        tables=(equilibrium_table(change),),
        folded=who_runs(cohorts, change),
    )


def who_runs(cohorts: Sequence[Cohort], change: SupplyChange) -> tuple[Table, ...]:
    """Cohorts before and, where somebody leaves, after."""
    before = cohorts_table(cohorts, change.before)
    if change.after is None:
        return (before,)
    return (before, cohorts_table(change.cohorts_after, change.after, after=True))


def _curve(name: str, cohorts: Sequence[Cohort]) -> Line:
    ordered = sorted((c for c in cohorts if c.eh_s > 0), key=lambda c: c.break_even_usd_per_ph_day)
    sizes, costs = [c.eh_s for c in ordered], [c.break_even_usd_per_ph_day for c in ordered]
    x = np.concatenate(([0.0], np.cumsum(sizes)))
    return Line(name=name, x=x, y=np.array([*costs, costs[-1]] if costs else [np.nan]), steps=True)


def _level(key: str, found: Equilibrium) -> Level | None:
    price = found.hashprice_usd_per_ph_day
    if price is None:
        return None
    name = text(
        "chain.level.settles", when=text(key), price=number(price, 1), hashrate=number(found.hashrate_eh_s, 0)
    )
    return Level(value=price, name=name)


def _price(found: Equilibrium) -> str:
    price = found.hashprice_usd_per_ph_day
    return NONE if price is None else f"{number(price, 2)} $/PH/d"
