"""What moves the answer, and what would turn the decision."""

import numpy as np

from bascule.report.conversion.form import millions, some, table
from bascule.report.figures.figure import Axis, Bars, Figure, Level
from bascule.report.messages import text
from bascule.report.numbers import figure
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Answer


def tornado_figure(answer: Answer) -> Figure:
    """Worth of the first rung at both ends of every input."""
    swings = answer.swings
    names = [text(f"plan.input.{one.name}") for one in swings]
    low = np.array([one.low.optimal for one in swings]) / 1e6
    high = np.array([one.high.optimal for one in swings]) / 1e6
    base = answer.rungs[0].optimal / 1e6
    return Figure(
        title=text("plan.figure.tornado"),
        unit=text("plan.unit.per_mw", currency=answer.statement.case.currency),
        marks=(
            Bars(name=text("plan.at_low"), names=names, start=np.full(len(low), base), end=low),
            Bars(name=text("plan.at_high"), names=names, start=np.full(len(high), base), end=high),
        ),
        axis=Axis.NAMES,
        levels=(Level(value=base, name=text("plan.base")),),
        note=text("plan.tornado.note"),
    )


def swings_table(answer: Answer) -> Table:
    """The same as figures, with triggers."""
    rows = [
        (
            text(f"plan.input.{one.name}"),
            text(f"plan.per.{one.name}", currency=answer.statement.case.currency),
            figure(one.low_value),
            figure(one.high_value),
            millions(one.low.optimal),
            millions(one.high.optimal),
            some(one.low.trigger),
            some(one.high.trigger),
        )
        for one in answer.swings
    ]
    headings = ("input", "unit", "low", "high", "worth_low", "worth_high", "trigger_low", "trigger_high")
    return table("swings", headings, rows, text_columns=2)


def flips_table(answer: Answer) -> Table:
    """What would turn today's decision."""
    rows = [
        (
            text(f"plan.input.{one.name}"),
            text(f"plan.per.{one.name}", currency=answer.statement.case.currency),
            figure(one.today),
            text("plan.never_turns") if one.turns_at is None else figure(one.turns_at),
        )
        for one in answer.flips
    ]
    return table(
        "flips", ("input", "unit", "today", "turns_at"), rows, text_columns=2, note=text("plan.flips.note")
    )


def breaks_table(answer: Answer) -> Table:
    """The smallest joint move that turns signing now against mining on, and each input alone."""
    inputs, found = answer.breaks.inputs, answer.breaks.found
    joint = found.values or (None,) * len(inputs)
    rows = [
        (
            one.name,
            one.unit,
            figure(one.centre),
            some(value),
            some(alone.value),
        )
        for one, value, alone in zip(inputs, joint, found.alone, strict=True)
    ]
    key = (
        "plan.breaks.none"
        if found.distance is None
        else "plan.breaks.holds"
        if found.holds
        else "plan.breaks.mends"
    )
    note = text(key, distance=some(found.distance), gain=millions(found.centre))
    return table("breaks", ("input", "unit", "today", "jointly", "alone"), rows, text_columns=2, note=note)


def carried_table(answer: Answer) -> Table:
    """Errors of parameters carried into the first rung's trigger and worth, and all of them together."""
    rows = [
        (
            text(f"plan.input.{one.name}"),
            text(f"plan.per.{one.name}", currency=answer.statement.case.currency),
            figure(one.standard_error),
            some(one.trigger),
            millions(one.optimal),
        )
        for one in answer.carried
    ]
    if rows:
        triggers = [one.trigger for one in answer.carried if one.trigger is not None]
        trigger = float(np.hypot.reduce(triggers)) if len(triggers) == len(rows) else None
        worth = float(np.hypot.reduce([one.optimal for one in answer.carried]))
        rows.append((text("plan.together"), "", "", some(trigger), millions(worth)))
    note = text("plan.carried.note" if rows else "plan.carried.none")
    return table(
        "carried", ("input", "unit", "error", "trigger_error", "worth_error"), rows, text_columns=2, note=note
    )
