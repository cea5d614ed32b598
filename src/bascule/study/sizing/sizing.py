"""One site's answer: how much firm AI load, how sure, and what would add to it."""

from dataclasses import dataclass

import numpy as np

from bascule.chain.statement import Statement
from bascule.study.sizing.bootstrap import Interval, Resampling, interval_of
from bascule.study.sizing.calls import CallEvent, CallYear, counted, events_of
from bascule.study.sizing.curve import FINER, LEVELS, CurvePoint, curve, levels_by_history
from bascule.study.sizing.firm_load import Best, firm_load
from bascule.study.sizing.marginal import Marginal, marginals
from bascule.study.sizing.money import Terms, YearlyMoney, yearly_money
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.play import play
from bascule.study.sizing.service import Hold, Month, draw_error, level_of, months_of
from bascule.study.sizing.stretches import Stretches, stretches_of
from bascule.study.sizing.telling import Telling, next_nine, telling


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SizingCase:
    """A site and its question.

    Attributes:
        name: What people call it.
        country: For the reader.
        plant: Connection and what shares it.
        years: Calls by calendar year (UTC).
        calls_said: How the calls came to be, in words.
        synthetic: Whether nobody ever called them: a rule on a price, or a draw.
        level_frac: Service level asked for.
        hold: Over what it must hold.
        terms: Prices.
        draws: Draws of outages for each year.
        seed: Of outages.
        resampling: How days are drawn again.
        statements: Where the figures come from, by what they are.
        stale_after: Last day for which the file can be relied on, ISO, or empty.
    """

    name: str
    country: str
    plant: Plant
    years: tuple[CallYear, ...]
    calls_said: str
    synthetic: bool
    level_frac: float
    hold: Hold
    terms: Terms
    draws: int
    seed: int
    resampling: Resampling
    statements: tuple[tuple[str, Statement], ...] = ()
    stale_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedYear:
    """One calendar year (UTC).

    Attributes:
        year: Which.
        known_frac: Share of the year that the data covers.
        counts: Whether the size is judged on it.
        called_h: Hours called.
        events: Independent events.
        own_meter_mw: Largest load that keeps the level in this year alone.
        level_frac: Level that the answer keeps in it.
        interval: Of that level, from its own days drawn again.
        worst: Its worst month at the answer.
        months: Every month at the answer.
    """

    year: int
    known_frac: float
    counts: bool
    called_h: float
    events: tuple[CallEvent, ...]
    own_meter_mw: float
    level_frac: float
    interval: Interval
    worst: Month
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """The answer.

    Attributes:
        ai_meter_mw: Largest firm AI load at the meter.
        ai_it_mw: The same in IT MW.
        reached: Whether any size keeps the level; outages of halls alone may break it.
        level_frac: Level that it keeps over all years that count.
        level_interval: Of that level, from days drawn again.
        draw_error_frac: Standard error of the level from drawing outages.
        most_deficit_mw: Largest deficit that the battery is spent on.
        years: By calendar year.
        curve: Size against level.
        telling: What the data can say about the level.
        money: What a mean year earns.
        marginals: What one more of each part adds.
    """

    ai_meter_mw: float
    ai_it_mw: float
    reached: bool
    level_frac: float
    level_interval: Interval
    draw_error_frac: float
    most_deficit_mw: float
    years: tuple[SizedYear, ...]
    curve: tuple[CurvePoint, ...]
    telling: Telling
    money: YearlyMoney
    marginals: tuple[Marginal, ...]


def size(case: SizingCase) -> Sizing:
    """Answer a case."""
    plant, level = case.plant, case.level_frac
    everything = stretches_of(case.years, plant.equipment, draws=case.draws, seed=case.seed)
    judged = counted(case.years)
    stretches = everything.only([at for at, year in enumerate(case.years) if year in judged])
    found = firm_load(plant, stretches, level, case.hold)
    levels = tuple(sorted({*LEVELS, *FINER, level, next_nine(level)}))
    points = curve(plant, stretches, levels, case.resampling)
    interval = interval_of(
        levels_by_history(stretches, found.played, case.resampling), case.resampling.confidence_frac
    )
    sized = tuple(
        _year(case, everything.only([at]), found, counts=year in judged) for at, year in enumerate(case.years)
    )
    of_level = {point.level_frac: point.interval_meter_mw for point in points}
    return Sizing(
        ai_meter_mw=found.ai_meter_mw,
        ai_it_mw=found.ai_meter_mw / plant.meter_mw_per_it_mw,
        reached=found.level_frac >= level - 1e-12,
        level_frac=level_of(stretches, found.played, Hold.ALL_YEARS),
        level_interval=interval,
        draw_error_frac=draw_error(stretches, found.played),
        most_deficit_mw=found.most_deficit_mw,
        years=sized,
        curve=points,
        telling=telling(
            level,
            events=sum(len(year.events) for year in sized if year.counts),
            years=sum(year.known_frac for year in judged),
            called_h={year.year: year.called_h for year in judged},
            intervals=sum(year.stamps_s.size for year in judged),
            level=interval,
            sizes=(of_level[level], of_level[next_nine(level)]),
        ),
        money=yearly_money(plant, stretches, found.played, found.ai_meter_mw, case.terms),
        marginals=marginals(plant, stretches, level, case.hold, found, case.terms),
    )


def _year(case: SizingCase, alone: Stretches, found: Best, *, counts: bool) -> SizedYear:
    year = alone.years[0]
    played = play(case.plant, alone, found.ai_meter_mw, found.most_deficit_mw)
    months = months_of(alone, played, 0)
    histories = levels_by_history(alone, played, case.resampling)
    return SizedYear(
        year=year.year,
        known_frac=year.known_frac,
        counts=counts,
        called_h=year.called_h,
        events=events_of(year),
        own_meter_mw=firm_load(case.plant, alone, case.level_frac, Hold.ALL_YEARS).ai_meter_mw,
        level_frac=level_of(alone, played, Hold.ALL_YEARS),
        interval=interval_of(histories, case.resampling.confidence_frac),
        worst=months[int(np.argmin([month.level_frac for month in months]))],
        months=months,
    )
