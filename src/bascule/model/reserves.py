"""Reserves and demand response: what a site is paid for being able to step aside, and for doing it."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.model.energy_contracts import Auction
from bascule.model.series import Level
from bascule.model.term import Term


class Control(StrEnum):
    """How an asset's load is controlled, and so which products it may serve."""

    CONTROLLABLE = "controllable"
    """Follows base points up and down."""
    BREAKER = "breaker"
    """Goes off by a breaker or a stop command, and comes back by hand."""


class Direction(StrEnum):
    """What a call asks for."""

    SHED = "shed"
    """Draw less (the grid's upward reserve)."""
    TAKE = "take"
    """Draw more (the grid's downward reserve)."""


class Baseline(StrEnum):
    """How the energy is found that would have been drawn without a call."""

    BEFORE_AFTER = "before_after"
    """Mean of the metered power before and after the call."""
    TEN_OF_TEN = "ten_of_ten"
    """Mean of the same hours on the last ten like days without call, adjusted on the day."""
    NEBEF = "nebef"
    """The lower of the means of metered power before and after the call (France's double reference)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveProduct:
    """A product that pays for megawatts that can be shed (or taken) on call.

    Attributes:
        name: Unique on the site.
        capacity_price: Money per MW and hour committed.
        response_s: Time within which a call must be followed.
        duration_h: Longest call.
        eligible: Kinds of control that may serve it.
        term: When it is offered.
        direction: What a call asks for.
        auction: When it is committed; None where each interval is committed when it comes.
        activation_price: Money per MWh delivered on call.
        supplier_payment_per_mwh: Paid by the site per MWh delivered, to the supplier whose energy was not drawn.
        call_frac: Expected share of committed energy that is called, for planning.
        called_above_per_mwh: Calls are expected while the import rate is above this, for planning: what is called need not run
            there. None where calls do not follow the price.
        calls: Share of the committed power called, 0 to 1: a series, or 1 where what is sold is always called (an energy
            reduction such as NEBEF's); None means that no call comes.
        penalty_per_mwh: Paid per MWh called and not delivered, and per MW and hour committed and not held.
        recovery_h: Least time between two calls.
        most_calls_per_year: Calls beyond this number need not be followed; None means no limit.
        least_mw: Smallest offer.
        most_mw: Largest offer, or None.
        baseline: How delivery is measured.
    """

    name: str
    capacity_price: Level
    response_s: float
    duration_h: float
    eligible: tuple[Control, ...]
    term: Term
    direction: Direction = Direction.SHED
    auction: Auction | None = None
    activation_price: Level = 0.0
    supplier_payment_per_mwh: float = 0.0
    call_frac: float = 0.0
    called_above_per_mwh: float | None = None
    calls: Level | None = None
    penalty_per_mwh: float = 0.0
    recovery_h: float = 0.0
    most_calls_per_year: int | None = None
    least_mw: float = 0.0
    most_mw: float | None = None
    baseline: Baseline = Baseline.BEFORE_AFTER

    @property
    def always_called(self) -> bool:
        """Whether what is sold is energy not drawn: every committed interval is a call."""
        return isinstance(self.calls, float) and self.calls > 0
