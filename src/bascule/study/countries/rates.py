"""Exchange rates that somebody stated."""

from collections.abc import Mapping
from dataclasses import dataclass

from bascule.study.sourced import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Units of the report's currency for one unit of another.

    Attributes:
        per_unit: The rate.
        source: Who says so.
    """

    per_unit: float
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Everything is brought to one currency by rates that are stated, never guessed.

    Attributes:
        currency: Of the report.
        others: Rate of each other currency.
    """

    currency: str
    others: Mapping[str, Rate]

    def knows(self, currency: str) -> bool:
        """Whether an amount can be brought over."""
        return currency == self.currency or currency in self.others

    def factor(self, currency: str) -> float:
        """What one unit is worth.

        Raises:
            KeyError: Nobody stated a rate.
        """
        return 1.0 if currency == self.currency else self.others[currency].per_unit
