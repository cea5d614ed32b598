"""A flexibility sheet on the terminal."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.model.site import Site
from bascule.report.numbers import NONE, figure, fixed, plain_rate, rate
from bascule.report.tables.table import Row, Table
from bascule.study.flexibility import Cell, Part, Sheet
from bascule.study.running import Moment


def show_stated(screen: Screen, site: Site, moment: Moment) -> None:
    """What all sheets assume."""
    at = moment.at.astimezone(ZoneInfo(site.time_zone)).strftime("%Y-%m-%d %H:%M")
    screen.line(site.name, "bold")
    screen.line(say("sheet_head", at=at, zone=site.time_zone, temperature=figure(moment.temperature_c)))
    if site.pools:
        screen.line(say("sheet_ai", seconds=figure(moment.ai_shed_s)))
    if site.batteries:
        screen.line(say("sheet_stored"))


def show_sheet(screen: Screen, currency: str, sheet: Sheet) -> None:
    """MW by response time and duration, what is off, and costs by asset."""
    screen.table(matrix(currency, sheet))
    if sheet.resting:
        assets = ", ".join(f"{name} {figure(mw)} MW" for name, mw in sheet.resting.items())
        screen.line(say("sheet_resting", assets=assets))
    screen.table(cost_table(currency, sheet))


def matrix(currency: str, sheet: Sheet) -> Table:
    """MW that can be shed: a row per response time, a column per duration."""
    responses = dict.fromkeys(cell.response_s for cell in sheet.cells)
    rows = (
        Row(cells=(span(s), *(fixed(sheet.cell(s, h).mw, 2) for h in _durations(sheet)))) for s in responses
    )
    title = say(
        "sheet_title",
        price=rate(sheet.price_per_mwh, currency),
        hashprice=figure(sheet.hashprice_usd_per_ph_day),
        drawn=fixed(sheet.drawn_mw, 2),
    )
    headings = (say("column_within"), *(say("column_for", hours=figure(h)) for h in _durations(sheet)))
    return Table(title=title, headings=headings, rows=tuple(rows))


def cost_table(currency: str, sheet: Sheet) -> Table:
    """What each asset adds in the slowest row, cheapest first by the shortest call, with its cost by length of the call."""
    slowest = max(cell.response_s for cell in sheet.cells)
    durations = _durations(sheet)
    columns = [sheet.cell(slowest, h) for h in durations]
    order = dict.fromkeys(_key(part) for cell in columns for part in cell.parts)
    costs = (say("column_cost_for", currency=currency, hours=figure(h)) for h in durations)
    return Table(
        title=say("sheet_cost", response=span(slowest)),
        headings=(
            *(say(f"column_{name}") for name in ("asset", "kind", "control", "within")),
            say("column_mw", hours=figure(durations[-1])),
            *costs,
        ),
        rows=tuple(_row(key, columns) for key in order),
        text_columns=4,
        note=say("sheet_cost_note", currency=currency),
    )


def _key(part: Part) -> tuple[str, str, str, float]:
    control = NONE if part.control is None else part.control.value
    return part.asset, say(f"kind_{part.kind.value}"), control, part.response_s


def _row(key: tuple[str, str, str, float], columns: list[Cell]) -> Row:
    """One asset: its power in the longest call, and its mean cost over what it sheds in each."""
    found = [[part for part in cell.parts if _key(part) == key] for cell in columns]
    asset, kind, control, response_s = key
    shed = fixed(sum(part.mw for part in found[-1]), 2)
    return Row(cells=(asset, kind, control, span(response_s), shed, *(_cost(parts) for parts in found)))


def _cost(parts: list[Part]) -> str:
    mw = sum(part.mw for part in parts)
    return plain_rate(sum(part.mw * part.cost_per_mwh for part in parts) / mw) if mw else NONE


def _durations(sheet: Sheet) -> list[float]:
    return list(dict.fromkeys(cell.duration_h for cell in sheet.cells))


def span(seconds: float) -> str:
    """A length of time in its natural unit.

    >>> span(0.5), span(90), span(3600)
    ('0.5 s', '90 s', '1 h')
    """
    for unit, length in (("h", timedelta(hours=1)), ("min", timedelta(minutes=1))):
        count = seconds / length.total_seconds()
        if count >= 1 and count == int(count):
            return f"{count:g} {unit}"
    return f"{seconds:g} s"
