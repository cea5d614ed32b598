"""Demand outlooks as a table, with what may be converted and what not."""

from collections.abc import Sequence

from bascule.report.countries.form import table
from bascule.report.messages import text
from bascule.report.numbers import fixed, percent
from bascule.report.tables.table import Table
from bascule.study.countries.outlook import Boundary, Energy, Outlook, Refused, RevisionTrap, Unit, energy


def outlooks_table(
    outlooks: Sequence[Outlook], assumed: Boundary | None, utilisation_frac: float | None
) -> Table:
    """One row a figure."""
    headings = ("who", "region", "year", "figure", "measure", "boundary", "of", "energy", "as_of", "status")
    rows = [_row(outlook, energy(outlook, assumed, utilisation_frac)) for outlook in outlooks]
    note = text("places.outlooks.note")
    return table("outlooks", headings, rows, text_columns=len(headings), note=note)


def outlook_sources_table(outlooks: Sequence[Outlook]) -> Table:
    """Who says each, and what is doubtful."""
    rows = [
        (
            f"{outlook.who}, {outlook.year}",
            outlook.source.status.value,
            outlook.source.as_of,
            outlook.source.stale_after,
            f"{outlook.source.who}{'; ' if outlook.source.remark else ''}{outlook.source.remark}",
        )
        for outlook in outlooks
    ]
    return table("sources", ("what", "status", "as_of", "stale_after", "source"), rows, text_columns=5)


def trap_sentence(trap: RevisionTrap) -> str:
    """A revision that is told as growth."""
    return text(
        "places.trap",
        before=f"{trap.before_gw:g}",
        after=f"{trap.after_gw:g}",
        today=f"{trap.today_gw:g}",
        revision=f"+{percent(trap.revision_frac)}",
        growth=f"+{fixed(trap.growth_frac * 100, 0)} %",
    )


def _row(outlook: Outlook, found: Energy | Refused) -> tuple[str, ...]:
    return (
        outlook.who,
        outlook.region,
        str(outlook.year),
        _figure(outlook),
        outlook.measure.value,
        outlook.boundary.value,
        outlook.of,
        _energy(found),
        outlook.source.as_of,
        outlook.source.status.value,
    )


def _figure(outlook: Outlook) -> str:
    scale, unit = (100.0, "%") if outlook.unit is Unit.SHARE else (1.0, outlook.unit.value)
    plus = "" if outlook.measure.value != "growth of the peak" else "+"
    ends = dict.fromkeys(f"{plus}{end * scale:,.10g}" for end in (outlook.low, outlook.high))
    return f"{' – '.join(ends)} {unit}"


def _energy(found: Energy | Refused) -> str:
    if isinstance(found, Refused):
        return text(f"places.no.{found.why.value}")
    twh = " – ".join(dict.fromkeys(fixed(end, 0) for end in (found.low_twh, found.high_twh)))
    key = "places.energy.assumed" if found.assumed else "places.energy"
    return text(key, twh=twh, use=percent(found.utilisation_frac), boundary=found.boundary.value)
