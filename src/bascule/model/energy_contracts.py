"""Contracts for energy and for its way to the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bascule.model.series import Level, SeriesRef
from bascule.model.term import Term
from bascule.model.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Auction:
    """A daily auction for the next local day.

    Attributes:
        zone: IANA name in which the delivery day and the gate are counted.
        gate_hour: Local hour on the day before delivery at which offers are final (European day-ahead 12, ERCOT 10).
        resolution: Length of a delivery interval.
    """

    zone: str
    gate_hour: float
    resolution: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotSupply:
    """Metered import at the market price plus the supplier's margin.

    Attributes:
        name: Unique on the site.
        price: Market price series, money per MWh.
        margin_per_mwh: Added by the supplier.
        term: When it is in force.
        cap_per_mwh: The market price counts for no more than this, or None.
        floor_per_mwh: The market price counts for no less than this, or None.
    """

    name: str
    price: SeriesRef
    term: Term
    margin_per_mwh: float = 0.0
    cap_per_mwh: float | None = None
    floor_per_mwh: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NominatedSupply:
    """Two settlements: what was nominated at the day-ahead price, and what was metered beyond it at another.

    Money owed per interval is ``nominated x day_ahead + (metered - nominated) x imbalance`` plus fees. What was nominated is
    sunk once the auction is held, so that a MWh drawn costs the imbalance price at the margin.

    Attributes:
        name: Unique on the site.
        day_ahead: Price of the auction, money per MWh.
        imbalance: Price of metered less nominated energy: real-time or imbalance price, money per MWh.
        auction: When offers are final, and for what intervals.
        term: When it is in force.
        surplus: Price paid for energy nominated and not drawn; None means the imbalance price.
        exchange_fee_per_mwh: Paid per MWh nominated.
        margin_per_mwh: Paid to the supplier per MWh metered.
        deviation_fee_per_mwh: Paid per MWh by which metered and nominated energy differ, either way.
    """

    name: str
    day_ahead: SeriesRef
    imbalance: SeriesRef
    auction: Auction
    term: Term
    surplus: SeriesRef | None = None
    exchange_fee_per_mwh: float = 0.0
    margin_per_mwh: float = 0.0
    deviation_fee_per_mwh: float = 0.0


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

    @property
    def window(self) -> Window:
        """The hours of the period."""
        return Window(
            months=self.months, weekdays=self.weekdays, start_hour=self.start_hour, end_hour=self.end_hour
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfUseSupply:
    """Metered import at a price by period; the first period that fits counts, ``otherwise_per_mwh`` the rest."""

    name: str
    periods: tuple[TariffPeriod, ...]
    otherwise_per_mwh: float
    term: Term


Supply = SpotSupply | NominatedSupply | FixedSupply | TimeOfUseSupply


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPurchase:
    """Energy bought regardless of use (a block or PPA) and settled against spot.

    The block pays ``price_per_mwh`` for its power in every interval and is credited the spot price for
    it, so that what the site draws costs spot at the margin.

    Attributes:
        name: Unique on the site.
        power_mw: Contracted power.
        price_per_mwh: Price agreed.
        spot: Market price series that it settles against.
        term: When it is in force.
        produced_frac: Share of the power that is delivered: 1 for a baseload block, a series for a PPA that pays as
            produced.
        window: Hours of delivery (a peak block), or None for all hours.
    """

    name: str
    power_mw: float
    price_per_mwh: float
    spot: SeriesRef
    term: Term
    produced_frac: Level = 1.0
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCollar:
    """A financial cap, floor or collar on a fixed volume, whatever the site draws.

    Pays ``volume x max(spot - cap, 0)``, costs ``volume x max(floor - spot, 0)`` and a premium per MWh of volume.

    Attributes:
        name: Unique on the site.
        power_mw: Volume covered.
        spot: Market price series that it settles against.
        term: When it is in force.
        cap_per_mwh: The seller pays what spot is above it; None for a floor alone.
        floor_per_mwh: The site pays what spot is below it; None for a cap alone.
        premium_per_mwh: Paid per MWh covered.
    """

    name: str
    power_mw: float
    spot: SeriesRef
    term: Term
    cap_per_mwh: float | None = None
    floor_per_mwh: float | None = None
    premium_per_mwh: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeBand:
    """A tolerance band on the energy metered in a calendar month.

    Attributes:
        name: Unique on the site.
        mwh_per_month: Contracted energy of a month.
        low_frac: Below this share of it, what is missing is paid for.
        high_frac: Above this share of it, what is more is paid for.
        shortfall_per_mwh: Paid per MWh below the band.
        excess_per_mwh: Paid per MWh above the band, on top of its price.
        term: When it is in force; whole months only.
    """

    name: str
    mwh_per_month: float
    low_frac: float
    high_frac: float
    shortfall_per_mwh: float
    excess_per_mwh: float
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCharge:
    """Money per month, whatever is drawn: a supplier's, an exchange's or a meter's fee.

    Attributes:
        name: Unique on the site.
        per_month: Money per calendar month.
        term: When it is in force; a month covered in part is charged for that share of its time.
    """

    name: str
    per_month: float
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
        window: Only billing intervals that start inside it count; None counts all hours. A month without any is not billed.
        ratchet_frac: A month is billed for at least this share of the highest peak of the 11 months before.
        earlier_peaks_mw: Peaks of months before a run, by month index (year * 12 + month - 1).
    """

    name: str
    per_kw_month: float
    billing_interval: timedelta
    term: Term
    window: Window | None = None
    ratchet_frac: float = 0.0
    earlier_peaks_mw: Mapping[int, float] = field(default_factory=dict)
