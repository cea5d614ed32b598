"""A simulated hashrate path as tables and figures."""

import numpy as np

from bascule.chain.shock_run import QUANTILES, STEP_S, STEPS_PER_DAY, ShockRun
from bascule.model.series import Floats
from bascule.report.chain.form import number, signed_percent, table
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
            signed_percent(change.new_difficulty / change.old_difficulty - 1),
            number(change.new_difficulty / start, 5),
            number(change.new_difficulty / 1e12, 3),
        )
        for change in run.path.retargets
    ]
    return table("retargets", ("after_days", "change", "of_start", "difficulty_t"), rows)


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
    return table("path", ("day", "hashrate", "block_time", "difficulty_t", "hashprice", "issued"), rows)


def chance_table(run: ShockRun) -> Table | None:
    """What luck adds: quantiles of the difficulty at the end."""
    if run.bands is None or run.random is None:
        return None
    rows = [
        (text("chain.quantile", share=number(100 * share, 0)), number(run.bands[at, -1] / 1e12, 3))
        for at, share in enumerate(QUANTILES)
    ]
    note = text("chain.paths.note", paths=f"{len(run.random.bits):,}")
    return table("chance", ("quantile", "difficulty_t"), rows, note=note)


def simulate_tables(run: ShockRun) -> tuple[Table, ...]:
    """What the terminal shows."""
    chance = chance_table(run)
    return (retargets_table(run), days_table(run), *(() if chance is None else (chance,)))


def simulate_section(run: ShockRun) -> Section:
    """Hashrate, block time, difficulty and hashprice over the days."""
    x = np.arange(len(run.path.blocks)) * STEP_S / SECONDS_PER_DAY
    events = tuple(
        Event(x=change.after_s / SECONDS_PER_DAY, name=text("chain.retarget"))
        for change in run.path.retargets
    )
    difficulty: list[Mark] = [
        Line(name=text("chain.mean"), x=x, y=run.path.difficulty_end / 1e12, steps=True)
    ]
    if run.bands is not None:
        difficulty.append(Band(name="", x=x, low=run.bands[0] / 1e12, high=run.bands[-1] / 1e12, steps=True))
    return Section(
        title=text("chain.section.simulate"),
        figures=(
            _figure("hashrate", "EH/s", x, run.path.hashrate_eh_s, events),
            _figure("block_time", "s", x, run.path.block_s, events),
            Figure(
                title=text("chain.figure.difficulty"),
                unit="T",
                marks=tuple(difficulty),
                axis=Axis.NUMBER,
                x_label=text("chain.axis.days"),
                events=events,
            ),
            _hashprice_figure(run, x, events),
        ),
        tables=simulate_tables(run),
    )


def _hashprice_figure(run: ShockRun, x: Floats, events: tuple[Event, ...]) -> Figure:
    """The mean and, at the same rewards, what the random paths' difficulties would pay."""
    price, marks = (
        run.income.usd_per_ph_day,
        _figure("hashprice", "$/PH/d", x, run.income.usd_per_ph_day, events).marks,
    )
    if run.bands is not None:
        low, high = (price * run.path.difficulty / run.bands[at] for at in (-1, 0))
        marks = (*marks, Band(name="", x=x, low=low, high=high, steps=True))
    title = text("chain.figure.hashprice")
    return Figure(
        title=title,
        unit="$/PH/d",
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("chain.axis.days"),
        events=events,
    )


def _figure(key: str, unit: str, x: Floats, y: Floats, events: tuple[Event, ...]) -> Figure:
    title = text(f"chain.figure.{key}")
    marks = (Line(name=title, x=x, y=y, steps=True),)
    return Figure(
        title=title, unit=unit, marks=marks, axis=Axis.NUMBER, x_label=text("chain.axis.days"), events=events
    )
