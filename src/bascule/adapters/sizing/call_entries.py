"""The grid's calls as they stand in a sizing file: a rule on a price, a list of events, or a draw."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from bascule.adapters.chain.scenario_entries import Sourced
from bascule.adapters.files.site_entry import Entry, SomeMw, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_term import When, utc
from bascule.study.sizing.drawn_calls import DrawnCalls, Length

Year = Annotated[int, Field(ge=1970, le=2200)]
Step = Annotated[int, Field(ge=1, le=1440)]
CallHours = Annotated[float, Field(gt=0, le=8784)]


def _length(value: object) -> Length:
    if value not in list(Length):
        raise complaint(f"must be one of: {', '.join(Length)}")
    return Length(str(value))


class PriceRuleEntry(Sourced):
    """Called while a real price is above a threshold; nobody really called: the result says so."""

    files: Annotated[list[str], Field(min_length=1)] = Field(description="Parquet or CSV files of the price")
    column: str = Field(description="column of the price")
    above_per_mwh: Annotated[float, Field(ge=-10_000, le=100_000)] = Field(
        description="threshold, passed strictly"
    )
    hold_h: Annotated[float, Field(ge=0, le=168)] = Field(
        default=0.0, description="a call lasts at least so long"
    )
    from_year: Year | None = Field(default=None, description="first calendar year (UTC) that is looked at")
    to_year: Year | None = Field(default=None, description="last calendar year (UTC) that is looked at")


class EventEntry(Entry):
    """One call."""

    start: When = Field(description="first moment, UTC")
    hours: CallHours = Field(description="how long")
    meter_mw: SomeMw | None = Field(default=None, description="megawatts called; without it depth_meter_mw")


class EventsEntry(Sourced):
    """Calls that are listed; outside them nothing was called between from and to."""

    from_: When = Field(alias="from", description="from when on the list is complete, UTC")
    to: When = Field(description="until when it is complete, UTC")
    step_minutes: Step = Field(default=15, description="length of an interval")
    list_: list[EventEntry] | None = Field(default=None, alias="list", description="the calls")
    file: str | None = Field(default=None, description="CSV with a row per call")
    start_column: str = Field(default="start_utc", description="its column of starts, UTC")
    hours_column: str | None = Field(default=None, description="its column of lengths in hours")
    hours: CallHours | None = Field(default=None, description="length of each, where no column says it")
    meter_mw_column: str | None = Field(default=None, description="its column of megawatts called")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A list or a file, a length, and an end after the start."""
        del zone
        if (self.list_ is None) == (self.file is None):
            yield Finding(
                path=("events",), hint="give either list, the calls themselves, or file, a CSV of them"
            )
        if self.file is not None and (self.hours_column is None) == (self.hours is None):
            yield Finding(path=("events", "hours"), hint="give either hours, for all calls, or hours_column")
        if instant(self.from_) >= instant(self.to):
            yield Finding(path=("events", "to"), value=f"{self.to:%Y-%m-%d}", hint="must be later than from")


class DrawEntry(Sourced):
    """Calls that are drawn; nobody called them: the result says so."""

    per_year: Annotated[float, Field(ge=0, le=10_000)] = Field(description="mean number of calls in a year")
    mean_h: CallHours = Field(description="mean length")
    length: Annotated[Length, PlainValidator(_length)] = Field(
        default=Length.FIXED, description="how lengths scatter: fixed, exponential or lognormal"
    )
    spread: Annotated[float, Field(ge=0, le=3)] = Field(
        default=0.5, description="standard deviation of the logarithm, for lognormal"
    )
    first_year: Year = Field(default=2001, description="label of the first drawn year")
    years: Annotated[int, Field(ge=1, le=200)] = Field(default=30, description="years drawn")
    step_minutes: Annotated[int, Field(ge=5, le=60)] = Field(default=15, description="length of an interval")
    seed: Annotated[int, Field(ge=0, le=2**31)] = Field(default=1, description="same seed, same calls")

    def to_model(self) -> DrawnCalls:
        """The noun."""
        return DrawnCalls(
            per_year=self.per_year,
            mean_h=self.mean_h,
            length=self.length,
            spread=self.spread,
            first_year=self.first_year,
            years=self.years,
            step_s=self.step_minutes * 60,
            seed=self.seed,
        )


class CallsEntry(Entry):
    """One of three kinds."""

    price_above: PriceRuleEntry | None = Field(default=None, description="a rule on a price")
    events: EventsEntry | None = Field(default=None, description="a list")
    drawn: DrawEntry | None = Field(default=None, description="a probability")
    depth_meter_mw: SomeMw | None = Field(
        default=None, description="megawatts of each call; without it the whole curtailable part"
    )
    most_h_per_year: CallHours | None = Field(
        default=None, description="calls beyond so many hours of a calendar year are void"
    )

    @property
    def kind(self) -> Sourced | None:
        """The one that is given."""
        return next((part for part in (self.price_above, self.events, self.drawn) if part is not None), None)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Exactly one kind."""
        given = [part for part in (self.price_above, self.events, self.drawn) if part is not None]
        if len(given) != 1:
            yield Finding(path=(), hint="needs exactly one of price_above, events and drawn")
        if self.events is not None:
            yield from self.events.findings(zone)


def instant(moment: datetime) -> int:
    """Unix seconds of a time that is UTC unless it says otherwise."""
    return int(utc(moment, ZoneInfo("UTC")).timestamp())
