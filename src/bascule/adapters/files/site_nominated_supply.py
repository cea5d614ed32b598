"""Supply with two settlements, in a site file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import Entry, Name, NamedEntry, Penalty, Price, SeriesName
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_head import ZoneName
from bascule.adapters.files.site_term import TermEntry
from bascule.model.energy_contracts import Auction, NominatedSupply

MINUTES_PER_HOUR = 60


class AuctionEntry(Entry):
    """A daily auction for the next local day."""

    zone: ZoneName | None = Field(
        default=None, description="IANA zone of delivery day and gate; without it the site's"
    )
    gate_hour: Annotated[float, Field(ge=0, le=24)] = Field(
        description="local hour on the day before delivery at which offers are final"
    )
    resolution_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_HOUR)] = Field(
        default=MINUTES_PER_HOUR, description="length of a delivery interval; divides an hour"
    )
    rules: list[Name] = Field(
        default=[], description="dated rules that it rests on: their figures must be these, changes are told"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A delivery interval that does not fit into an hour."""
        yield from super().findings(zone)
        minutes = self.resolution_minutes
        if MINUTES_PER_HOUR % minutes:
            hint = f"must divide an hour of {MINUTES_PER_HOUR} minutes, such as 15, 30 or 60"
            yield Finding(path=("resolution_minutes",), value=str(minutes), hint=hint)

    def to_model(self, zone: ZoneInfo) -> Auction:
        """The noun."""
        return Auction(
            zone=self.zone or zone.key,
            gate_hour=self.gate_hour,
            resolution=timedelta(minutes=self.resolution_minutes),
        )


class NominatedEntry(NamedEntry, TermEntry):
    """What was nominated at the day-ahead price, what was metered beyond it at another."""

    kind: Literal["nominated"] = Field(description="nominated")
    day_ahead: SeriesName = Field(description="price series of the auction, per MWh")
    imbalance: SeriesName = Field(description="price series of metered less nominated energy, per MWh")
    surplus: SeriesName | None = Field(
        default=None, description="price series of energy nominated and not drawn; without it imbalance"
    )
    auction: AuctionEntry = Field(description="when offers are final, and for what intervals")
    exchange_fee_per_mwh: Penalty = Field(default=0.0, description="paid per MWh nominated")
    margin_per_mwh: Price = Field(default=0.0, description="paid to the supplier per MWh metered")
    deviation_fee_per_mwh: Penalty = Field(
        default=0.0, description="paid per MWh by which metered and nominated energy differ"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Findings of the auction, and one price for both settlements."""
        yield from super().findings(zone)
        for found in self.auction.findings(zone):
            yield Finding(path=("auction", *found.path), value=found.value, hint=found.hint)
        if self.day_ahead == self.imbalance:
            hint = "is the series of imbalance too: with one price for both there is one settlement: use kind: spot"
            yield Finding(path=("day_ahead",), value=self.day_ahead.name, hint=hint)

    def to_model(self, zone: ZoneInfo) -> NominatedSupply:
        """The noun."""
        return NominatedSupply(
            name=self.name,
            day_ahead=self.day_ahead,
            imbalance=self.imbalance,
            surplus=self.surplus,
            auction=self.auction.to_model(zone),
            exchange_fee_per_mwh=self.exchange_fee_per_mwh,
            margin_per_mwh=self.margin_per_mwh,
            deviation_fee_per_mwh=self.deviation_fee_per_mwh,
            term=self.term(zone),
        )
