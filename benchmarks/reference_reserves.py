"""The reference site with reserves: fleets and battery follow base points, five products, a seeded year of capacity prices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from bascule.dispatch.asking import Piece
from bascule.model.energy_contracts import Auction
from bascule.model.reserves import Control, Direction, ReserveProduct
from bascule.model.series import Floats, SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from benchmarks.reference_site import DAY, START, STEP, ReferenceYear

AUCTION: Final = Auction(zone="UTC", gate_hour=10)
SPREAD_DAYS: Final = 28
_HOUR: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """What tells one product from another; ``mean`` is its mean capacity price in EUR per MW and hour."""

    name: str
    mean: float
    response_s: float
    duration_h: float
    call_frac: float
    penalty_per_mwh: float
    direction: Direction = Direction.SHED


_TERMS: Final = (
    _Terms(name="RegUp", mean=8, response_s=5, duration_h=0.5, call_frac=0.043, penalty_per_mwh=500),
    _Terms(
        name="RegDown",
        mean=5,
        response_s=5,
        duration_h=0.5,
        call_frac=0.043,
        penalty_per_mwh=500,
        direction=Direction.TAKE,
    ),
    _Terms(name="RRS", mean=6, response_s=10, duration_h=1, call_frac=0.001, penalty_per_mwh=5000),
    _Terms(name="ECRS", mean=9, response_s=600, duration_h=2, call_frac=0.002, penalty_per_mwh=5000),
    _Terms(name="NonSpin", mean=7, response_s=1800, duration_h=4, call_frac=0.002, penalty_per_mwh=5000),
)


def with_reserves(site: Site) -> Site:
    """A site whose fleets (at rest in ten seconds) and batteries sell reserve."""
    return replace(
        site,
        fleets=tuple(replace(fleet, control=Control.CONTROLLABLE, shed_s=10.0) for fleet in site.fleets),
        batteries=tuple(replace(battery, control=Control.CONTROLLABLE) for battery in site.batteries),
        reserves=tuple(_product(terms) for terms in _TERMS),
    )


def _product(terms: _Terms) -> ReserveProduct:
    return ReserveProduct(
        name=terms.name,
        capacity_price=SeriesRef(name=_series(terms.name)),
        auction=AUCTION,
        response_s=terms.response_s,
        duration_h=terms.duration_h,
        direction=terms.direction,
        call_frac=terms.call_frac,
        penalty_per_mwh=terms.penalty_per_mwh,
        eligible=(Control.CONTROLLABLE,),
        term=Term(start=START, end=START + timedelta(days=400)),
    )


def _series(name: str) -> str:
    return f"{name.lower()}_eur_per_mw"


def capacity_prices(grid: TimeGrid, *, seed: int = 11) -> dict[str, Floats]:
    """Hourly capacity prices of each product: lognormal round a daily shape, scaled to the product's mean."""
    rng, hours = np.random.default_rng(seed), grid.count // _HOUR
    shape = 1.0 + 0.6 * np.cos(2 * np.pi * (np.arange(hours) - 19) / 24)
    common = rng.normal(0, 0.5, hours)
    made = {}
    for terms in _TERMS:
        raw = shape * np.exp(common + rng.normal(0, 0.5, hours))
        made[_series(terms.name)] = np.repeat(terms.mean * raw / raw.mean(), _HOUR)
    return made


def priced(piece: Piece, year: ReferenceYear, prices: Mapping[str, Floats]) -> Piece:
    """A window's piece with its capacity prices."""
    first = year.grid.index(piece.grid.start)
    ahead = {name: array[first : first + piece.grid.count] for name, array in prices.items()}
    return replace(piece, values={**piece.values, **ahead})


def price_spread(year: ReferenceYear, piece: Piece) -> Floats | None:
    """Spot prices of the four weeks before a window less their mean of the hour, shape (24, samples).

    None while fewer than four weeks lie before it.
    """
    first = (piece.grid.start - START) // STEP
    if first < SPREAD_DAYS * DAY:
        return None
    known = year.values["spot_eur_per_mwh"][first - SPREAD_DAYS * DAY : first].reshape(SPREAD_DAYS, 24, _HOUR)
    return np.asarray((known - known.mean(axis=(0, 2))[None, :, None]).transpose(1, 0, 2).reshape(24, -1))
