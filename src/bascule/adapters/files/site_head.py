"""What a site file says about the site as a whole."""

import re
from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, PlainValidator

from bascule.adapters.catalogue.nearest import nearest
from bascule.adapters.files.site_entry import (
    Entry,
    Name,
    SeriesName,
    TemperatureLevel,
    complaint,
)
from bascule.adapters.files.site_term import TermEntry
from bascule.model.series import SeriesRef
from bascule.model.site import EmissionCap, MiningSeries

CURRENCIES = ("EUR", "USD")

_COUNTRY = re.compile(r"[A-Z]{2}")


def _country(value: object) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise complaint("must be the two capital letters of ISO 3166, such as FR or US")
    return value


def _zone(value: object) -> str:
    if isinstance(value, str) and known_zone(value) is not None:
        return value
    near = nearest(value, available_timezones()) if isinstance(value, str) else ()
    listed = f"; the nearest are {', '.join(near)}" if near else ", such as Europe/Paris or America/Chicago"
    raise complaint(f"must be a time zone of the IANA list{listed}")


def known_zone(name: str) -> ZoneInfo | None:
    """The time zone of that name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # Names of folders, paths and control characters fail in other ways than unknown names.
        return None


def _currency(value: object) -> str:
    if value not in CURRENCIES:
        raise complaint(f"must be {' or '.join(CURRENCIES)}: other currencies are not supported yet")
    return str(value)


ZoneName = Annotated[str, PlainValidator(_zone)]
"""IANA name of a time zone."""


class HeadEntry(Entry):
    """Name, place, currency, weather and carbon."""

    name: Name = Field(description="what people call the site")
    country: Annotated[str, PlainValidator(_country)] = Field(description="ISO 3166 code")
    time_zone: ZoneName = Field(description="IANA name; dates, months and tariff hours are counted here")
    currency: Annotated[str, PlainValidator(_currency)] = Field(
        description="EUR or USD; every amount of the file is in it"
    )
    temperature_c: TemperatureLevel = Field(
        default=15.0, description="outdoor temperature: a series, or a constant"
    )
    carbon: SeriesName | None = Field(
        default=None, description="series of grid carbon intensity in g/kWh, for the report"
    )
    rules_file: Name | None = Field(
        default=None,
        description="file of dated rules beside this one, instead of shipped ones of the same id",
    )

    def notes(self) -> Iterator[str]:
        """A temperature that nobody stated."""
        if "temperature_c" not in self.model_fields_set:
            yield f"temperature_c: {self.temperature_c:g} C all year, because the site file states none"


class MiningEntry(Entry):
    """Which series decide what a hash earns."""

    btc_usd: SeriesName = Field(default=SeriesRef(name="btc_usd"), description="price of a bitcoin in USD")
    difficulty: SeriesName = Field(default=SeriesRef(name="difficulty"), description="network difficulty")
    fees_btc_per_block: SeriesName = Field(
        default=SeriesRef(name="fees_btc_per_block"), description="mean transaction fees per block"
    )
    usd_per_eur: SeriesName = Field(
        default=SeriesRef(name="usd_per_eur"), description="exchange rate, needed unless the currency is USD"
    )
    hashprice_usd_per_ph_day: SeriesName | None = Field(
        default=None, description="if given, used instead of price, difficulty and fees"
    )

    def to_model(self) -> MiningSeries:
        """The noun."""
        hashprice = self.hashprice_usd_per_ph_day
        return MiningSeries(
            btc_usd=self.btc_usd.name,
            difficulty=self.difficulty.name,
            fees_btc_per_block=self.fees_btc_per_block.name,
            usd_per_eur=self.usd_per_eur.name,
            hashprice_usd_per_ph_day=hashprice.name if hashprice else None,
        )


class EmissionCapEntry(TermEntry):
    """A limit on the emissions of imported energy."""

    tonnes: Annotated[float, Field(ge=0, le=1e9)] = Field(
        description="CO2 equivalent allowed within the term"
    )
    carbon: SeriesName = Field(description="series of grid carbon intensity in g/kWh")

    def to_model(self, zone: ZoneInfo) -> EmissionCap:
        """The noun."""
        return EmissionCap(tonnes=self.tonnes, carbon=self.carbon, term=self.term(zone))
