"""Odds, cost and budget as tables and figures: scenarios, no verdicts."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from bascule.chain.attack_study import CONFIRMATIONS, AttackStudy
from bascule.chain.majority import MajorityCost, MajorityRange
from bascule.chain.security_budget import SecurityBudget
from bascule.report.chain.form import number, table
from bascule.report.figures.figure import Axis, Bars, Figure, Line
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, figure, percent
from bascule.report.tables.table import Table

_BN: Final = 1e9
_LEAST: Final = 1e-5
"""Odds below it are not told apart."""


def odds_table(study: AttackStudy) -> Table:
    """Exact odds beside the white paper's, and the confirmations needed."""
    rows = [
        (
            percent(row.attacker_frac),
            *(f"{_odds(row.exact[blocks])} ({_odds(row.poisson[blocks])})" for blocks in CONFIRMATIONS),
            _pair(row.for_one_percent),
            _pair(row.for_one_per_mille),
        )
        for row in study.odds
    ]
    headings = ("attacker", *(f"z{blocks}" for blocks in CONFIRMATIONS), "one_percent", "one_per_mille")
    return table("odds", headings, rows, note=text("chain.odds.note"))


def cost_table(study: AttackStudy) -> Table:
    """Cost of owning half: cheapest, base, dearest."""
    if study.cost is None:
        return table("cost", ("what", "cheapest", "base", "dearest"), ())
    columns = (study.cost.cheapest, study.cost.base, study.cost.dearest)
    rows = [
        _cost_row("needed", columns, "EH/s", lambda cost: cost.needed_eh_s, 0),
        _cost_row("of_idle", columns, "EH/s", lambda cost: cost.idle_eh_s, 1),
        _cost_row("power", columns, "GW", lambda cost: cost.power_mw / 1e3, 1),
        _cost_row("hardware", columns, "bn $", lambda cost: cost.hardware_usd / _BN, 2),
        _cost_row("site", columns, "bn $", lambda cost: cost.site_usd / _BN, 2),
        _cost_row("attack_energy", columns, "M $", lambda cost: cost.energy_usd / 1e6, 1),
        _cost_row("net", columns, "bn $", lambda cost: cost.net_usd / _BN, 2),
        _cost_row("energy_hour", columns, "M $/h", lambda cost: cost.energy_usd_per_h / 1e6, 2),
        _cost_row("net_hour", columns, "M $/h", lambda cost: (cost.net_usd_per_h or 0.0) / 1e6, 1),
    ]
    earned = NONE if study.rewards_usd is None else f"{number(study.rewards_usd / 1e6, 1)} M $"
    rows.append((text("chain.fact.rewards"), NONE, earned, NONE))
    dominant = text(f"chain.assumption.{study.cost.swings[0].assumption}")
    note = text(
        "chain.cost.note",
        dominant=dominant,
        idle=number(study.idle_eh_s, 1),
        share=percent(study.idle_eh_s / study.cost.base.needed_eh_s),
        saved=_saved(study),
    )
    return table("cost", ("what", "cheapest", "base", "dearest"), rows, note=note)


def swings_table(cost: MajorityRange | None) -> Table:
    """Which assumption moves the cost how far, all others at their base."""
    rows = [
        (
            text(f"chain.assumption.{swing.assumption}"),
            figure(swing.low),
            figure(swing.high),
            number(swing.net_low_usd / _BN, 2),
            number(swing.net_high_usd / _BN, 2),
        )
        for swing in (() if cost is None else cost.swings)
    ]
    return table("swings", ("assumption", "low", "high", "net_low", "net_high"), rows)


def budget_table(study: AttackStudy) -> Table:
    """The security budget now and after each halving, by scenario."""
    rows = [_budget_row(name, row) for name, ahead in study.budgets.items() for row in ahead]
    headings = ("scenario", "height", "years", "price", "fees", "btc_day", "usd_day", "of_value", "fee_share")
    return table("budget", headings, rows, note=text("chain.budget.note"))


def attack_tables(study: AttackStudy) -> tuple[Table, ...]:
    """What the terminal shows."""
    return (odds_table(study), cost_table(study), swings_table(study.cost), budget_table(study))


def attack_section(study: AttackStudy) -> Section:
    """Odds, the tornado of the cost, the budget ahead."""
    return Section(
        title=text("chain.section.attack"),
        lead=text("chain.attack.lead"),
        figures=tuple(_figures(study)),
        tables=attack_tables(study),
    )


def _figures(study: AttackStudy) -> Iterator[Figure]:
    x = np.array([100 * row.attacker_frac for row in study.odds])
    marks = tuple(
        Line(
            name=text("chain.confirmations", blocks=str(blocks)),
            x=x,
            y=np.array([100 * row.exact[blocks] for row in study.odds]),
        )
        for blocks in CONFIRMATIONS
    )
    yield Figure(
        title=text("chain.figure.odds"),
        unit="%",
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("chain.axis.attacker"),
        from_zero=True,
    )
    if study.cost is not None:
        swings = study.cost.swings
        bars = Bars(
            name="",
            names=[text(f"chain.assumption.{swing.assumption}") for swing in swings],
            start=np.array([min(s.net_low_usd, s.net_high_usd) / _BN for s in swings]),
            end=np.array([max(s.net_low_usd, s.net_high_usd) / _BN for s in swings]),
        )
        yield Figure(
            title=text("chain.figure.swings"), unit="bn $", marks=(bars,), axis=Axis.NAMES, from_zero=True
        )
    budgets = tuple(
        Line(
            name=text(f"chain.budget.{name}"),
            x=np.array([row.years_ahead for row in ahead]),
            y=np.array([row.usd_per_day / 1e6 for row in ahead]),
            steps=True,
        )
        for name, ahead in study.budgets.items()
    )
    yield Figure(
        title=text("chain.figure.budget"),
        unit="M $/d",
        marks=budgets,
        axis=Axis.NUMBER,
        x_label=text("chain.axis.years"),
        from_zero=True,
    )


def _cost_row(
    what: str,
    columns: tuple[MajorityCost, ...],
    unit: str,
    value: Callable[[MajorityCost], float],
    decimals: int,
) -> tuple[str, ...]:
    return (text(f"chain.fact.{what}"), *(f"{number(value(cost), decimals)} {unit}" for cost in columns))


def _budget_row(name: str, row: SecurityBudget) -> tuple[str, ...]:
    return (
        text(f"chain.budget.{name}"),
        f"{row.height:,}",
        number(row.years_ahead, 1),
        number(row.usd_per_btc, 0),
        number(row.fees_btc_per_block, 3),
        number(row.btc_per_day, 1),
        number(row.usd_per_day / 1e6, 2),
        percent(row.of_value_frac_per_year),
        percent(row.fee_frac),
    )


def _odds(value: float) -> str:
    if value >= 1:
        return "100 %"
    return f"{100 * value:.3g} %" if value >= _LEAST else "<0.001 %"


def _pair(blocks: tuple[int | None, int | None]) -> str:
    return " / ".join(NONE if part is None else str(part) for part in blocks)


def _saved(study: AttackStudy) -> str:
    if study.cost is None or study.without_idle is None:
        return NONE
    return f"{number((study.without_idle.base.net_usd - study.cost.base.net_usd) / _BN, 2)} bn $"
