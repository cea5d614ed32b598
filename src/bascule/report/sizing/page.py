"""The page of sizing: sites side by side, then each alone."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from bascule.model.series import Floats
from bascule.report.figures.figure import Axis, Band, Event, Figure, Level, Line
from bascule.report.figures.page import Page, Section
from bascule.report.messages import text
from bascule.report.numbers import fixed, percent
from bascule.report.sizing.said import banners, headline, level_text, telling_text
from bascule.report.sizing.tables import (
    charges_table,
    curve_table,
    events_table,
    marginals_table,
    sources_table,
    years_table,
)
from bascule.report.sizing.together import Sized, together_table
from bascule.study.sizing.plant import Measure
from bascule.study.sizing.sizing import Sizing, SizingCase


def sizing_page(sized: Sequence[Sized], command: Sequence[str], today: date) -> Page:
    """The page.

    Args:
        sized: Cases with their answers.
        command: The command line that made it, as words.
        today: Day of reading, for what has gone stale.
    """
    years = sorted({year.year for _, found in sized for year in found.years})
    return Page(
        kicker=text("sizing.kicker"),
        title=text("sizing.title"),
        period=f"{years[0]}–{years[-1]}",
        headline=" ".join(headline(*one) for one in sized),
        banners=tuple(
            line for case, found in sized for line in (*banners(case, today), telling_text(case, found))
        ),
        tiles=tuple(tile for one in sized for tile in _tiles(*one)),
        sections=(_together(sized), *(_site(*one) for one in sized)),
        command=shlex.join(command),
    )


def _tiles(case: SizingCase, found: Sizing) -> Iterator[tuple[str, str]]:
    yield fixed(found.ai_it_mw, 1), text("sizing.tile.it", name=case.name)
    yield fixed(found.ai_meter_mw, 1), text("sizing.tile.meter", name=case.name)


def _together(sized: Sequence[Sized]) -> Section:
    lines = tuple(_line(case.name, case, found) for case, found in sized)
    figure = Figure(
        title=text("sizing.figure.together"),
        unit="IT MW",
        marks=lines,
        axis=Axis.NUMBER,
        x_label=text("sizing.figure.nines"),
    )
    return Section(
        title=text("sizing.section.together" if len(sized) > 1 else "sizing.section.alone"),
        lead=text("sizing.section.together.lead"),
        figures=(figure,) if len(sized) > 1 else (),
        tables=(together_table(sized),),
    )


def _site(case: SizingCase, found: Sizing) -> Section:
    lead = "sizing.site.lead.reduction" if case.plant.measure is Measure.REDUCTION else "sizing.site.lead"
    return Section(
        title=f"{case.name}, {case.country}",
        lead=f"{text(lead, said=case.calls_said)} {telling_text(case, found)}",
        figures=(_curve_figure(case, found), _months_figure(case, found)),
        tables=(
            years_table(found),
            curve_table(case, found),
            marginals_table(case, found),
            charges_table(case),
        ),
        folded=(events_table(found), sources_table(case)),
    )


def _curve_figure(case: SizingCase, found: Sizing) -> Figure:
    pue, points = case.plant.meter_mw_per_it_mw, [p for p in found.curve if p.level_frac < 1]
    x = _nines([point.level_frac for point in points])
    low = np.array([point.interval_meter_mw.low for point in points]) / pue
    high = np.array([point.interval_meter_mw.high for point in points]) / pue
    every = _shown([point.every_year_meter_mw for point in points]) / pue
    confidence = percent(case.resampling.confidence_frac)
    marks = (
        _line(text("sizing.line.all_years"), case, found),
        Band(name=text("sizing.line.interval"), x=x, low=low, high=high),
        Line(name=text("sizing.line.every_year"), x=x, y=every, dashed=True),
    )
    asked = (
        (Event(x=float(_nines([case.level_frac])[0]), name=level_text(case.level_frac)),)
        if case.level_frac < 1
        else ()
    )
    return Figure(
        title=text("sizing.figure.curve", name=case.name),
        unit="IT MW",
        marks=marks,
        axis=Axis.NUMBER,
        x_label=text("sizing.figure.nines"),
        levels=(Level(value=found.ai_it_mw, name=fixed(found.ai_it_mw, 1)),),
        events=asked,
        note=text("sizing.figure.curve.note", confidence=confidence, days=str(case.resampling.block_days)),
    )


def _months_figure(case: SizingCase, found: Sizing) -> Figure:
    """Months in order, a gap where the data has one."""
    of = {month.month: month.lost_h for year in found.years for month in year.months}
    first, last = (np.datetime64(edge, "M") for edge in (min(of), max(of)))
    months = np.arange(first, last + 1)
    lost = np.array([of.get(str(month), np.nan) for month in months])
    starts = months.astype("datetime64[s]").astype(np.int64)
    return Figure(
        title=text("sizing.figure.months", name=case.name),
        unit="h",
        marks=(Line(name=text("sizing.line.lost"), x=starts, y=lost, steps=True),),
        from_zero=True,
    )


def _line(name: str, case: SizingCase, found: Sizing) -> Line:
    points = [point for point in found.curve if point.level_frac < 1]
    y = _shown([point.all_years_meter_mw for point in points]) / case.plant.meter_mw_per_it_mw
    return Line(name=name, x=_nines([point.level_frac for point in points]), y=y)


def _shown(sizes: Sequence[float]) -> Floats:
    """Sizes, a gap where none keeps the level."""
    values = np.array(sizes)
    shown: Floats = np.where(values > 0, values, np.nan)
    return shown


def _nines(levels: Sequence[float]) -> Floats:
    """How many nines a level has: 0.999 has three."""
    nines: Floats = -np.log10(1 - np.array(levels, dtype=np.float64))
    return nines
