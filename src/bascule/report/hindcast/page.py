"""The page of a hindcast: what the rules would have said, and what each way to play has earned."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from bascule.model.series import Floats
from bascule.report.figures.figure import Figure, Line
from bascule.report.figures.page import Page, Section
from bascule.report.hindcast.tables import (
    account_of,
    assumed_table,
    decisions_table,
    earned_table,
    inputs_table,
    labels,
    lines_table,
    million,
    values_table,
)
from bascule.report.messages import text
from bascule.report.numbers import percent
from bascule.report.tables.table import Table
from bascule.study.hindcast.decide import Choice, Decision
from bascule.study.hindcast.earned import Strategy
from bascule.study.hindcast.hindcast import Hindcast, Start
from bascule.study.hindcast.knowledge import midnight_s
from bascule.study.hindcast.plan import HindcastPlan


def headline(found: Hindcast) -> str:
    """What the rules said of one series."""
    count = len(found.decisions)
    silent = sum(one.trigger is Choice.UNKNOWN for one in found.decisions)
    return text(
        "hindcast.headline",
        rent=found.rent.name.capitalize(),
        count=str(count),
        trigger=str(sum(one.trigger is Choice.CONVERT for one in found.decisions)),
        npv=str(sum(one.npv is Choice.CONVERT for one in found.decisions)),
        **({"silent": str(silent)} if silent else {}),
    )


def earned(found: Hindcast) -> str:
    """What each way to play has earned since the first date at which all were open; empty without one."""
    start = next((one for one in found.starts if account_of(one, Strategy.AT_ONCE) is not None), None)
    return "" if start is None else _since(found, start)


def _since(found: Hindcast, start: Start) -> str:
    facts = {"day": start.day.isoformat(), "end": found.end.isoformat()}
    for strategy in Strategy:
        one = account_of(start, strategy)
        facts[strategy.value] = million(None if one is None else one.present_value.total) + " M$"
        facts[f"{strategy.value}_left"] = million(None if one is None else one.remaining) + " M$"
    return text("hindcast.headline.earned", **facts)


def banners(plan: HindcastPlan, found: Sequence[Hindcast]) -> tuple[str, ...]:
    """What nobody may miss."""
    said = ", ".join(f"{one.rent.name}: {labels(one.rent)}" for one in found)
    measure = plan.measure.replace("_", " ")
    return (
        text("hindcast.banner.labels", labels=said),
        text("hindcast.banner.drift", drift=percent(plan.hashprice.drift), measure=measure),
        text("hindcast.banner.short", end=found[0].end.isoformat()),
    )


def terminal_tables(found: Sequence[Hindcast]) -> Iterator[Table]:
    """What the terminal shows."""
    for one in found:
        yield from (decisions_table(one), values_table(one), earned_table(one))


def hindcast_page(plan: HindcastPlan, found: Sequence[Hindcast], command: Sequence[str]) -> Page:
    """The page."""
    days = [one.day for one in found[0].decisions]
    return Page(
        kicker=text("hindcast.kicker"),
        title=plan.name,
        period=text(
            "hindcast.period",
            first=days[0].isoformat(),
            last=days[-1].isoformat(),
            end=found[0].end.isoformat(),
        ),
        headline=" ".join(map(headline, found)),
        banners=banners(plan, found),
        sections=(
            *(_series(one) for one in found),
            Section(
                title=text("hindcast.section.inputs"),
                figures=(_hashprice(found[0]),),
                tables=(inputs_table(plan), assumed_table(plan)),
            ),
        ),
        command=shlex.join(command),
    )


def _series(found: Hindcast) -> Section:
    return Section(
        title=text("hindcast.section.series", rent=found.rent.name.capitalize()),
        lead=f"{headline(found)} {earned(found)} {text('hindcast.series.lead')}",
        figures=(_rents(found), _strategies(found)),
        tables=(decisions_table(found), earned_table(found), values_table(found)),
        folded=(lines_table(found),),
    )


def _rents(found: Hindcast) -> Figure:
    worths = [one.worth for one in found.decisions]
    known = _numbers(None if one.rent is None else one.rent.value for one in found.decisions)
    trigger = _numbers(None if worth is None else worth.trigger_rent for worth in worths)
    npv = _numbers(None if worth is None else worth.npv_rent for worth in worths)
    moments = _moments(one.day for one in found.decisions)
    return Figure(
        title=text("hindcast.figure.rents", rent=found.rent.name),
        unit=text("hindcast.unit.rent"),
        marks=(
            Line(name=text("hindcast.line.known", labels=labels(found.rent)), x=moments, y=known, steps=True),
            Line(name=text("hindcast.line.trigger"), x=moments, y=trigger, dashed=True),
            Line(name=text("hindcast.line.npv"), x=moments, y=npv, dashed=True),
        ),
        from_zero=True,
    )


def _strategies(found: Hindcast) -> Figure:
    moments = _moments(start.day for start in found.starts)
    lines = (
        Line(name=text(f"hindcast.strategy.{strategy.value}"), x=moments, y=_realised(found, strategy))
        for strategy in Strategy
    )
    return Figure(
        title=text("hindcast.figure.earned", end=found.end.isoformat(), rent=found.rent.name),
        unit=text("hindcast.unit.musd"),
        marks=tuple(lines),
        note=text("hindcast.earned.note"),
    )


def _realised(found: Hindcast, strategy: Strategy) -> Floats:
    each = (account_of(start, strategy) for start in found.starts)
    return _numbers(None if one is None else one.present_value.total / 1e6 for one in each)


def _hashprice(found: Hindcast) -> Figure:
    fits: list[tuple[Decision, float]] = [
        (one, one.calibration.hashprice_per_ph_day) for one in found.decisions if one.calibration is not None
    ]
    return Figure(
        title=text("hindcast.figure.hashprice"),
        unit=text("hindcast.column.hashprice"),
        marks=(
            Line(
                name=text("hindcast.column.hashprice"),
                x=_moments(one.day for one, _ in fits),
                y=np.array([level for _, level in fits]),
            ),
        ),
        from_zero=True,
    )


def _moments(days: Iterable[date]) -> Floats:
    return np.array([midnight_s(day) for day in days], dtype=np.float64)


def _numbers(values: Iterable[float | None]) -> Floats:
    """A gap where nothing is known."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
