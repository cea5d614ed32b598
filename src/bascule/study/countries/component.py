"""One part of what power costs at a place."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bascule.study.sourced import Source
from bascule.units import HOURS_PER_YEAR

DAYS_CHARGED: Final = 365
"""Days that a charge per day is paid for in a year of 8,760 hours."""


class Kind(StrEnum):
    """What is paid for."""

    ENERGY = "energy"
    NETWORK = "network"
    CAPACITY = "capacity"
    TAXES = "taxes"
    OTHER = "other"


class Basis(StrEnum):
    """What it is paid per."""

    PER_MWH = "per_mwh"
    PER_MW_YEAR = "per_mw_year"
    PER_MW_DAY = "per_mw_day"


class Use(StrEnum):
    """Who pays it."""

    BOTH = "both"
    MINING = "mining"
    AI = "ai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the cost of power, per MWh or MW at the meter.

    Attributes:
        id: Name in files.
        title: What people call it.
        kind: What is paid for.
        basis: What it is paid per.
        low: Lower end, in ``currency``.
        central: What to take.
        high: Upper end.
        currency: ISO code.
        use: Who pays it.
        avoidable: Whether load that steps aside at peaks does not pay it.
        source: Who says so.
    """

    id: str
    title: str
    kind: Kind
    basis: Basis
    low: float
    central: float
    high: float
    currency: str
    use: Use
    avoidable: bool
    source: Source

    def paid_by(self, use: Use) -> bool:
        """Whether mining or AI pays it."""
        return self.use in (Use.BOTH, use)


def per_mwh_at(value: float, basis: Basis, load_frac: float) -> float:
    """A charge spread over the energy of a load.

    Args:
        value: As it is charged.
        basis: What it is charged per.
        load_frac: Mean load over the power charged for, above zero.

    >>> round(per_mwh_at(333.44, Basis.PER_MW_DAY, 1.0), 2), per_mwh_at(20.9, Basis.PER_MWH, 0.5)
    (13.89, 20.9)
    """
    if basis is Basis.PER_MWH:
        return value
    return per_mw_year(value, basis) / (HOURS_PER_YEAR * load_frac)


def per_mw_year(value: float, basis: Basis) -> float:
    """A charge on power over a year; zero where it is on energy.

    >>> per_mw_year(333.44, Basis.PER_MW_DAY)
    121705.6
    """
    if basis is Basis.PER_MWH:
        return 0.0
    return value * DAYS_CHARGED if basis is Basis.PER_MW_DAY else value


def revenue_share(price_per_mwh: float, thresholds: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """What is paid back per MWh where a share of every euro above rising thresholds is.

    France's VNU: 50 % above 78 and 90 % above 110 EUR/MWh of the mean price that EDF realises over a year.

    Args:
        price_per_mwh: That mean price.
        thresholds: Rising.
        shares: Of each euro above each threshold up to the next.

    >>> revenue_share(120.0, (78.0, 110.0), (0.5, 0.9)), revenue_share(70.0, (78.0, 110.0), (0.5, 0.9))
    (25.0, 0.0)
    """
    ends = (*thresholds[1:], float("inf"))
    parts = zip(thresholds, ends, shares, strict=True)
    return sum(share * max(min(price_per_mwh, end) - start, 0.0) for start, end, share in parts)
