"""A scenario of exits as tables and figures: with the answer of those who stay and without."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bascule.chain.grid_effects import GridEffect, grid_effects
from bascule.chain.joint_shock import ShockCase, joint_shock
from bascule.chain.pivot import Pivot, PivotRun
from bascule.chain.pivot_sensitivity import Sensitivity
from bascule.chain.scenario import PivotScenario
from bascule.model.series import Floats, Ints
from bascule.report.chain.form import day, number, signed_percent, table
from bascule.report.figures.figure import Event, Figure, Line
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, percent
from bascule.report.tables.table import Table
from bascule.units import SECONDS_PER_DAY

_DRAWN: Final = (
    ("hashrate", "EH/s"),
    ("block_time", "s"),
    ("difficulty", "T"),
    ("hashprice", "$/PH/d"),
    ("network_power", "GW"),
)
"""What is drawn over time, with its unit, in the order of ``_values``."""


def runs_table(pivot: Pivot) -> Table:
    """The three runs beside each other."""
    runs = (pivot.stay, pivot.subtraction, pivot.answer)
    rows = [
        _row("hashrate_start", "EH/s", [run.path.hashrate_eh_s[0] for run in runs], 1),
        _row("hashrate_end", "EH/s", [run.path.hashrate_eh_s[-1] for run in runs], 1),
        _row("difficulty_end", "T", [run.path.difficulty_end[-1] / 1e12 for run in runs], 2),
        _row("slowest", "s", [run.path.block_s.max() for run in runs], 0),
        _row("hashprice_start", "$/PH/d", [run.income.usd_per_ph_day[0] for run in runs], 2),
        _row("hashprice_top", "$/PH/d", [run.income.usd_per_ph_day.max() for run in runs], 2),
        _row("hashprice_end", "$/PH/d", [run.income.usd_per_ph_day[-1] for run in runs], 2),
        _row("energy", "TWh", [run.energy_twh for run in runs], 1),
        _row("issuance", "BTC", [run.income.issuance_btc.sum() for run in runs], 0),
        _row("idle", "EH/s", [run.idle_eh_s[-1] for run in runs], 1),
    ]
    note = text("chain.pivot.note", left=number(pivot.left_eh_s, 1), share=percent(pivot.pass_through_frac))
    return table("runs", ("what", "stay", "subtraction", "answer"), rows, note=note)


def returns_table(pivot: Pivot) -> Table:
    """Who runs more or less at the end than with nobody gone."""
    base = {c.name: on for c, on in zip(pivot.stay.cohorts, pivot.stay.on_eh_s[:, -1], strict=True)}
    rows = []
    for cohort, on in zip(pivot.answer.cohorts, pivot.answer.on_eh_s[:, -1], strict=True):
        change = float(on) - float(base.get(cohort.name, 0.0))
        if abs(change) >= 0.05:
            price = number(cohort.break_even_usd_per_ph_day, 1)
            rows.append((cohort.name, price, number(float(on), 1), number(change, 1)))
    return table("returns", ("cohort", "break_even", "running", "change_eh"), rows)


def exits_table(scenario: PivotScenario) -> Table:
    """Who leaves, with the standing of each figure."""
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    rows = [
        (
            leaving.name,
            day(scenario.start_s + leaving.day * SECONDS_PER_DAY),
            NONE if leaving.statement is None else leaving.statement.standing.value,
            number(leaving.hashrate_eh_s(of[leaving.cohort].j_per_th), 1),
            number(leaving.hashrate_eh_s(of[leaving.cohort].j_per_th) * of[leaving.cohort].j_per_th, 0),
            number(leaving.ai_meter_mw, 0),
        )
        for leaving in scenario.exits
    ]
    return table(
        "exits", ("exit", "day", "standing", "leaves_eh", "mining_mw", "ai_mw"), rows, text_columns=3
    )


def grid_table(effects: tuple[GridEffect, ...]) -> Table:
    """Regions before and after."""
    rows = [
        (
            effect.region,
            number(effect.mining_mw, 0),
            number(effect.ai_mw, 0),
            number(effect.interruptible_lost_mw, 0),
            f"{number(effect.at_peak_before_mw, 0)} → {number(effect.at_peak_after_mw, 0)}",
            f"{number(effect.twh_before, 2)} → {number(effect.twh_after, 2)}",
        )
        for effect in effects
    ]
    return table("grid", ("region", "mining_mw", "ai_mw", "interruptible_lost", "at_peak", "twh"), rows)


def sensitivity_table(rows_of: tuple[Sensitivity, ...]) -> Table:
    """One thing changed at a time."""
    rows = [
        (
            text(f"chain.change.{row.change}")
            + ("" if row.factor is None else f" × {number(row.factor, 2)}"),
            number(row.left_eh_s, 1),
            percent(row.pass_through_frac),
            number(row.hashprice_usd_per_ph_day, 2),
            signed_percent(row.rise_frac, 1),
        )
        for row in rows_of
    ]
    headings = ("changed", "leaves_eh", "pass_through", "hashprice", "rise")
    return table("sensitivity", headings, rows, note=text("chain.sensitivity.note") if rows else "")


def shock_table(cases: tuple[ShockCase, ...]) -> Table:
    """AI rent and bitcoin together."""
    rows = [
        (
            number(case.btc_factor, 2),
            number(case.rent_factor, 2),
            number(case.ai_usd_per_mw_year / 1e3, 0),
            str(len(case.converted)),
            number(case.before.hashrate_eh_s, 0),
            number(case.after.hashrate_eh_s, 0),
            NONE
            if case.after.hashprice_usd_per_ph_day is None
            else number(case.after.hashprice_usd_per_ph_day, 1),
        )
        for case in cases
    ]
    headings = ("btc_factor", "rent_factor", "ai_margin", "convert", "before_eh", "after_eh", "after_price")
    return table("shock", headings, rows, note=text("chain.shock.note") if rows else "")


def sources_table(scenario: PivotScenario) -> Table:
    """Where every figure comes from."""
    rows = [(what, s.standing.value, s.as_of, s.source) for what, s in scenario.statements.items()]
    return table("sources", ("what", "standing", "as_of", "source"), rows, text_columns=4)


def pivot_tables(pivot: Pivot, sensitivity: tuple[Sensitivity, ...]) -> tuple[Table, ...]:
    """What the terminal shows."""
    scenario = pivot.scenario
    return (
        exits_table(scenario),
        runs_table(pivot),
        returns_table(pivot),
        sensitivity_table(sensitivity),
        grid_table(grid_effects(scenario)),
        shock_table(joint_shock(scenario)),
    )


def pivot_section(pivot: Pivot, sensitivity: tuple[Sensitivity, ...]) -> Section:
    """The time path of the exits."""
    exits, runs, returns, changed, grid, shock = pivot_tables(pivot, sensitivity)
    return Section(
        title=text("chain.section.pivot"),
        lead=text("chain.pivot.lead"),
        figures=tuple(_figures(pivot)),
        tables=(runs, changed, exits, returns, grid, shock),
        folded=(sources_table(pivot.scenario),),
    )


def _figures(pivot: Pivot) -> Iterator[Figure]:
    x = np.asarray(pivot.scenario.start_s + SECONDS_PER_DAY * np.arange(pivot.scenario.days), dtype=np.int64)
    events = tuple(
        Event(x=float(pivot.scenario.start_s + leaving.day * SECONDS_PER_DAY), name=leaving.name)
        for leaving in sorted(pivot.scenario.exits, key=lambda leaving: leaving.day)
        if leaving.day < pivot.scenario.days and leaving.hashrate_eh_s(1.0) > 0
    )
    for at, (key, unit) in enumerate(_DRAWN):
        marks = tuple(_line(name, x, _values(run)[at]) for name, run in _runs(pivot))
        yield Figure(title=text(f"chain.figure.{key}"), unit=unit, marks=marks, events=events)


def _values(run: PivotRun) -> tuple[Floats, ...]:
    path = run.path
    return (
        path.hashrate_eh_s,
        path.block_s,
        path.difficulty / 1e12,
        run.income.usd_per_ph_day,
        run.power_mw / 1e3,
    )


def _runs(pivot: Pivot) -> tuple[tuple[str, PivotRun], ...]:
    return (("answer", pivot.answer), ("subtraction", pivot.subtraction), ("stay", pivot.stay))


def _line(name: str, x: Ints, y: Floats) -> Line:
    return Line(name=text(f"chain.column.{name}"), x=x, y=y, dashed=name == "stay")


def _row(what: str, unit: str, values: list[float], decimals: int) -> tuple[str, ...]:
    return (text(f"chain.fact.{what}"), *(f"{number(float(value), decimals)} {unit}" for value in values))
