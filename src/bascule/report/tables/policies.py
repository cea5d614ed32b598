"""Policies side by side: what they earned, and what they did."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bascule.report.messages import policy_name, text
from bascule.report.numbers import NONE, figure, fixed, percent, plain_money, plain_rate
from bascule.report.tables.table import Row, Table
from bascule.study.results import Backtest, Metrics, PolicyResult


def comparison_table(backtest: Backtest) -> Table:
    """One row per policy: margins, the distance to always-on and to the bound, capture, AI service.

    Columns that no policy has a figure for are left out.
    """
    currency = backtest.site.currency
    above = ("above", "above_mw_year", "short_mw_year")
    columns = ("policy", "margin", "movable", *above, "capture", "ratio", "ai_service")
    rows = [_compared(result, backtest) for result in backtest.results]
    told = [k for k in range(len(columns)) if any(row[k] != NONE for row in rows)]
    bound = result_of(backtest, "foresight") is not None
    return Table(
        title=text("table.comparison"),
        headings=tuple(text(f"column.{columns[k]}", currency=currency) for k in told),
        rows=tuple(Row(cells=tuple(row[k] for k in told)) for row in rows),
        note=text("table.comparison.note" if bound else "table.comparison.no_bound"),
    )


def _compared(result: PolicyResult, backtest: Backtest) -> tuple[str, ...]:
    figures = result.metrics
    bound = result_of(backtest, "foresight") is not None
    return (
        policy_name(result.policy),
        plain_money(figures.margin),
        plain_money(figures.movable),
        plain_money(None if bound else above_always_on(result, backtest)),
        plain_money(above_per_mw_year(result, backtest)),
        plain_money(figures.regret_per_mw_year),
        percent(figures.capture_frac),
        percent(figures.margin_ratio),
        percent(figures.ai_service_frac),
    )


def result_of(backtest: Backtest, policy: str) -> PolicyResult | None:
    """The run of a policy, None where it was not run."""
    return next((result for result in backtest.results if result.policy == policy), None)


def above_always_on(result: PolicyResult, backtest: Backtest) -> float | None:
    """Movable money above always-on, None where that was not run."""
    base = result_of(backtest, "always-on")
    return None if base is None else result.metrics.movable - base.metrics.movable


def above_per_mw_year(result: PolicyResult, backtest: Backtest) -> float | None:
    """The same per MW of connection and year: the difference of their distances to the bound."""
    base = result_of(backtest, "always-on")
    regret = result.metrics.regret_per_mw_year
    if base is None or base.metrics.regret_per_mw_year is None or regret is None:
        return None
    return base.metrics.regret_per_mw_year - regret


def figures_table(backtest: Backtest) -> Table:
    """One row per figure, one column per policy: energy by use, hashrate, AI, starts, cycles, peaks."""
    return Table(
        title=text("table.figures"),
        headings=(text("column.figure"), *(policy_name(result.policy) for result in backtest.results)),
        rows=tuple(_rows(backtest)),
    )


def _rows(backtest: Backtest) -> Iterator[Row]:
    figures = [result.metrics for result in backtest.results]
    yield _row(figures, text("row.import_mwh"), lambda m: fixed(m.import_mwh, 0))
    yield from _rows_by_name(figures, "row.use_mwh", lambda m: m.mwh_by_use, lambda value: fixed(value, 0))
    paid = text("row.paid", currency=backtest.site.currency)
    yield _row(figures, paid, lambda m: plain_rate(m.energy_price_paid_per_mwh))
    yield from _hash_rows(figures)
    yield from _ai_rows(figures)
    yield from _rows_by_name(figures, "row.cycles", lambda m: m.battery_cycles, figure)
    if any(m.peaks_mw for m in figures):
        yield _row(figures, text("row.peak"), lambda m: figure(max(m.peaks_mw.values(), default=0.0)))
    if any(m.carbon_tonnes is not None for m in figures):
        yield _row(figures, text("row.carbon"), lambda m: plain_money(m.carbon_tonnes))
    yield _row(figures, text("row.shed"), lambda m: fixed(m.shed_intervals, 0))


def _hash_rows(figures: Sequence[Metrics]) -> Iterator[Row]:
    if any(m.uptime_frac for m in figures):
        yield _row(figures, text("row.hash_eh_h"), lambda m: figure(m.hash_eh_h))
    yield from _rows_by_name(figures, "row.uptime", lambda m: m.uptime_frac, percent)
    yield from _rows_by_name(figures, "row.starts", lambda m: m.starts_per_machine, figure)


def _ai_rows(figures: Sequence[Metrics]) -> Iterator[Row]:
    if any(m.ai_service_frac is not None for m in figures):
        yield _row(figures, text("row.ai_service"), lambda m: percent(m.ai_service_frac))
        yield _row(figures, text("row.firm_intervals"), lambda m: percent(m.firm_intervals_frac))
    if any(m.jobs_done[1] for m in figures):
        yield _row(figures, text("row.jobs"), lambda m: _jobs(*m.jobs_done))


def _jobs(done: int, due: int) -> str:
    return text("row.jobs_of", done=fixed(done, 0), due=fixed(due, 0))


def _row(figures: Sequence[Metrics], name: str, cell: Callable[[Metrics], str]) -> Row:
    return Row(cells=(name, *map(cell, figures)))


def _rows_by_name(
    figures: Sequence[Metrics],
    key: str,
    of: Callable[[Metrics], Mapping[str, float]],
    show: Callable[[float], str],
) -> Iterator[Row]:
    for name in dict.fromkeys(name for m in figures for name in of(m)):
        cells = (show(of(m)[name]) if name in of(m) else NONE for m in figures)
        yield Row(cells=(text(key, name=use_name(name)), *cells))


def use_name(use: str) -> str:
    """What a use of energy is called: the name of its asset, or a word of the catalogue."""
    return text(f"use.{use}") if use in {"auxiliaries", "export"} else use
