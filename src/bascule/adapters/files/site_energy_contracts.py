"""Contracts for energy and for its way to the site, in a site file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bascule.adapters.files.site_calendar_keys import months_with_mw
from bascule.adapters.files.site_entry import (
    Frac,
    FracLevel,
    Money,
    Name,
    NamedEntry,
    Price,
    PriceLevel,
    SeriesName,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_hull import repeated
from bascule.adapters.files.site_monthly_contracts import crossed
from bascule.adapters.files.site_term import TermEntry
from bascule.adapters.files.site_window import WindowEntry
from bascule.model.energy_contracts import (
    BlockPurchase,
    DemandCharge,
    ExportSale,
    FixedSupply,
    SpotSupply,
    TariffPeriod,
    TimeOfUseSupply,
)

MINUTES_PER_DAY = 1440


class SpotEntry(NamedEntry, TermEntry):
    """Metered import at the market price plus a margin."""

    kind: Literal["spot"] = Field(description="spot")
    price: SeriesName = Field(description="market price series per MWh")
    margin_per_mwh: Price = Field(default=0.0, description="added by the supplier")
    cap_per_mwh: Price | None = Field(
        default=None, description="the market price counts for no more than this"
    )
    floor_per_mwh: Price | None = Field(
        default=None, description="the market price counts for no less than this"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A cap below the floor."""
        yield from super().findings(zone)
        yield from crossed(self.cap_per_mwh, self.floor_per_mwh)

    def to_model(self, zone: ZoneInfo) -> SpotSupply:
        """The noun."""
        return SpotSupply(
            name=self.name,
            price=self.price,
            margin_per_mwh=self.margin_per_mwh,
            cap_per_mwh=self.cap_per_mwh,
            floor_per_mwh=self.floor_per_mwh,
            term=self.term(zone),
        )


class FixedEntry(NamedEntry, TermEntry):
    """Metered import at one price."""

    kind: Literal["fixed"] = Field(description="fixed")
    price_per_mwh: Price = Field(description="money per MWh")

    def to_model(self, zone: ZoneInfo) -> FixedSupply:
        """The noun."""
        return FixedSupply(name=self.name, price_per_mwh=self.price_per_mwh, term=self.term(zone))


class TariffPeriodEntry(WindowEntry):
    """A part of the week and year with its price."""

    name: Name = Field(description="such as winter peak")
    price_per_mwh: Price = Field(description="money per MWh inside the period")

    def to_model(self) -> TariffPeriod:
        """The noun."""
        return TariffPeriod(
            name=self.name,
            price_per_mwh=self.price_per_mwh,
            months=tuple(self.months),
            weekdays=tuple(self.weekdays),
            start_hour=self.start_hour,
            end_hour=self.end_hour,
        )


class TimeOfUseEntry(NamedEntry, TermEntry):
    """Metered import at a price by period."""

    kind: Literal["time_of_use"] = Field(description="time_of_use")
    periods: list[TariffPeriodEntry] = Field(min_length=1, description="the first period that fits counts")
    otherwise_per_mwh: Price = Field(description="money per MWh outside every period")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Periods of the same name."""
        yield from super().findings(zone)
        twice = repeated(period.name for period in self.periods)
        if twice:
            yield Finding(path=("periods",), value=", ".join(twice), hint="stands twice: use other names")

    def to_model(self, zone: ZoneInfo) -> TimeOfUseSupply:
        """The noun."""
        return TimeOfUseSupply(
            name=self.name,
            periods=tuple(period.to_model() for period in self.periods),
            otherwise_per_mwh=self.otherwise_per_mwh,
            term=self.term(zone),
        )


class BlockEntry(NamedEntry, TermEntry):
    """Energy bought regardless of use and settled against spot."""

    kind: Literal["block"] = Field(description="block")
    power_mw: SomeMw = Field(description="contracted power")
    price_per_mwh: Price = Field(description="price agreed")
    spot: SeriesName = Field(description="market price series that it settles against")
    produced_frac: FracLevel = Field(
        default=1.0, description="share of the power that is delivered, such as the output of a PPA's plant"
    )
    window: WindowEntry | None = Field(default=None, description="hours of delivery; without it all")

    def to_model(self, zone: ZoneInfo) -> BlockPurchase:
        """The noun."""
        return BlockPurchase(
            name=self.name,
            power_mw=self.power_mw,
            price_per_mwh=self.price_per_mwh,
            spot=self.spot,
            produced_frac=self.produced_frac,
            window=self.window.window() if self.window else None,
            term=self.term(zone),
        )


class ExportEntry(NamedEntry, TermEntry):
    """Metered export at the market price less a fee, or at a fixed price."""

    price: PriceLevel = Field(description="market price series, or money per MWh")
    fee_per_mwh: Price = Field(default=0.0, description="kept by the buyer")

    def to_model(self, zone: ZoneInfo) -> ExportSale:
        """The noun."""
        return ExportSale(
            name=self.name, price=self.price, fee_per_mwh=self.fee_per_mwh, term=self.term(zone)
        )


class AdderEntry(NamedEntry, TermEntry):
    """Money per MWh imported on top of the energy."""

    per_mwh: Price | None = Field(default=None, description="money per MWh imported; or name a rule")
    rule: Name | None = Field(default=None, description="a dated rule that states per_mwh by the day")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """No figure, or two."""
        yield from super().findings(zone)
        if (self.per_mwh is None) == (self.rule is None):
            what = "is missing" if self.rule is None else "stands beside rule"
            hint = f"{what}: give per_mwh or a rule (bascule catalog rules), one of them"
            yield Finding(
                path=("per_mwh",), value="" if self.rule is None else f"{self.per_mwh:g}", hint=hint
            )


class DemandChargeEntry(NamedEntry, TermEntry):
    """Money per kW of a month's highest average import."""

    per_kw_month: Money = Field(description="money per kW and month")
    billing_interval_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)] = Field(
        description="whole minutes over which import is averaged; divides a day"
    )
    window: WindowEntry | None = Field(
        default=None, description="only import inside it counts; without it all"
    )
    ratchet_frac: Frac = Field(
        default=0.0, description="share of the highest peak of the 11 months before that is billed at least"
    )
    earlier_peaks_mw: Annotated[dict[int, float], BeforeValidator(months_with_mw)] = Field(
        default={}, description="peaks of months before a run, such as {2023-07: 48.5}"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A billing interval that does not fit into a day."""
        yield from super().findings(zone)
        minutes = self.billing_interval_minutes
        if MINUTES_PER_DAY % minutes:
            hint = f"must divide a day of {MINUTES_PER_DAY} minutes, such as 10, 15, 30 or 60"
            yield Finding(path=("billing_interval_minutes",), value=str(minutes), hint=hint)
        for key in ("start_hour", "end_hour") if self.window else ():
            hour = getattr(self.window, key)
            if hour * 60 % minutes:
                hint = f"must lie on a boundary of the billing interval of {minutes} minutes"
                yield Finding(path=("window", key), value=f"{hour:g}", hint=hint)

    def to_model(self, zone: ZoneInfo) -> DemandCharge:
        """The noun."""
        return DemandCharge(
            name=self.name,
            per_kw_month=self.per_kw_month,
            billing_interval=timedelta(minutes=self.billing_interval_minutes),
            term=self.term(zone),
            window=None if self.window is None else self.window.window(),
            ratchet_frac=self.ratchet_frac,
            earlier_peaks_mw=self.earlier_peaks_mw,
        )
