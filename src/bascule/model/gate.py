"""Gate closures: when offers for a delivery day are final, and what its intervals are."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bascule.model.energy_contracts import Auction
from bascule.model.time_grid import TimeGrid


def gate(auction: Auction, delivery: date) -> datetime:
    """Moment at which the offers for a local delivery day are final, aware UTC.

    >>> from datetime import timedelta
    >>> paris = Auction(zone="Europe/Paris", gate_hour=12.0, resolution=timedelta(hours=1))
    >>> gate(paris, date(2024, 7, 2)).isoformat()
    '2024-07-01T10:00:00+00:00'
    """
    before, minutes = delivery - timedelta(days=1), round(auction.gate_hour * 60)
    clock = time(minutes // 60 % 24, minutes % 60)
    return datetime.combine(before, clock, tzinfo=ZoneInfo(auction.zone)).astimezone(UTC)


def delivery_grid(auction: Auction, delivery: date) -> TimeGrid:
    """Delivery intervals of a local day: 23, 24 or 25 hours of them."""
    zone = ZoneInfo(auction.zone)
    start = datetime.combine(delivery, time(0), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(delivery + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
    return TimeGrid(start=start, step=auction.resolution, count=(end - start) // auction.resolution)


def next_delivery(auction: Auction, now: datetime) -> date:
    """The first delivery day whose gate has not closed before ``now``; a gate at ``now`` is still open."""
    day = now.astimezone(ZoneInfo(auction.zone)).date()
    while gate(auction, day) < now:
        day += timedelta(days=1)
    return day


def gates_between(auction: Auction, start: datetime, end: datetime) -> list[datetime]:
    """Gate closures in ``[start, end)``, aware UTC, rising."""
    found, day = [], next_delivery(auction, start)
    while (moment := gate(auction, day)) < end:
        found.append(moment)
        day += timedelta(days=1)
    return found
