"""Finds days of a clock change that were squeezed into 24 hours."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bascule.market.defect import SHOWN, Defect, DefectGroup, DefectKind, stamp_text
from bascule.market.rows import Rows
from bascule.model.series import Ints
from bascule.units import SECONDS_PER_DAY, SECONDS_PER_HOUR


def local_day_defects(rows: Rows, step_s: int, zone: str) -> tuple[DefectGroup, ...]:
    """Days that hold exactly 24 hours of values although the clock change makes them last 23 or 25.

    Such rows come from a table of 24 local hours a day: one hour is missing, or one is there twice. Days
    of 23 and 25 hours are right in UTC and are never named.

    Args:
        rows: Rows of a series in UTC; those without a value do not count.
        step_s: Step of the series; steps above an hour have no such days.
        zone: IANA name of the local time.
    """
    if step_s > SECONDS_PER_HOUR or not rows.stamps_s.size:
        return ()
    stamps_s = np.sort(rows.stamps_s[np.isfinite(rows.values)])
    days = _changed_days(int(rows.stamps_s.min()), int(rows.stamps_s.max()), zone)
    found = [defect for day in days if (defect := _squeezed(stamps_s, day, step_s)) is not None]
    return (_group(found),) if found else ()


def _group(found: list[Defect]) -> DefectGroup:
    return DefectGroup(kind=DefectKind.LOCAL_DAY, total=len(found), first=tuple(found[:SHOWN]))


def _changed_days(first_s: int, last_s: int, zone: str) -> Iterator[datetime]:
    day = datetime.fromtimestamp(first_s, ZoneInfo(zone)).replace(hour=0, minute=0, second=0, fold=0)
    while day.timestamp() <= last_s:
        following = day + timedelta(days=1)
        if following.utcoffset() != day.utcoffset():
            yield day
        day = following


def _squeezed(stamps_s: Ints, day: datetime, step_s: int) -> Defect | None:
    low_s, high_s = int(day.timestamp()), int((day + timedelta(days=1)).timestamp())
    inside = stamps_s[(stamps_s >= low_s) & (stamps_s < high_s)]
    if inside.size * step_s != SECONDS_PER_DAY:
        return None
    hours = (high_s - low_s) // SECONDS_PER_HOUR
    detail = (
        f"{day.date()} in {day.tzinfo} lasts {hours} hours but has 24: {_culprits(inside, high_s, step_s)}"
    )
    return Defect(kind=DefectKind.LOCAL_DAY, at=datetime.fromtimestamp(low_s, UTC), detail=f"({detail})")


def _culprits(inside: Ints, high_s: int, step_s: int) -> str:
    there, counts = np.unique(inside, return_counts=True)
    absent = np.setdiff1d(np.arange(inside[0], high_s, step_s), there)
    wrong, what = (there[counts > 1], "there twice") if absent.size == 0 else (absent, "missing")
    return f"{', '.join(stamp_text(int(stamp)) for stamp in wrong[:SHOWN])} {what}"
