"""Tables of sizing."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed
from bascule.report.sizing.said import interval_text, level_text
from bascule.report.tables.table import Row, Table
from bascule.report.tables.worded import worded
from bascule.study.sizing.curve import LEVELS
from bascule.study.sizing.marginal import Part
from bascule.study.sizing.plant import Measure
from bascule.study.sizing.sizing import SizedYear, Sizing, SizingCase

MOST_EVENTS: Final = 15


def years_table(found: Sizing) -> Table:
    """Year by year, the worst month beside."""
    headings = (
        "year",
        "known",
        "called",
        "events",
        "own",
        "level",
        "interval",
        "lost",
        "worst",
        "worst_level",
    )
    return _table("years", headings, (_year_row(year, found) for year in found.years), note="years")


def curve_table(case: SizingCase, found: Sizing) -> Table:
    """Size by level, in IT MW."""
    pue = case.plant.meter_mw_per_it_mw
    rows = (
        (
            level_text(point.level_frac),
            fixed(point.all_years_meter_mw / pue, 1),
            fixed(point.interval_meter_mw.low / pue, 1),
            fixed(point.interval_meter_mw.high / pue, 1),
            fixed(point.every_year_meter_mw / pue, 1),
        )
        for point in found.curve
        if point.level_frac in {*LEVELS, case.level_frac, found.telling.next_frac}
    )
    return _table("curve", ("level", "all_years", "low", "high", "every_year"), rows, note="curve")


def marginals_table(case: SizingCase, found: Sizing) -> Table:
    """What one more of each part adds."""
    rows = [
        (
            text(f"sizing.part.{marginal.part.value}"),
            fixed(marginal.ai_it_mw, 2),
            fixed(marginal.ai_meter_mw, 2),
            fixed(marginal.money_per_year, 0),
        )
        for marginal in found.marginals
    ]
    note = text("sizing.marginals.note")
    hashing = next(one for one in found.marginals if one.part is Part.HASHING_MW)
    if (
        case.plant.measure is Measure.LIMIT
        and abs(hashing.ai_meter_mw) < 1e-3 * case.plant.connection_meter_mw
    ):
        note = f"{note} {text('sizing.marginals.hashing')}"
    headings = tuple(
        text(f"sizing.column.{name}", currency=case.terms.currency)
        for name in ("unit", "it_mw", "meter_mw", "money")
    )
    return Table(
        title=text("sizing.table.marginals"),
        headings=headings,
        rows=tuple(Row(cells=cells) for cells in rows),
        note=note,
    )


def events_table(found: Sizing) -> Table:
    """The longest events."""
    every = sorted(
        (event for year in found.years for event in year.events), key=lambda event: -event.called_h
    )
    shown = sorted(every[:MOST_EVENTS], key=lambda event: event.start_s)
    rows = [
        (_minute(e.start_s), _minute(e.end_s), fixed(e.called_h, 2), str(e.calls), fixed(e.most_mw, 1))
        for e in shown
    ]
    table = _table("events", ("start", "end", "called", "calls", "most"), rows, words=2)
    note = text("sizing.events.note", count=str(len(shown)), all=str(len(every)))
    return Table(title=table.title, headings=table.headings, rows=table.rows, text_columns=2, note=note)


def charges_table(case: SizingCase) -> Table:
    """Dated charges."""
    rows = (
        (
            charge.name,
            f"{fixed(charge.amount, 2)} {case.terms.currency}",
            text(f"sizing.basis.{charge.basis.value}"),
            charge.statement.standing.value,
            charge.statement.as_of,
            charge.stale_after or NONE,
            charge.statement.source,
        )
        for charge in case.terms.charges
    )
    return _table(
        "charges", ("charge", "amount", "basis", "standing", "as_of", "stale", "source"), rows, words=7
    )


def sources_table(case: SizingCase) -> Table:
    """Where the other figures come from."""
    rows = ((what, said.standing.value, said.as_of, said.source) for what, said in case.statements)
    return _table("sources", ("what", "standing", "as_of", "source"), rows, words=4)


def _table(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, note: str = "", words: int = 1
) -> Table:
    said = text(f"sizing.{note}.note") if note else ""
    return worded("sizing", text(f"sizing.table.{name}"), headings, rows, text_columns=words, note=said)


def _year_row(year: SizedYear, found: Sizing) -> tuple[str, ...]:
    pue = found.ai_meter_mw / found.ai_it_mw if found.ai_it_mw else 1.0
    return (
        str(year.year) if year.counts else f"{year.year} *",
        f"{fixed(year.known_frac * 100, 1)} %",
        fixed(year.called_h, 2),
        str(len(year.events)),
        fixed(year.own_meter_mw / pue, 1),
        level_text(year.level_frac),
        interval_text(year.interval),
        fixed(sum(month.lost_h for month in year.months), 2),
        year.worst.month,
        level_text(year.worst.level_frac),
    )


def _minute(moment_s: int) -> str:
    return datetime.fromtimestamp(moment_s, UTC).strftime("%Y-%m-%d %H:%M")
