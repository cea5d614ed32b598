"""Power usage effectiveness by outdoor temperature for each kind of cooling."""

from dataclasses import dataclass

from bascule.adapters.catalogue.rows import rows
from bascule.model.curve import TemperatureCurve


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingCurve:
    """A default for halls whose own curve is not known.

    Attributes:
        cooling: ``air``, ``evaporative``, ``hydro``, ``immersion``, ``liquid`` or ``free_air``.
        pue: Hall power over IT power, by outdoor temperature.
        source: Where the curve comes from; most are stated assumptions.
        as_of: Month of the source, ``YYYY-MM``.
    """

    cooling: str
    pue: TemperatureCurve
    source: str
    as_of: str


def cooling_curves() -> tuple[CoolingCurve, ...]:
    """Every kind of cooling, in the order of the catalogue."""
    names = dict.fromkeys(row["cooling"] for row in rows("cooling_curves"))
    return tuple(_curve(name) for name in names)


def _curve(cooling: str) -> CoolingCurve:
    found = [row for row in rows("cooling_curves") if row["cooling"] == cooling]
    pue = TemperatureCurve(
        temperatures_c=tuple(float(row["temperature_c"]) for row in found),
        values=tuple(float(row["pue"]) for row in found),
    )
    return CoolingCurve(cooling=cooling, pue=pue, source=found[0]["source"], as_of=found[0]["as_of"])
