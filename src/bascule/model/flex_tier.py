"""What a customer of reserved GPUs lets the operator take away, how long and how often."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexTier:
    """Throughput that may be withheld without being a shortfall.

    An event is an unbroken run of intervals with a shortfall. One that begins too early after the last, or beyond the
    month's number, is a shortfall in full. In any other, what is deeper than ``loss_frac`` and what comes after
    ``duration_h`` is.

    Attributes:
        loss_frac: Share of the owed throughput that may be withheld.
        duration_h: Longest time at a stretch.
        events_per_month: Most events that begin in a local month.
        recovery_h: Least time between the end of an event and the beginning of the next.
        fee_discount_frac: Share by which the reservation's fee is lower for it.
        payment_per_gpu_h: Paid to the customer per GPU-hour withheld within these limits.
    """

    loss_frac: float
    duration_h: float
    events_per_month: int
    recovery_h: float = 0.0
    fee_discount_frac: float = 0.0
    payment_per_gpu_h: float = 0.0
