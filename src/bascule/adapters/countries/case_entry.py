"""A site that is moved and the places that it is moved to, as they stand in a file."""

from typing import Annotated, Literal

from pydantic import Field

from bascule.adapters.countries.currency import Currency
from bascule.adapters.countries.energy_entry import EnergyEntry
from bascule.adapters.countries.place_entry import CarbonEntry, ChargeEntry
from bascule.adapters.countries.site_entry import MovedSiteEntry
from bascule.adapters.files.site_entry import Entry, Frac, Name, Price
from bascule.adapters.files.sourced_entry import SourcedEntry


class RateEntry(SourcedEntry):
    """An exchange rate."""

    per_unit: Annotated[float, Field(gt=0, le=1e6)] = Field(
        description="units of report_currency for one unit of this currency"
    )


class GivenEntry(ChargeEntry):
    """A charge that the user supplies."""

    currency: Currency = Field(description="EUR, USD, CAD or NOK")


class PaidBackEntry(SourcedEntry):
    """What decides a payback."""

    realised_per_mwh: Price = Field(
        description="mean price that the producer realises over a year, same currency"
    )
    passed_on_frac: Frac = Field(description="share that reaches this site")


class VisitEntry(Entry):
    """One place and what the user supplies for it."""

    place: Name = Field(description="france, texas, pjm, quebec or norway")
    energy: EnergyEntry | None = Field(default=None, description="price of energy")
    given: dict[str, GivenEntry] = Field(default_factory=dict, description="charges, by name")
    choose: dict[str, str] = Field(default_factory=dict, description="versions of charges, by name")
    payback: PaidBackEntry | None = Field(default=None, description="what decides it, such as VNU")
    carbon: CarbonEntry | None = Field(default=None, description="of the grid")


class CaseEntry(Entry):
    """The whole file."""

    name: Name = Field(description="what people call it")
    report_currency: Literal["EUR", "USD"] = Field(description="EUR or USD")
    rates: dict[Currency, RateEntry] = Field(default_factory=dict, description="by currency")
    site: MovedSiteEntry = Field(description="what is moved")
    places: Annotated[list[VisitEntry], Field(min_length=1)] = Field(description="where to")
