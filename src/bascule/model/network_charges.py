"""Charges for the way to the site that hang on power at certain times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bascule.model.series import SeriesRef
from bascule.model.term import Term
from bascule.model.window import Window

PEAK_PROBABILITY: Final = "_peak_probability_frac"
"""How the name of a series ends that gives the probability of a system peak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoincidentPeakCharge:
    """Money for the site's power while the whole system has its monthly peak (ERCOT's 4CP).

    The charge of a year follows from the site's mean power over the peak intervals of the year before it: a peak of year
    ``y`` is billed at the rate of year ``y + 1``, each of the season's months for an equal share.

    Attributes:
        name: Unique on the site.
        per_kw_year: Rate by the calendar year in which it is paid; a year that is needed and missing is refused.
        months: Calendar months that have a peak each.
        system_load: Series of the system's load in MW; its highest interval of a month is the peak.
        probability: Series of the probability that an interval is its month's peak, for deciding; None takes the series
            derived from the load.
        interval: Length of a peak interval.
        term: Peaks inside it count.
    """

    name: str
    per_kw_year: Mapping[int, float]
    months: tuple[int, ...]
    system_load: SeriesRef
    interval: timedelta
    term: Term
    probability: SeriesRef | None = None

    @property
    def probability_name(self) -> str:
        """Name of the probability series: the one given, or the one derived from the load."""
        if self.probability is not None:
            return self.probability.name
        return f"{self.system_load.name}{PEAK_PROBABILITY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerClass:
    """One time class of a subscribed-power tariff.

    Attributes:
        name: Such as ``winter peak``.
        subscribed_mw: Power subscribed; never falls from one class to the next.
        per_kw_year: Money per kW and year of the power subscribed beyond the class before.
        overrun_per_kw: Money per kW of a month's overrun, the root of the sum of squared overruns.
        windows: When the class holds; the first class that fits counts. No window means all that is left.
        energy_per_mwh: Money per MWh imported in the class.
    """

    name: str
    subscribed_mw: float
    per_kw_year: float
    overrun_per_kw: float
    windows: tuple[Window, ...]
    energy_per_mwh: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribedPower:
    """Power subscribed per time class, with the French overrun form.

    A month's overrun of a class costs ``overrun_per_kw x sqrt(sum of (P_i - subscribed)^2)`` over the values ``P_i`` of
    ``interval`` that exceed the power subscribed.

    Attributes:
        name: Unique on the site.
        classes: Time classes, in the tariff's order.
        term: When it is in force.
        interval: Length of a metered value (10 minutes in France).
    """

    name: str
    classes: tuple[PowerClass, ...]
    term: Term
    interval: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityObligation:
    """Capacity that the site must hold certificates for.

    Attributes:
        name: Unique on the site.
        obligation_mw: Megawatts owed.
        per_mw_year: Money per MW and year.
        term: When it is in force.
    """

    name: str
    obligation_mw: float
    per_mw_year: float
    term: Term
