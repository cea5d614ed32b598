"""The time that a market must cover."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bascule.adapters.files.market_problems import refused
from bascule.market.defect import stamp_text
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_DAY

MARGIN_S: Final = 8 * SECONDS_PER_DAY
"""Rows read on both sides beyond the market, so that steps up to a week show and points have neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When values must be complete, and from when on they are wanted.

    Attributes:
        start: First instant at which every series must have a value, aware UTC.
        end: First instant after the last one, aware UTC.
        history: Time before ``start`` for which values are taken where there are any.
        open_end: Whether values may end anywhere after ``start``: what is not there is not known.
    """

    start: datetime
    end: datetime
    history: timedelta
    open_end: bool = False

    def __post_init__(self) -> None:
        """Refuse naive times and empty periods."""
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("a period has aware times")
        if self.start >= self.end:
            hint = f"the end ({stamp_text(self.end.astimezone(UTC))}) must lie after it"
            raise refused("period", "start", hint, stamp_text(self.start.astimezone(UTC)))

    @property
    def start_s(self) -> int:
        """``start`` in Unix seconds."""
        return int(self.start.timestamp())

    @property
    def end_s(self) -> int:
        """``end`` in Unix seconds."""
        return int(self.end.timestamp())

    @property
    def history_s(self) -> int:
        """``history`` in seconds."""
        return int(self.history.total_seconds())

    def grid(self, step_s: int) -> TimeGrid:
        """The market's grid: whole steps from ``start - history`` to ``end``.

        Raises:
            InputError: Start or end do not lie on the step.
        """
        for field, moment_s in (("start", self.start_s), ("end", self.end_s)):
            if moment_s % step_s:
                hint = f"is not on the market's step of {step_s / 60:g} minutes: move it, or set step_minutes"
                raise refused("period", field, hint, stamp_text(moment_s))
        first_s = self.start_s - self.history_s // step_s * step_s
        count = (self.end_s - first_s) // step_s
        return TimeGrid(
            start=datetime.fromtimestamp(first_s, UTC), step=timedelta(seconds=step_s), count=count
        )
