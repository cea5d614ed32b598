"""What every part of a site file has in common: kinds of numbers, texts and levels, and their limits.

Limits are wide; they catch a slipped unit or a sentinel such as 9,999,999, not an unusual site.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from bascule.adapters.files.site_finding import Finding
from bascule.model.reserves import Control
from bascule.model.series import SeriesRef

MOST_MW = 10_000.0
MOST_MWH = 100_000.0
MOST_PRICE_PER_MWH = 10_000.0
MOST_PENALTY_PER_MWH = 1_000_000.0
MOST_PRICE_PER_GPU_H = 1_000.0
MOST_MONEY = 1_000_000.0
MOST_DEVICES = 10_000_000
MOST_DEVICE_W = 1_000_000.0
MOST_H = 8_784.0

_SERIES_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")


class Entry(BaseModel):
    """One part of a site file: a mapping of known keys, checked at once and then turned into a noun."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """What is wrong between the keys of this part, paths from this part on.

        Args:
            zone: The site's time zone.
        """
        del zone
        yield from ()

    def notes(self) -> Iterator[str]:
        """What the reader of a result should know about this part: defaults, sources, dropped points."""
        yield from ()


def complaint(hint: str) -> PydanticCustomError:
    """An error whose text goes to the user as it stands."""
    return PydanticCustomError("site", "{hint}", {"hint": hint})


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise complaint("must be a text: put it in quotes")
    if not value.strip() or len(value) > 100 or not value.isprintable():
        raise complaint("must be one line of 1 to 100 characters")
    return value.strip()


def _series(value: object) -> SeriesRef:
    if not isinstance(value, str) or not _SERIES_NAME.fullmatch(value):
        hint = (
            "must be the name of a series in the market file (letters, digits, _), such as spot_eur_per_mwh"
        )
        raise complaint(hint)
    return SeriesRef(name=value)


def _level(value: object, *, low: float, high: float) -> float | SeriesRef:
    if isinstance(value, str):
        return _series(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise complaint("must be a number or the name of a series in the market file")
    if not low <= value <= high:
        percent = f": write {value / 100:g} for {value:g} %" if high == 1 and 1 < value <= 100 else ""
        raise complaint(f"must be between {low:,g} and {high:,g}{percent}")
    return float(value)


def _control(value: object) -> Control:
    if value not in [control.value for control in Control]:
        raise complaint(f"must be one of: {', '.join(Control)}")
    return Control(str(value))


Name = Annotated[str, PlainValidator(_name)]
SeriesName = Annotated[SeriesRef, PlainValidator(_series)]
Frac = Annotated[float, Field(ge=0, le=1)]
Share = Annotated[float, Field(gt=0, le=1)]
Mw = Annotated[float, Field(ge=0, le=MOST_MW)]
SomeMw = Annotated[float, Field(gt=0, le=MOST_MW)]
Mwh = Annotated[float, Field(ge=0, le=MOST_MWH)]
Price = Annotated[float, Field(ge=-MOST_PRICE_PER_MWH, le=MOST_PRICE_PER_MWH)]
Penalty = Annotated[float, Field(ge=0, le=MOST_PENALTY_PER_MWH)]
Money = Annotated[float, Field(ge=0, le=MOST_MONEY)]
GpuPrice = Annotated[float, Field(ge=0, le=MOST_PRICE_PER_GPU_H)]
Devices = Annotated[int, Field(ge=1, le=MOST_DEVICES)]
DeviceW = Annotated[float, Field(ge=0, le=MOST_DEVICE_W)]
Hours = Annotated[float, Field(ge=0, le=MOST_H)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
ControlWord = Annotated[Control, PlainValidator(_control)]
Temperature = Annotated[float, Field(ge=-90, le=70)]

FracLevel = Annotated[float | SeriesRef, PlainValidator(partial(_level, low=0.0, high=1.0))]
MwLevel = Annotated[float | SeriesRef, PlainValidator(partial(_level, low=0.0, high=MOST_MW))]
GpuLevelCount = Annotated[float | SeriesRef, PlainValidator(partial(_level, low=0.0, high=MOST_DEVICES))]
TemperatureLevel = Annotated[float | SeriesRef, PlainValidator(partial(_level, low=-90.0, high=70.0))]
PriceLevel = Annotated[
    float | SeriesRef, PlainValidator(partial(_level, low=-MOST_PRICE_PER_MWH, high=MOST_PRICE_PER_MWH))
]
GpuPriceLevel = Annotated[
    float | SeriesRef, PlainValidator(partial(_level, low=0.0, high=MOST_PRICE_PER_GPU_H))
]


class NamedEntry(Entry):
    """A part with a name of its own."""

    name: Name = Field(description="what people call it, unique on the site")
