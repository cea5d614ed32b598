"""Charges that hang on power at certain times, in a site file."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bascule.adapters.files.site_calendar_keys import years_with_money
from bascule.adapters.files.site_entry import Money, Mw, Name, NamedEntry, Price, SeriesName, SomeMw
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hull import repeated
from bascule.adapters.files.site_term import TermEntry
from bascule.adapters.files.site_window import WindowEntry
from bascule.model.network_charges import (
    CapacityObligation,
    CoincidentPeakCharge,
    PowerClass,
    SubscribedPower,
)
from bascule.model.term import Term
from bascule.settle.calendar import MONTHS_PER_YEAR, month_span

MINUTES_PER_DAY = 1440
Minutes = Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)]


def _day_divided(key: str, minutes: int) -> Iterator[Finding]:
    if MINUTES_PER_DAY % minutes:
        hint = f"must divide a day of {MINUTES_PER_DAY} minutes, such as 10, 15, 30 or 60"
        yield Finding(path=(key,), value=str(minutes), hint=hint)


class CoincidentPeakEntry(NamedEntry, TermEntry):
    """Money for power while the system has its monthly peak."""

    per_kw_year: Annotated[dict[int, float], BeforeValidator(years_with_money)] = Field(
        description="money per kW by calendar year of payment, such as {2024: 60.0}; peaks of a year are paid in the next"
    )
    months: list[Annotated[int, Field(ge=1, le=12)]] = Field(
        min_length=1, description="calendar months that have a peak each, such as [6, 7, 8, 9]"
    )
    system_load: SeriesName = Field(description="series of the system's load in MW")
    probability: SeriesName | None = Field(
        default=None,
        description="series of the probability of a peak; without it the one derived from the load",
    )
    interval_minutes: Minutes = Field(description="whole minutes of a peak interval; divides a day")
    rules: list[Name] = Field(
        default=[], description="dated rules that it rests on: their figures must be these, changes are told"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Months named twice, an interval that does not divide a day, and years whose rate is needed and missing."""
        yield from super().findings(zone)
        yield from _day_divided("interval_minutes", self.interval_minutes)
        twice = repeated(str(month) for month in self.months)
        if twice:
            yield Finding(path=("months",), value=", ".join(twice), hint="stands twice: name each month once")
        for year in self._missing_years(self.term(zone), zone):
            hint = f"has no rate for {year}, at which the peaks of {year - 1} are paid: add it, or end the contract before them"
            yield Finding(
                path=("per_kw_year",), value=", ".join(map(str, sorted(self.per_kw_year))), hint=hint
            )

    def _missing_years(self, term: Term, zone: ZoneInfo) -> list[int]:
        """Years of payment of the listed months that lie in the term whole."""
        years = range(term.start.year - 1, term.end.year + 2)
        spans = {
            (y, m): month_span(y * MONTHS_PER_YEAR + m - 1, zone.key) for y in years for m in self.months
        }
        paid = {y + 1 for (y, _), span in spans.items() if term.start <= span.start and span.end <= term.end}
        return sorted(paid - set(self.per_kw_year))

    def to_model(self, zone: ZoneInfo) -> CoincidentPeakCharge:
        """The noun."""
        return CoincidentPeakCharge(
            name=self.name,
            per_kw_year=self.per_kw_year,
            months=tuple(sorted(self.months)),
            system_load=self.system_load,
            probability=self.probability,
            interval=timedelta(minutes=self.interval_minutes),
            term=self.term(zone),
        )


class PowerClassEntry(NamedEntry):
    """One time class of a subscribed-power tariff."""

    name: Name = Field(description="such as winter peak")
    subscribed_mw: Mw = Field(description="power subscribed; never less than in the class before")
    per_kw_year: Money = Field(description="coefficient per kW and year of the power beyond the class before")
    overrun_per_kw: Money = Field(
        description="coefficient per kW of a month's overrun in this class, from the operator's tariff; none is assumed"
    )
    energy_per_mwh: Price = Field(default=0.0, description="money per MWh imported in the class")
    windows: list[WindowEntry] = Field(
        default=[], description="when the class holds; the last class takes all that is left and has none"
    )

    def to_model(self) -> PowerClass:
        """The noun."""
        return PowerClass(
            name=self.name,
            subscribed_mw=self.subscribed_mw,
            per_kw_year=self.per_kw_year,
            overrun_per_kw=self.overrun_per_kw,
            windows=tuple(entry.window() for entry in self.windows),
            energy_per_mwh=self.energy_per_mwh,
        )


class SubscribedPowerEntry(NamedEntry, TermEntry):
    """Power subscribed per time class, overruns paid by the root of the sum of their squares."""

    classes: list[PowerClassEntry] = Field(
        min_length=1, description="time classes; the first that fits counts"
    )
    interval_minutes: Minutes = Field(
        default=10, description="whole minutes of a metered value; divides a day"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Powers that fall, classes of the same name, and hours with no class or more than is left."""
        yield from super().findings(zone)
        yield from _day_divided("interval_minutes", self.interval_minutes)
        twice = repeated(entry.name for entry in self.classes)
        if twice:
            yield Finding(path=("classes",), value=", ".join(twice), hint="stands twice: use other names")
        for k, (before, entry) in enumerate(pairwise(self.classes), 1):
            if entry.subscribed_mw < before.subscribed_mw:
                hint = f"is less than the {before.subscribed_mw:g} MW of {before.name!r}: power never falls from class to class"
                yield Finding(
                    path=("classes", k, "subscribed_mw"), value=f"{entry.subscribed_mw:g}", hint=hint
                )
        yield from self._windows()

    def _windows(self) -> Iterator[Finding]:
        for k, entry in enumerate(self.classes[:-1]):
            if not entry.windows:
                hint = "is missing: only the last class may be without, it takes all hours that are left"
                yield Finding(path=("classes", k, "windows"), hint=hint)
        if self.classes[-1].windows:
            hint = "must be left out of the last class: it takes all hours that are left"
            yield Finding(path=("classes", len(self.classes) - 1, "windows"), value="[...]", hint=hint)

    def to_model(self, zone: ZoneInfo) -> SubscribedPower:
        """The noun."""
        return SubscribedPower(
            name=self.name,
            classes=tuple(entry.to_model() for entry in self.classes),
            term=self.term(zone),
            interval=timedelta(minutes=self.interval_minutes),
        )


class CapacityObligationEntry(NamedEntry, TermEntry):
    """Capacity that the site must hold certificates for."""

    obligation_mw: SomeMw = Field(description="megawatts owed")
    per_mw_year: Money = Field(description="money per MW and calendar year, paid by the share of its time")

    def to_model(self, zone: ZoneInfo) -> CapacityObligation:
        """The noun."""
        return CapacityObligation(
            name=self.name,
            obligation_mw=self.obligation_mw,
            per_mw_year=self.per_mw_year,
            term=self.term(zone),
        )
