"""The embedded market: generated series with the publication rules of their place, labelled synthetic."""

from datetime import datetime, timedelta
from typing import Final, get_args

from bascule.market.optimism import optimistic_market
from bascule.market.publication import default_publication
from bascule.market.synthetic import generate
from bascule.market.synthetic.zones import Zone, zone_facts
from bascule.model.market import Assumption, Market
from bascule.model.series import Floats, Series
from bascule.model.time_grid import TimeGrid

ZONES: Final[tuple[Zone, ...]] = get_args(Zone)
"""Places for which there is an embedded market."""


def embedded_market(
    zone: Zone,
    *,
    calibration_year: int,
    start: datetime,
    end: datetime,
    history: timedelta,
    seed: int,
    optimistic: bool = False,
) -> Market:
    """A seeded market of a place, for demonstrations, teaching and tests. No value in it was measured.

    Args:
        zone: ``france`` (hourly day-ahead prices) or ``texas`` (15-minute real-time prices).
        calibration_year: Year whose figures the generator was fitted to.
        start: First instant of interest, on the zone's step, aware UTC.
        end: First instant after the last one, on the zone's step.
        history: Time before ``start`` that is generated too, whole steps of it.
        seed: Same seed, same market.
        optimistic: Whether real-time values are known at the start of their interval.

    Raises:
        ValueError: The zone has no such calibration year, or the times are not on its step.
    """
    step = timedelta(seconds=zone_facts(zone).step_s)
    first = start - history // step * step
    if (end - first) % step:
        raise ValueError(f"{start} to {end} is not a whole number of steps of {step}")
    grid = TimeGrid(start=first, step=step, count=(end - first) // step)
    values = generate(zone, calibration_year=calibration_year, start=grid.start, steps=grid.count, seed=seed)
    source = f"embedded market, {zone}, calibrated on {calibration_year}, seed {seed} (synthetic)"
    series = {name: _series(name, array, grid, source) for name, array in values.items()}
    market = Market(grid=grid, series=series, assumptions=(_assumption(source),))
    return optimistic_market(market) if optimistic else market


def _series(name: str, values: Floats, grid: TimeGrid, source: str) -> Series:
    publication = default_publication(name, grid.step_s)
    return Series(
        name=name,
        values=values,
        known_at_s=publication.known_at_s(grid),
        source=source,
        publication=str(publication),
        synthetic=True,
    )


def _assumption(source: str) -> Assumption:
    return Assumption(
        name="embedded market",
        statement="every series is generated, none was measured: the figures show the method, not money",
        source=source,
    )
