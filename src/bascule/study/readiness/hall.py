"""An existing hall, as far as anybody knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

REDUNDANCY: Final = ("N", "N+1", "2N")
"""Rising: no spare, one spare module, everything twice."""

Fact = float | bool | str
"""A number, whether there is something, or a word such as ``hydro``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A hall and the connection behind it.

    Attributes:
        name: What people call it.
        meter_mw: Energised power at the meter.
        planned_it_mw: Critical IT power to be checked; None for what the connection carries.
        facts: What is known by name; what is not known is not in it.
    """

    name: str
    meter_mw: float
    planned_it_mw: float | None
    facts: Mapping[str, Fact]

    def number(self, name: str) -> float | None:
        """A number, or None where it is not known.

        Raises:
            TypeError: The fact is no number.
        """
        value = self.facts.get(name)
        if value is not None and (isinstance(value, str | bool)):
            raise TypeError(f"{name} is no number")
        return value

    def word(self, name: str) -> str | None:
        """A word, or None where it is not known."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else None
