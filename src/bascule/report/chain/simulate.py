"""A simulated hashrate path as tables and figures."""

import numpy as np

from bascule.chain.shock_run import QUANTILES, STEP_S, STEPS_PER_DAY, ShockRun
from bascule.model.series import Floats
from bascule.report.chain.form import day, number, signed_percent, table
from bascule.report.figures.figure import Axis, Band, Event, Figure, Line, Mark
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.tables.table import Table
from bascule.units import SECONDS_PER_DAY


def retargets_table(run: ShockRun) -> Table:
    """Every change of difficulty."""
    start = run.path.retargets[0].old_difficulty if run.path.retargets else 1.0
    rows = [
        (
            number(change.after_s / SECONDS_PER_DAY, 2),
            day(None if run.start_s is None else run.start_s + change.after_s),
            signed_percent(change.new_difficulty / change.old_difficulty - 1),
            number(change.new_difficulty / start, 5),
            number(change.new_difficulty / 1e12, 3),
        )
        for change in run.path.retargets
    ]
    return table("retargets", ("after_days", "day", "change", "of_start", "difficulty_t"), rows)


def days_table(run: ShockRun) -> Table:
    """The path at a few days."""
    last = len(run.path.blocks) - 1
    steps = sorted({min(round(share * last), last) for share in (0, 0.1, 0.25, 0.5, 0.75, 1)})
    rows = [
        (
            number(step / STEPS_PER_DAY, 2),
            number(run.path.hashrate_eh_s[step], 1),
            number(run.path.block_s[step], 1),
            number(run.path.difficulty[step] / 1e12, 3),
            number(run.income.usd_per_ph_day[step], 2),
            number(run.income.issuance_btc[: step + 1].sum(), 1),
        )
        for step in steps
    ]
    return table(
        "path", ("after_days", "hashrate", "block_time", "difficulty_t", "hashprice", "issued"), rows
    )


def chance_table(run: ShockRun) -> Table | None:
    """What luck adds: quantiles of difficulty and block time at the end."""
    if run.bands is None or run.random is None or run.block_s is None:
        return None
    rows = [
        (
            text("chain.quantile", share=number(100 * share, 0)),
            number(run.bands[at, -1] / 1e12, 3),
            number(float(run.block_s[at]), 1),
        )
        for at, share in enumerate(QUANTILES)
    ]
    note = text("chain.paths.note", paths=f"{len(run.random.bits):,}")
    return table("chance", ("quantile", "difficulty_t", "block_time"), rows, note=note)


def simulate_tables(run: ShockRun) -> tuple[Table, ...]:
    """What the terminal shows."""
    chance = chance_table(run)
    return (retargets_table(run), days_table(run), *(() if chance is None else (chance,)))


def simulate_section(run: ShockRun, lead: str = "") -> Section:
    """Hashrate, block time, difficulty and hashprice over the days.

    Args:
        run: What was simulated.
        lead: What it assumes.
    """
    difficulty: tuple[Mark, ...] = ()
    price: tuple[Mark, ...] = ()
    starts, ends = _times(run), _times(run, late_s=STEP_S)
    if run.bands is not None:
        low, high = run.bands[0], run.bands[-1]
        # At the same rewards a hash earns as much less as difficulty is higher.
        paid = run.income.usd_per_ph_day * run.path.difficulty
        difficulty = (Band(name="", x=ends, low=low / 1e12, high=high / 1e12, steps=True),)
        price = (Band(name="", x=starts, low=paid / high, high=paid / low, steps=True),)
    return Section(
        title=text("chain.section.simulate"),
        lead=lead,
        figures=(
            _figure(run, "hashrate", "EH/s", (starts, run.path.hashrate_eh_s)),
            _figure(run, "block_time", "s", (starts, run.path.block_s)),
            _figure(run, "difficulty", "T", (ends, run.path.difficulty_end / 1e12), difficulty),
            _figure(run, "hashprice", "$/PH/d", (starts, run.income.usd_per_ph_day), price),
        ),
        tables=simulate_tables(run),
    )


def _times(run: ShockRun, late_s: float = 0.0) -> Floats:
    """Starts of the steps, or so much later: moments where the path has a date, else days."""
    steps = np.arange(len(run.path.blocks)) * STEP_S + late_s
    return np.asarray(steps / SECONDS_PER_DAY if run.start_s is None else steps + run.start_s)


def _figure(
    run: ShockRun, key: str, unit: str, line: tuple[Floats, Floats], more: tuple[Mark, ...] = ()
) -> Figure:
    title, dated = text(f"chain.figure.{key}"), run.start_s is not None
    moments = (change.after_s for change in run.path.retargets)
    places = (at + run.start_s if run.start_s is not None else at / SECONDS_PER_DAY for at in moments)
    return Figure(
        title=title,
        unit=unit,
        marks=(Line(name=title, x=line[0], y=line[1], steps=True), *more),
        axis=Axis.TIME if dated else Axis.NUMBER,
        x_label="" if dated else text("chain.axis.days"),
        events=tuple(Event(x=float(place), name=text("chain.retarget")) for place in places),
    )
