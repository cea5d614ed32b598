"""What a size means in sentences, and what nobody may miss about it."""

from collections.abc import Iterator
from datetime import date

from bascule.report.messages import text
from bascule.report.numbers import fixed, percent
from bascule.study.sizing.bootstrap import Interval
from bascule.study.sizing.sizing import Sizing, SizingCase


def level_text(level_frac: float) -> str:
    """A service level with as many nines as it has.

    >>> level_text(0.999), level_text(0.9995), level_text(0.99999), level_text(1.0), level_text(0.9982761)
    ('99.9 %', '99.95 %', '99.999 %', '100 %', '99.828 %')
    """
    shown = fixed(level_frac * 100, 3)
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown} %"


def interval_text(interval: Interval) -> str:
    """Low and high end of a level."""
    return f"{level_text(interval.low)} – {level_text(interval.high)}"


def headline(case: SizingCase, found: Sizing) -> str:
    """The answer in a sentence."""
    hold = text(f"sizing.hold.{case.hold.value}")
    if not found.reached:
        level, kept = level_text(case.level_frac), level_text(found.level_frac)
        return text("sizing.headline.none", name=case.name, level=level, hold=hold, kept=kept)
    return text(
        "sizing.headline",
        name=case.name,
        it=fixed(found.ai_it_mw, 1),
        meter=fixed(found.ai_meter_mw, 1),
        level=level_text(case.level_frac),
        hold=hold,
        connection=fixed(case.plant.connection_meter_mw, 1),
        curtailable=fixed(case.plant.curtailable_meter_mw, 1),
    )


def telling_text(case: SizingCase, found: Sizing) -> str:
    """Whether the data can tell the level from the next nine."""
    told = found.telling
    names = {"name": case.name, "level": level_text(told.level_frac), "next": level_text(told.next_frac)}
    years = fixed(told.years, 1)
    if not told.doubts:
        return text("sizing.told", **names, events=str(told.events), years=years)
    reasons = [
        text(
            f"sizing.doubt.{doubt.value}",
            years=years,
            events=str(told.events),
            rate="" if told.most_events_per_year is None else fixed(told.most_events_per_year, 1),
            busiest=str(told.busiest_year),
            share=percent(told.busiest_frac),
            low=level_text(found.level_interval.low),
            high=level_text(found.level_interval.high),
        )
        for doubt in told.doubts
    ]
    return text("sizing.doubt", **names, reasons="; ".join(reasons))


def banners(case: SizingCase, today: date) -> Iterator[str]:
    """What nobody may miss.

    Args:
        case: The site.
        today: Day of reading.
    """
    if case.synthetic:
        yield text("sizing.banner.synthetic", name=case.name, said=case.calls_said)
    if not any(year.whole for year in case.years):
        yield text("sizing.banner.partial", name=case.name)
    stale = [(case.name, case.stale_after), *((c.name, c.stale_after) for c in case.terms.charges)]
    for what, day in stale:
        if day and date.fromisoformat(day) < today:
            yield text("sizing.banner.stale", name=case.name, what=what, day=day)
