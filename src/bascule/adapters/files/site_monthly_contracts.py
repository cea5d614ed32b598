"""Collars, volume bands and standing charges, in a site file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import (
    MOST_MWH,
    Money,
    NamedEntry,
    Penalty,
    Price,
    SeriesName,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_term import TermEntry, utc
from bascule.model.energy_contracts import PriceCollar, StandingCharge, VolumeBand

MOST_MWH_PER_MONTH = 75 * MOST_MWH


def crossed(cap_per_mwh: float | None, floor_per_mwh: float | None) -> Iterator[Finding]:
    """A cap that lies below its floor."""
    if cap_per_mwh is not None and floor_per_mwh is not None and cap_per_mwh < floor_per_mwh:
        hint = f"must be at least floor_per_mwh ({floor_per_mwh:g})"
        yield Finding(path=("cap_per_mwh",), value=f"{cap_per_mwh:g}", hint=hint)


class PriceCollarEntry(NamedEntry, TermEntry):
    """A financial cap, floor or collar on a fixed volume."""

    power_mw: SomeMw = Field(description="volume covered, whatever the site draws")
    spot: SeriesName = Field(description="market price series that it settles against")
    cap_per_mwh: Price | None = Field(default=None, description="the seller pays what spot is above it")
    floor_per_mwh: Price | None = Field(default=None, description="the site pays what spot is below it")
    premium_per_mwh: Price = Field(default=0.0, description="paid per MWh covered")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """No limit at all, and limits the wrong way round."""
        yield from super().findings(zone)
        yield from crossed(self.cap_per_mwh, self.floor_per_mwh)
        if self.cap_per_mwh is None and self.floor_per_mwh is None:
            yield Finding(
                path=(), value=self.name, hint="has no price: give cap_per_mwh, floor_per_mwh or both"
            )

    def to_model(self, zone: ZoneInfo) -> PriceCollar:
        """The noun."""
        return PriceCollar(
            name=self.name,
            power_mw=self.power_mw,
            spot=self.spot,
            cap_per_mwh=self.cap_per_mwh,
            floor_per_mwh=self.floor_per_mwh,
            premium_per_mwh=self.premium_per_mwh,
            term=self.term(zone),
        )


class VolumeBandEntry(NamedEntry, TermEntry):
    """A tolerance band on the energy metered in a calendar month."""

    mwh_per_month: Annotated[float, Field(gt=0, le=MOST_MWH_PER_MONTH)] = Field(
        description="contracted energy of a month"
    )
    low_frac: Annotated[float, Field(ge=0, le=10)] = Field(
        description="below this share of it, what is missing is paid for"
    )
    high_frac: Annotated[float, Field(ge=0, le=10)] = Field(
        description="above this share of it, what is more is paid for"
    )
    shortfall_per_mwh: Penalty = Field(description="paid per MWh below the band")
    excess_per_mwh: Penalty = Field(description="paid per MWh above the band, on top of its price")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A band upside down, and months that are not whole."""
        yield from super().findings(zone)
        if self.low_frac > self.high_frac:
            hint = f"must be at most high_frac ({self.high_frac:g})"
            yield Finding(path=("low_frac",), value=f"{self.low_frac:g}", hint=hint)
        for key, moment in (("from", self.from_), ("to", self.to)):
            if not _month_start(moment, zone):
                hint = "must be the first of a month at 00:00, such as 2025-01-01: a band covers whole months"
                yield Finding(path=(key,), value=moment.isoformat().removesuffix("T00:00:00"), hint=hint)

    def to_model(self, zone: ZoneInfo) -> VolumeBand:
        """The noun."""
        return VolumeBand(
            name=self.name,
            mwh_per_month=self.mwh_per_month,
            low_frac=self.low_frac,
            high_frac=self.high_frac,
            shortfall_per_mwh=self.shortfall_per_mwh,
            excess_per_mwh=self.excess_per_mwh,
            term=self.term(zone),
        )


def _month_start(moment: datetime, zone: ZoneInfo) -> bool:
    local = utc(moment, zone).astimezone(zone)
    return (local.day, local.hour, local.minute, local.second, local.microsecond) == (1, 0, 0, 0, 0)


class StandingChargeEntry(NamedEntry, TermEntry):
    """Money per month, whatever is drawn."""

    per_month: Money = Field(description="money per calendar month")

    def to_model(self, zone: ZoneInfo) -> StandingCharge:
        """The noun."""
        return StandingCharge(name=self.name, per_month=self.per_month, term=self.term(zone))
