"""The auctions of a run: offers are taken until their gate, cleared at the published price, and become positions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.gate import gate, gates_between
from bascule.model.market import Market
from bascule.model.offer import Offer
from bascule.model.positions import Positions
from bascule.model.series import Floats, Ints, SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Traded:
    """A product with an auction: a supply contract's energy, or a reserve.

    Attributes:
        name: Supply contract or reserve product.
        auction: Its auction.
        price: Series of the auction's price.
        term: When it is in force.
        buys: True for energy.
    """

    name: str
    auction: Auction
    price: str
    term: Term
    buys: bool


def traded(site: Site) -> tuple[Traded, ...]:
    """Every product of a site that is traded in an auction."""
    made = [
        Traded(name=s.name, auction=s.auction, price=s.day_ahead.name, term=s.term, buys=True)
        for s in site.supplies
        if isinstance(s, NominatedSupply)
    ]
    for reserve in site.reserves:
        # An energy reduction is sold at the energy price, a reserve at its capacity price.
        price = reserve.activation_price if reserve.always_called else reserve.capacity_price
        if reserve.auction is not None and isinstance(price, SeriesRef):
            made.append(
                Traded(
                    name=reserve.name,
                    auction=reserve.auction,
                    price=price.name,
                    term=reserve.term,
                    buys=False,
                )
            )
    return tuple(made)


class Exchange:
    """Takes offers and says what has become of them; nothing is known before its price is published."""

    def __init__(self, site: Site, market: Market, grid: TimeGrid, accept_frac: float = 1.0) -> None:
        """Open the auctions of a run.

        Args:
            site: Says what is traded.
            market: Holds the auctions' prices.
            grid: The run.
            accept_frac: Share of a tranche taken whose price is the auction's own.
        """
        self._traded, self._market, self._grid = traded(site), market, grid
        self._accept_frac = accept_frac
        self._mw: dict[str, Floats] = {one.name: np.zeros(grid.count) for one in self._traded}
        self._offered: set[str] = set()

    def gates(self) -> list[float]:
        """Moments inside the run at which a gate closes, Unix seconds, rising."""
        found = {
            moment.timestamp()
            for one in self._traded
            for moment in gates_between(one.auction, self._grid.start, self._grid.end)
        }
        return sorted(found)

    def submit(self, offers: Sequence[Offer], now: datetime) -> None:
        """Take offers whose gate has not closed; a later offer for the same interval replaces an earlier one.

        Raises:
            ValueError: The gate of an offer is closed, or nothing of that name is traded.
        """
        by_name = {one.name: one for one in self._traded}
        for offer in offers:
            if offer.product not in by_name:
                raise ValueError(f"nothing called {offer.product!r} is traded in an auction")
            one = by_name[offer.product]
            day = offer.grid.start.astimezone(ZoneInfo(one.auction.zone)).date()
            if gate(one.auction, day) < now:
                raise ValueError(
                    f"{offer.product}: the gate for {day.isoformat()} is closed at {now.isoformat()}"
                )
            self._offered.add(offer.product)
            self._clear(one, offer)

    def _clear(self, one: Traded, offer: Offer) -> None:
        """Write what the auction takes into the run; it is not seen before the price is published."""
        steps, interval = _intervals(self._grid, offer.grid)
        if not steps.size:
            return
        accepted = offer.accepted_mw(self._prices(one, offer.grid), self._accept_frac)
        in_force = one.term.covers(self._grid)[steps]
        self._mw[one.name][steps] = np.nan_to_num(accepted)[interval] * in_force

    def _prices(self, one: Traded, delivery: TimeGrid) -> Floats:
        """Mean published price of each delivery interval; NaN takes nothing."""
        market, values = self._market.grid, self._market.values(one.price)
        starts = market.starts_s()
        at = (starts - delivery.start_s) // delivery.step_s
        inside = (at >= 0) & (at < delivery.count)
        total = np.bincount(at[inside], weights=values[inside], minlength=delivery.count)
        number = np.bincount(at[inside], minlength=delivery.count)
        return np.asarray(np.divide(total, number, out=np.full(delivery.count, np.nan), where=number > 0))

    def positions(self, index: int, now: datetime) -> Positions:
        """What is bought and sold from an interval of the run on, NaN where its price is not published yet."""
        energy: dict[str, Floats] = {}
        reserve: dict[str, Floats] = {}
        for one in self._traded:
            seen = np.where(self._known(one, now)[index:], self._mw[one.name][index:], np.nan)
            (energy if one.buys else reserve)[one.name] = seen
        return Positions(nominated_mw=energy, reserve_mw=reserve)

    def _known(self, one: Traded, now: datetime) -> NDArray[np.bool_]:
        first = self._market.grid.index(self._grid.start)
        known = self._market.series[one.price].known_at_s[first : first + self._grid.count]
        return np.asarray(known <= now.timestamp())

    def delivered(self, index: int, count: int) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
        """Energy nominated and reserve sold in intervals that are being run, of products that were ever offered."""
        span, offered = slice(index, index + count), self._offered
        sold = [(one, self._mw[one.name][span].copy()) for one in self._traded if one.name in offered]
        energy = {one.name: mw for one, mw in sold if one.buys}
        reserve = {one.name: mw for one, mw in sold if not one.buys}
        return energy, reserve


def _intervals(run: TimeGrid, delivery: TimeGrid) -> tuple[Ints, Ints]:
    """Intervals of a run that lie in a delivery day, and the delivery interval of each."""
    at = (run.starts_s() - delivery.start_s) // delivery.step_s
    steps = np.flatnonzero((at >= 0) & (at < delivery.count))
    return steps, at[steps]
