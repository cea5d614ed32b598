"""The page about a site at several places."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from bascule.model.rule import RuleStatus
from bascule.report.countries.form import thousands
from bascule.report.countries.tables import (
    ai_table,
    compare_table,
    costs_table,
    law_table,
    mining_table,
    remarks_table,
    sources,
    sources_table,
)
from bascule.report.figures.figure import Axis, Bars, Figure
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import fixed
from bascule.report.tables.table import Table
from bascule.study.countries.component import Kind, Use
from bascule.study.countries.place_view import PlaceView
from bascule.study.countries.rates import Rates
from bascule.study.countries.site import MovedSite

_NEAR: Final = 0.5
"""Amounts per MW and year that differ by less are the same."""


def headline(views: Sequence[PlaceView], site: MovedSite, rates: Rates) -> str:
    """The answer in a sentence or two."""
    mining = max(views, key=lambda view: view.mining.dispatched_per_meter_mw_year)
    ai = max(views, key=lambda view: view.ai.per_meter_mw_year)
    by_cost = sorted(views, key=lambda view: view.ai_all_in_per_mwh[1])
    figures = [source for _, source in sources(views, site, rates)]
    margins = [view.ai.per_meter_mw_year for view in views]
    return text(
        "places.headline.same" if max(margins) - min(margins) < _NEAR else "places.headline",
        currency=rates.currency,
        mining_place=mining.place.name,
        mining=thousands(mining.mining.dispatched_per_meter_mw_year),
        ai_place=ai.place.name,
        ai=thousands(ai.ai.per_meter_mw_year),
        cheap_place=by_cost[0].place.name,
        cheap=fixed(by_cost[0].ai_all_in_per_mwh[1], 1),
        dear_place=by_cost[-1].place.name,
        dear=fixed(by_cost[-1].ai_all_in_per_mwh[1], 1),
        illustrative=str(sum(source.status is RuleStatus.ILLUSTRATIVE for source in figures)),
        figures=str(len(figures)),
    )


def terminal_tables(views: Sequence[PlaceView], site: MovedSite, rates: Rates) -> Iterator[Table]:
    """What the terminal shows."""
    currency = rates.currency
    yield compare_table(views, site, currency)
    yield from (mining_table(views, currency), ai_table(views, currency), costs_table(views, currency))
    yield law_table(views, site)


def sections(views: Sequence[PlaceView], site: MovedSite, rates: Rates) -> Iterator[Section]:
    """The parts of the page."""
    currency = rates.currency
    yield Section(
        title=text("places.section.compare"),
        lead=text("places.compare.lead"),
        figures=(_margins(views, currency),),
        tables=(
            compare_table(views, site, currency),
            mining_table(views, currency),
            ai_table(views, currency),
        ),
    )
    yield Section(
        title=text("places.section.costs"),
        lead=text("places.costs.lead"),
        figures=(_costs(views, currency),),
        tables=(costs_table(views, currency),),
    )
    yield Section(
        title=text("places.section.law"), lead=text("places.law.lead"), tables=(law_table(views, site),)
    )
    yield Section(
        title=text("places.section.remarks"),
        tables=(remarks_table(views),),
        folded=(sources_table(views, site, rates),),
    )


def _margins(views: Sequence[PlaceView], currency: str) -> Figure:
    names, values = [], []
    for view in views:
        names += [f"{view.place.name}, {text(f'places.figure.{use}')}" for use in ("mining", "ai")]
        values += [view.mining.dispatched_per_meter_mw_year / 1e3, view.ai.per_meter_mw_year / 1e3]
    bars = Bars(
        name=text("places.figure.margin"), names=names, start=np.zeros(len(values)), end=np.array(values)
    )
    return Figure(
        title=text("places.figure.margin"),
        unit=text("places.unit.k", currency=currency),
        marks=(bars,),
        axis=Axis.NAMES,
        note=text("places.figure.margin.note"),
    )


def _costs(views: Sequence[PlaceView], currency: str) -> Figure:
    names, starts, ends = [], [], []
    for view in views:
        at = 0.0
        for kind in Kind:
            part = _kind_per_mwh(view, kind)
            if part != 0:
                names.append(f"{view.place.name}: {text(f'places.kind.{kind.value}')}")
                starts.append(at)
                ends.append(at + part)
            at += part
    bars = Bars(name=text("places.figure.cost"), names=names, start=np.array(starts), end=np.array(ends))
    return Figure(
        title=text("places.figure.cost"),
        unit=text("places.unit.per_mwh", currency=currency),
        marks=(bars,),
        axis=Axis.NAMES,
        from_zero=True,
        note=text("places.figure.cost.note"),
    )


def _kind_per_mwh(view: PlaceView, kind: Kind) -> float:
    return sum(
        line.central_per_mwh for line in view.lines if line.kind is kind and line.use in (Use.BOTH, Use.AI)
    )
