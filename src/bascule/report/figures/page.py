"""One HTML file of sections with figures and tables that opens without a network."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Final

from bascule.report import markup
from bascule.report.figures.drawn import figures_json
from bascule.report.figures.figure import Figure
from bascule.report.messages import text
from bascule.report.page_assets import asset, plotly_script
from bascule.report.tables.table import Table

SCRIPTS: Final = ("words.js", "look.js", "screen.js", "figures.js")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Section:
    """A part of a page.

    Attributes:
        title: Its heading.
        lead: What it says, in a sentence or two.
        figures: Charts in order.
        tables: Tables below them.
        folded: Tables that open on request.
    """

    title: str
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """A page.

    Attributes:
        kicker: What kind of page.
        title: Its heading.
        period: What it covers.
        headline: The answer in a sentence.
        banners: What nobody may miss.
        tiles: Figures with what they are.
        sections: Its parts.
        command: The command line that made it.
    """

    kicker: str
    title: str
    period: str
    headline: str
    sections: tuple[Section, ...]
    command: str
    banners: tuple[str, ...] = ()
    tiles: tuple[tuple[str, str], ...] = ()


def render_page(page: Page, *, language: str = "en") -> str:
    """The page as HTML in UTF-8, complete with script, style and data."""
    figures = [figure for section in page.sections for figure in section.figures]
    numbers = iter(range(len(figures)))
    return Template(asset("figures.html")).substitute(
        language=language,
        title=escape(page.title),
        kicker=escape(page.kicker),
        period=escape(page.period),
        headline=escape(page.headline),
        banners=markup.banner_markup(page.banners),
        tiles=markup.tiles_markup(page.tiles) if page.tiles else "",
        noscript=escape(text("page.noscript", language=language)),
        made_by=escape(text("page.command", language=language)),
        disclaimer=escape(text("page.disclaimer", language=language)),
        sections="".join(_section(section, numbers) for section in page.sections),
        command=escape(page.command),
        style=asset("page.css"),
        plotly=plotly_script(),
        data=figures_json(figures, language),
        script="\n".join(asset(name) for name in SCRIPTS),
    )


def _section(section: Section, numbers: Iterable[int]) -> str:
    lead = f'<p class="lead">{escape(section.lead)}</p>' if section.lead else ""
    charts = "".join(_chart(figure, number) for figure, number in zip(section.figures, numbers, strict=False))
    tables = "".join(map(markup.table_markup, section.tables)) + "".join(map(markup.folded, section.folded))
    return f"<section><h2>{escape(section.title)}</h2>{lead}{charts}{tables}</section>"


def _chart(figure: Figure, number: int) -> str:
    title, note = escape(figure.title), markup.note_markup(figure.note) if figure.note else ""
    return (
        f'<h3>{title}</h3><div id="legend-{number}" class="legend"></div>'
        f'<div id="figure-{number}" class="chart" role="img" aria-label="{title}"></div>{note}'
    )
