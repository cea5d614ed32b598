"""Cooling of a hall: a number, a curve over temperature, or a kind of cooling with a shipped curve."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Annotated, TypeGuard
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from bascule.adapters.catalogue.cooling import CoolingCurve, cooling_curves
from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.site_entry import Name, NamedEntry, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.model.curve import TemperatureCurve, flat

LEAST_PUE, MOST_PUE = 1.0, 3.0


def _curve(value: object, *, key: str, low: float, high: float) -> TemperatureCurve:
    if isinstance(value, dict):
        return _points(value, key, low, high)
    if _is_number(value, low, high):
        return flat(float(value))
    raise complaint(f"must be a number from {low:g} to {high:g}, or {{temperature_c: [...], {key}: [...]}}")


def _points(value: dict[object, object], key: str, low: float, high: float) -> TemperatureCurve:
    if set(value) != {"temperature_c", key}:
        raise complaint(f"must have the keys temperature_c and {key}, and no other")
    temperatures, values = value["temperature_c"], value[key]
    if not isinstance(temperatures, list) or not isinstance(values, list):
        raise complaint(f"must have lists under temperature_c and {key}")
    if not temperatures or len(temperatures) != len(values):
        raise complaint(f"must have as many values under {key} as temperatures, at least one")
    if not all(_is_number(t, -90, 70) for t in temperatures) or not rising(temperatures):
        raise complaint("must have rising temperatures in Celsius")
    if not all(_is_number(v, low, high) for v in values):
        raise complaint(f"must have values of {key} from {low:g} to {high:g}")
    return TemperatureCurve(
        temperatures_c=tuple(float(t) for t in temperatures), values=tuple(float(v) for v in values)
    )


def _is_number(value: object, low: float, high: float) -> TypeGuard[float]:
    return not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high


def rising(values: list[float]) -> bool:
    """Whether each value is above the one before."""
    return all(low < high for low, high in pairwise(values))


Pue = Annotated[TemperatureCurve, PlainValidator(partial(_curve, key="pue", low=LEAST_PUE, high=MOST_PUE))]


class HallEntry(NamedEntry):
    """An asset that stands in a cooled hall."""

    pue: Pue | None = Field(
        default=None, description="hall power over IT power: a number or a curve over temperature"
    )
    cooling: Name | None = Field(
        default=None, description="a kind of cooling whose shipped curve is used instead of pue"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """An unknown kind of cooling, or both a curve and a kind."""
        yield from super().findings(zone)
        if self.pue is not None and self.cooling is not None:
            yield Finding(path=("cooling",), value=self.cooling, hint="give either pue or cooling, not both")
        elif self.cooling is not None and self._shipped() is None:
            hint = f"is no kind of cooling; {suggestion(self.cooling, (c.cooling for c in cooling_curves()))}"
            yield Finding(path=("cooling",), value=self.cooling, hint=hint)

    def notes(self) -> Iterator[str]:
        """Where the PUE comes from, if the file does not state it."""
        shipped = self._shipped()
        if shipped is not None:
            low, high = min(shipped.pue.values), max(shipped.pue.values)
            yield f"{self.name}: {shipped.cooling} cooling, PUE {low:g} to {high:g} ({shipped.source})"
        elif self.pue is None:
            yield f"{self.name}: PUE 1, because the site file states neither pue nor cooling"

    def hall_pue(self) -> TemperatureCurve:
        """Hall power over IT power, by outdoor temperature."""
        shipped = self._shipped()
        if shipped is not None:
            return shipped.pue
        return flat(1.0) if self.pue is None else self.pue

    def _shipped(self) -> CoolingCurve | None:
        return {c.cooling: c for c in cooling_curves()}.get(self.cooling or "")
