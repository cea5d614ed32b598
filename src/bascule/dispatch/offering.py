"""Which offers a plan makes at a moment: those whose gate closes before the next decision."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import numpy as np

from bascule.dispatch.asking import Piece
from bascule.dispatch.bids import energy_offer, reserve_offer
from bascule.dispatch.optimise import Plan
from bascule.model.energy_contracts import Auction, NominatedSupply
from bascule.model.gate import delivery_grid, gate, next_delivery
from bascule.model.offer import Offer
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.energy import adder_rate
from bascule.units import SECONDS_PER_HOUR


def auctions_of(site: Site) -> Mapping[str, Auction]:
    """Auctions of a site by supply contract or reserve product."""
    supplies = {s.name: s.auction for s in site.supplies if isinstance(s, NominatedSupply)}
    return supplies | {r.name: r.auction for r in site.reserves if r.auction is not None}


def closing(site: Site, now: datetime, within: timedelta) -> dict[str, TimeGrid]:
    """Delivery intervals of every product whose gate closes in ``[now, now + within)``, by product."""
    found = {}
    for name, auction in auctions_of(site).items():
        day = next_delivery(auction, now)
        if gate(auction, day) < now + within:
            found[name] = delivery_grid(auction, day)
    return found


def upcoming(site: Site, now: datetime) -> dict[str, TimeGrid]:
    """Delivery intervals of every product's next auction, by product."""
    return {name: delivery_grid(a, next_delivery(a, now)) for name, a in auctions_of(site).items()}


def offers(
    site: Site, plan: Plan, pieces: list[Piece], wanted: Mapping[str, TimeGrid], premium_per_mwh: float | None
) -> tuple[Offer, ...]:
    """Offers of a plan for the delivery intervals that it covers.

    Args:
        site: The site.
        plan: An optimal plan; intervals beyond its end are left out.
        pieces: The horizon that it was made for.
        wanted: Delivery intervals by product.
        premium_per_mwh: Energy that can also be bought later bids no more than the expected later price plus this; None bids
            its whole worth.
    """
    return tuple(_offers(site, plan, pieces, wanted, premium_per_mwh))


def _offers(
    site: Site, plan: Plan, pieces: list[Piece], wanted: Mapping[str, TimeGrid], premium_per_mwh: float | None
) -> Iterator[Offer]:
    for supply in (s for s in site.supplies if isinstance(s, NominatedSupply) and s.name in wanted):
        grid = _covered(plan, wanted[supply.name])
        if grid is not None and supply.term.covers(grid).any():
            top = _on_top(site, supply, pieces)
            later = None if premium_per_mwh is None else _later(supply, pieces) + premium_per_mwh
            yield energy_offer(plan, supply, grid, top, later)
    for given in plan.inputs.reserves:
        name = given.product.name
        grid = _covered(plan, wanted[name]) if name in wanted else None
        if grid is not None:
            yield reserve_offer(plan, given, grid)


def _on_top(site: Site, supply: NominatedSupply, pieces: list[Piece]) -> Floats:
    fees = supply.margin_per_mwh + supply.exchange_fee_per_mwh
    return np.concatenate([adder_rate(site, piece.grid) + fees for piece in pieces])


def _later(supply: NominatedSupply, pieces: list[Piece]) -> Floats:
    return np.concatenate([piece.values[supply.imbalance.name] for piece in pieces])


def _covered(plan: Plan, grid: TimeGrid) -> TimeGrid | None:
    """Delivery intervals that a plan covers: a run may end within a delivery day; None where it covers none."""
    end_s = int(plan.inputs.starts_s[-1]) + round(float(plan.inputs.hours[-1]) * SECONDS_PER_HOUR)
    count = min((end_s - grid.start_s) // grid.step_s, grid.count)
    if plan.inputs.starts_s[0] > grid.start_s or count <= 0:
        return None
    return grid.window(0, count)
