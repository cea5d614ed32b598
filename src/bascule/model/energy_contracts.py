"""Contracts for energy and for its way to the site."""

from dataclasses import dataclass
from datetime import timedelta

from bascule.model.series import SeriesRef
from bascule.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotSupply:
    """Metered import at the market price plus the supplier's margin.

    Attributes:
        name: Unique on the site.
        price: Market price series, money per MWh.
        margin_per_mwh: Added by the supplier.
        term: When it is in force.
    """

    name: str
    price: SeriesRef
    term: Term
    margin_per_mwh: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedSupply:
    """Metered import at one price."""

    name: str
    price_per_mwh: float
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffPeriod:
    """A part of the week and year with its price.

    Attributes:
        name: Such as ``winter peak``.
        price_per_mwh: Money per MWh inside the period.
        months: Calendar months 1 to 12 in the site's zone.
        weekdays: Monday 0 to Sunday 6.
        start_hour: First local hour of day, inclusive.
        end_hour: Local hour of day, exclusive; at most ``start_hour`` means over midnight.
    """

    name: str
    price_per_mwh: float
    months: tuple[int, ...] = tuple(range(1, 13))
    weekdays: tuple[int, ...] = tuple(range(7))
    start_hour: float = 0.0
    end_hour: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfUseSupply:
    """Metered import at a price by period; the first period that fits counts, ``otherwise_per_mwh`` the rest."""

    name: str
    periods: tuple[TariffPeriod, ...]
    otherwise_per_mwh: float
    term: Term


Supply = SpotSupply | FixedSupply | TimeOfUseSupply


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPurchase:
    """Energy bought regardless of use (a block or PPA) and settled against spot.

    The block pays ``price_per_mwh`` for ``power_mw`` in every interval and is credited the spot price for
    it, so that what the
    site draws costs spot at the margin.

    Attributes:
        name: Unique on the site.
        power_mw: Contracted power, constant.
        price_per_mwh: Price agreed.
        spot: Market price series that it settles against.
        term: When it is in force.
    """

    name: str
    power_mw: float
    price_per_mwh: float
    spot: SeriesRef
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSale:
    """Metered export at the market price less a fee, or at a fixed price.

    Attributes:
        name: Unique on the site.
        price: Market price series, or a constant in money per MWh.
        fee_per_mwh: Kept by the buyer.
        term: When it is in force.
    """

    name: str
    price: SeriesRef | float
    term: Term
    fee_per_mwh: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyAdder:
    """Money per MWh imported on top of the energy: network use, excise, levies."""

    name: str
    per_mwh: float
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCharge:
    """Money per kW of a calendar month's highest billed average import.

    Attributes:
        name: Unique on the site.
        per_kw_month: Price per kW and month, in the site's currency.
        billing_interval: Length over which power is averaged before the maximum is taken.
        term: When it is in force; a month that it covers in part is charged for that share of its time.
    """

    name: str
    per_kw_month: float
    billing_interval: timedelta
    term: Term
