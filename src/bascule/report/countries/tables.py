"""Tables of a site at several places."""

from collections.abc import Iterator, Sequence

from bascule.report.countries.form import millions, table, thousands
from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed, percent
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.countries.place import Flag
from bascule.study.countries.place_view import CostLine, PlaceView
from bascule.study.countries.rates import Rates
from bascule.study.countries.site import MovedSite
from bascule.study.sourced import Source


def compare_table(views: Sequence[PlaceView], site: MovedSite, currency: str) -> Table:
    """One row a place."""
    headings = (
        "place",
        "data",
        "mining_power",
        "ai_power",
        "mining_flat",
        "mining_best",
        "runs",
        "ai_it",
        "ai_meter",
        "site_mining",
        "site_ai",
        "carbon",
    )
    rows = [_compared(view, site) for view in views]
    note = text("places.compare.note")
    return table("compare", headings, rows, currency=currency, text_columns=2, note=note)


def mining_table(views: Sequence[PlaceView], currency: str) -> Table:
    """How mining earns what it does."""
    headings = (
        "place",
        "value",
        "mean_price",
        "adders",
        "price_running",
        "runs",
        "fixed",
        "other",
        "option",
    )
    single = ", ".join(view.place.name for view in views if not view.place.energy.is_series)
    note = text("places.mining.note", **({"places": single} if single else {}))
    return table("mining", headings, map(_mined, views), currency=currency, note=note)


def ai_table(views: Sequence[PlaceView], currency: str) -> Table:
    """How AI earns what it does."""
    rows = [
        (
            view.place.name,
            thousands(view.ai.income_per_it_mw_year),
            thousands(view.ai.power_per_it_mw_year),
            thousands(view.ai.borne_per_it_mw_year),
            thousands(view.ai.other_per_it_mw_year),
            thousands(view.ai.per_it_mw_year),
            thousands(
                view.ai.income_per_it_mw_year + view.ai.power_per_it_mw_year - view.ai.borne_per_it_mw_year
            ),
        )
        for view in views
    ]
    headings = ("place", "income", "power", "borne", "ai_other", "left", "tenant")
    return table("ai", headings, rows, currency=currency, note=text("places.ai.note"))


def costs_table(views: Sequence[PlaceView], currency: str) -> Table:
    """Every component at every place, with its sums."""
    headings = (
        "component",
        "kind",
        "use",
        "charged",
        "as_of",
        "status",
        "stale_after",
        "low",
        "central",
        "high",
    )
    rows = [row for view in views for row in _costs(view)]
    return table("costs", headings, rows, currency=currency, text_columns=7)


def law_table(views: Sequence[PlaceView], site: MovedSite) -> Table:
    """Answers about data and control."""
    rows = [row for view in views for row in _law(view, site)]
    return table("law", ("question", "answer", "why", "as_of", "status"), rows, text_columns=5)


def remarks_table(views: Sequence[PlaceView]) -> Table:
    """What the reader must know of each place."""
    rows = [(view.place.name, note) for view in views for note in view.place.notes]
    return table("remarks", ("place", "remark"), rows, text_columns=2)


def sources_table(views: Sequence[PlaceView], site: MovedSite, rates: Rates) -> Table:
    """Where every figure comes from."""
    rows = [
        (
            what,
            s.status.value,
            s.as_of,
            s.stale_after,
            f"{s.who}{'; ' if s.who and s.remark else ''}{s.remark}",
        )
        for what, s in sources(views, site, rates)
    ]
    return table("sources", ("what", "status", "as_of", "stale_after", "source"), rows, text_columns=5)


def sources(views: Sequence[PlaceView], site: MovedSite, rates: Rates) -> Iterator[tuple[str, Source]]:
    """Every figure with its source."""
    yield text("places.source.site_mining"), site.mining.source
    yield text("places.source.site_ai"), site.ai.source
    for other, rate in rates.others.items():
        said = text("places.source.rate", rate=f"{rate.per_unit:g}", code=rates.currency, other=other)
        yield said, rate.source
    for view in views:
        for line in view.lines:
            yield text("places.source.line", place=view.place.name, what=line.title), line.source
        yield text("places.source.carbon", place=view.place.name), view.place.carbon.source


def _compared(view: PlaceView, site: MovedSite) -> tuple[str, ...]:
    mining, ai = view.mining, view.ai
    return (
        view.place.name,
        text(f"places.answer.{view.data.answer.value}"),
        fixed(view.mining_all_in_per_mwh[1], 1),
        fixed(view.ai_all_in_per_mwh[1], 1),
        thousands(mining.flat_per_meter_mw_year),
        thousands(mining.dispatched_per_meter_mw_year),
        percent(mining.running.running_frac),
        thousands(ai.per_it_mw_year),
        thousands(ai.per_meter_mw_year),
        millions(mining.dispatched_per_meter_mw_year * site.meter_mw),
        millions(ai.per_meter_mw_year * site.meter_mw),
        f"{view.place.carbon.g_per_kwh:g}",
    )


def _mined(view: PlaceView) -> tuple[str, ...]:
    mining, running = view.mining, view.mining.running
    mean = view.lines[0].central_per_mwh
    paid = running.price_running_per_mwh
    return (
        view.place.name,
        fixed(mining.value_per_mwh, 1),
        fixed(mean, 1),
        fixed(mining.adders_per_mwh, 1),
        NONE if paid is None else fixed(paid, 1),
        percent(running.running_frac),
        thousands(mining.fixed_per_meter_mw_year),
        thousands(mining.other_per_meter_mw_year),
        thousands(running.dispatched_per_mw_year - running.flat_per_mw_year),
    )


def _costs(view: PlaceView) -> Iterator[Row]:
    yield Row(cells=(view.place.name, *[""] * 9), kind=RowKind.GROUP)
    for line in view.lines:
        yield Row(cells=_cost(line))
    for use, total in (("mining", view.mining_all_in_per_mwh), ("ai", view.ai_all_in_per_mwh)):
        cells = (text(f"places.sum.{use}"), *[""] * 6, *(fixed(part, 2) for part in total))
        yield Row(cells=cells, kind=RowKind.SUM)


def _cost(line: CostLine) -> tuple[str, ...]:
    charged = f"{line.as_charged:,.2f}".rstrip("0").rstrip(".")
    return (
        line.title,
        text(f"places.kind.{line.kind.value}"),
        text(f"places.use.{line.use.value}"),
        text(f"places.basis.{line.basis.value}", currency=line.currency, value=charged),
        line.source.as_of or NONE,
        line.source.status.value,
        line.source.stale_after or NONE,
        fixed(line.low_per_mwh, 2),
        fixed(line.central_per_mwh, 2),
        fixed(line.high_per_mwh, 2),
    )


def _law(view: PlaceView, site: MovedSite) -> Iterator[Row]:
    yield Row(cells=(view.place.name, "", "", "", ""), kind=RowKind.GROUP)
    flags = [(flag.title, flag) for flag in view.place.law]
    flags.append((text(f"places.data.{site.data_class}"), view.data))
    for title, flag in flags:
        answer = text(f"places.answer.{flag.answer.value}")
        yield Row(cells=(title, answer, flag.why, flag.source.as_of, flag.source.status.value))
    reached = {"US": Flag.YES, "EU": Flag.NO}.get(site.operator_law, Flag.UNKNOWN)
    yield Row(
        cells=(
            text("places.operator"),
            text(f"places.answer.{reached.value}"),
            text(f"places.operator.{reached.value}"),
            "",
            text("places.operator.source"),
        )
    )
