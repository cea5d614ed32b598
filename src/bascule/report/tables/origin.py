"""What a result rests on: assumptions, series, repairs, forecasts, and what decided the intervals."""

from bascule.model.schedule import PlanSource
from bascule.model.series import Series
from bascule.report.messages import policy_name, source_name, text
from bascule.report.notes import grouped
from bascule.report.numbers import figure, fixed
from bascule.report.rules import rule_assumptions, rule_notes
from bascule.report.tables.table import Row, Table
from bascule.study.results import Backtest


def assumptions_table(backtest: Backtest) -> Table:
    """What stands in for data that the user does not have, and which rules were taken to hold, with their sources."""
    ruled = rule_assumptions(backtest.site.rules, backtest.grid.start, backtest.grid.end)
    rows = (Row(cells=(a.name, a.statement, a.source)) for a in (*backtest.market.assumptions, *ruled))
    return _words("table.assumptions", ("assumption", "statement", "source"), tuple(rows))


def series_table(backtest: Backtest) -> Table:
    """Every series with its source and the rule of its publication."""
    rows = (Row(cells=(s.name, _kind(s), s.source, s.publication)) for s in backtest.market.series.values())
    return _words("table.series", ("series", "kind", "source", "publication"), tuple(rows))


def _kind(series: Series) -> str:
    return text("kind.synthetic" if series.synthetic else "kind.measured")


def notes_table(backtest: Backtest) -> Table:
    """Repairs of the market's data, rules that changed or may be stale, then the remarks of each run."""
    ruled = rule_notes(backtest.site.rules, backtest.grid.start, backtest.grid.end)
    rows = [Row(cells=("", note)) for note in grouped((*backtest.market.notes, *ruled))]
    rows += [Row(cells=(policy_name(r.policy), note)) for r in backtest.results for note in r.notes]
    return _words("table.notes", ("policy", "note"), tuple(rows))


def forecasts_table(backtest: Backtest, only: frozenset[str] | None = None) -> Table:
    """Errors of the forecasts, in the unit of each series, by hours ahead; of all series, or of those named."""
    rows = tuple(
        Row(cells=(score.series, score.forecaster, figure(lead), figure(mae), figure(bias)))
        for score in backtest.forecasts
        if only is None or score.series in only
        for lead, mae, bias in zip(score.lead_h, score.mae, score.bias, strict=True)
    )
    return Table(
        title=text("table.forecasts"),
        headings=tuple(text(f"column.{name}") for name in ("series", "forecaster", "lead_h", "mae", "bias")),
        rows=rows,
        text_columns=2,
    )


def sources_table(backtest: Backtest) -> Table:
    """Intervals by the rung of the ladder that decided them, policies as columns."""
    used = [source for source in PlanSource if any(source.value in r.sources for r in backtest.results)]
    rows = [(source_name(s), *(fixed(r.sources.get(s.value, 0), 0) for r in backtest.results)) for s in used]
    return Table(
        title=text("table.sources"),
        headings=(text("column.source"), *(policy_name(result.policy) for result in backtest.results)),
        rows=tuple(Row(cells=cells) for cells in rows),
    )


def _words(title: str, columns: tuple[str, ...], rows: tuple[Row, ...]) -> Table:
    headings = tuple(text(f"column.{name}") for name in columns)
    return Table(title=text(title), headings=headings, rows=rows, text_columns=len(headings))
