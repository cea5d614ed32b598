"""Solar or wind behind the site's meter."""

from dataclasses import dataclass
from typing import Literal

from bascule.model.series import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A plant whose output is its capacity times a series, and which can be curtailed at no cost.

    Attributes:
        name: Unique on the site.
        kind: ``solar`` or ``wind``.
        capacity_mw: Rated power at the bus.
        capacity_frac: Output over rated power, 0 to 1, usually a series.
    """

    name: str
    kind: Literal["solar", "wind"]
    capacity_mw: float
    capacity_frac: Level
