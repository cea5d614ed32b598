"""One HTML file that opens without a network: the whole backtest for a reader."""

from collections.abc import Sequence
from html import escape
from string import Template
from typing import Final

from bascule.report import headline, markup
from bascule.report.messages import CATALOGUES, text
from bascule.report.page_assets import asset, plotly_script
from bascule.report.page_data import BOUND, page_json
from bascule.report.tables.information import information_table
from bascule.report.tables.ledger import ledger_table, quantities_table
from bascule.report.tables.months import monthly_table, peaks_table
from bascule.report.tables.network import approximations_table, system_peaks_table
from bascule.report.tables.origin import (
    assumptions_table,
    forecasts_table,
    notes_table,
    series_table,
    sources_table,
)
from bascule.report.tables.policies import comparison_table, figures_table
from bascule.report.tables.reserves import reserves_table
from bascule.report.tables.service import service_table
from bascule.study.results import Backtest

SCRIPTS: Final = (
    "codec.js",
    "clock.js",
    "words.js",
    "look.js",
    "bars.js",
    "months.js",
    "duration.js",
    "heat.js",
    "bins.js",
    "ticks.js",
    "timeline.js",
    "why.js",
    "screen.js",
    "page.js",
)
"""Parts of the page's script in the order in which they build on each other."""


def render(
    backtest: Backtest, *, command: str, stack_policies: Sequence[str] = (), language: str = "en"
) -> str:
    """The report as one page.

    Args:
        backtest: What was found; at least one policy was run.
        command: The command line that made it, printed at the foot.
        stack_policies: Policies shown interval by interval; those that were not run are left out. Empty takes
            ``optimal``, ``foresight`` and the best other one.
        language: Which catalogue of messages.

    Returns:
        HTML text in UTF-8, complete with script, style and data.
    """
    run = [result.policy for result in backtest.results]
    shown = [policy for policy in stack_policies if policy in run] or default_stack(backtest)
    parts = {
        **_texts(language),
        "language": language,
        "site": escape(backtest.site.name),
        "title": escape(text("page.title", language=language, site=backtest.site.name)),
        "period": escape(headline.period(backtest)),
        "banners": markup.banner_markup(headline.banners(backtest)),
        "headline": escape(headline.headline(backtest)),
        "tiles": markup.tiles_markup(headline.tiles(backtest)),
        "bound_note": markup.note_markup(text("page.policies.note", language=language))
        if BOUND in run
        else "",
        "command": escape(command),
        **_tables(backtest),
        "style": asset("page.css"),
        "plotly": plotly_script(),
        "data": page_json(backtest, shown, language),
        "script": "\n".join(asset(name) for name in SCRIPTS),
    }
    return Template(asset("page.html")).substitute(parts)


def default_stack(backtest: Backtest) -> list[str]:
    """``optimal``, ``foresight``, and of the others the one with the highest movable margin."""
    run = [result.policy for result in backtest.results]
    others = [result for result in backtest.results if result.policy not in {"optimal", BOUND}]
    best = [max(others, key=lambda result: result.metrics.movable).policy] if others else []
    return [policy for policy in ("optimal", BOUND, *best) if policy in run]


def _tables(backtest: Backtest) -> dict[str, str]:
    plant = (
        figures_table,
        reserves_table,
        peaks_table,
        system_peaks_table,
        approximations_table,
        service_table,
    )
    origin = (assumptions_table, notes_table, series_table, forecasts_table, sources_table)
    return {
        "comparison": markup.table_markup(comparison_table(backtest)),
        "monthly": markup.folded(monthly_table(backtest)),
        "ledger": markup.table_markup(ledger_table(backtest)) + markup.folded(quantities_table(backtest)),
        "plant": "".join(markup.table_markup(make(backtest)) for make in plant),
        "origin": _information(backtest) + "".join(markup.table_markup(make(backtest)) for make in origin),
    }


def _information(backtest: Backtest) -> str:
    table = information_table(backtest)
    return "" if table is None else markup.table_markup(table)


def _texts(language: str) -> dict[str, str]:
    """Texts of the page by key, dots as underscores, as the template names them."""
    page = {key: value for key, value in CATALOGUES[language].items() if key.startswith("page.")}
    return {key.replace(".", "_"): escape(value) for key, value in page.items()}
