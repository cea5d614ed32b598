"""Ledger lines of what an energy contract books beside the metered MWh: two settlements, collars, bands, standing charges."""

from collections.abc import Iterator, Mapping

import numpy as np

from bascule.model.energy_contracts import NominatedSupply, StandingCharge
from bascule.model.ledger import Account, LedgerLine
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import Metered
from bascule.model.time_grid import TimeGrid
from bascule.settle import energy, two_settlements, volume_bands
from bascule.settle.calendar import at_month_ends, covered_h, month_h
from bascule.settle.values import Values


def nominated_lines(supply: NominatedSupply, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Day-ahead energy, imbalance and fees of one two-settlement contract; nothing before and after its term."""
    grid = outcome.grid
    in_force = supply.term.covers(grid)
    if not in_force.any():
        return
    metered = outcome.import_mw * grid.step_h * in_force
    nominated = outcome.nominated_mw.get(supply.name, np.zeros(grid.count))
    for part in two_settlements.parts(supply, grid, values, metered, nominated):
        yield LedgerLine(
            account=Account.ENERGY,
            item=f"{supply.name}: {part.item}",
            quantity=float(part.mwh.sum()),
            unit="MWh",
            amounts=part.amounts,
        )


def collar_lines(site: Site, outcome: Outcome, values: Values) -> Iterator[LedgerLine]:
    """Caps, floors and collars, whatever the site draws; none while out of force."""
    grid = outcome.grid
    for collar in site.collars:
        hours = float(collar.term.covers(grid).sum()) * grid.step_h
        if hours:
            yield LedgerLine(
                account=Account.BLOCK,
                item=collar.name,
                quantity=collar.power_mw * hours,
                unit="MWh",
                amounts=energy.collar_income(collar, grid, values),
                take_or_pay=True,
            )


def standing_lines(site: Site, outcome: Outcome) -> Iterator[LedgerLine]:
    """Standing charges: part of the energy bill, since suppliers and exchanges ask for most of them."""
    for charge in site.standing:
        owed = standing_owed(charge, outcome.grid, site.time_zone)
        yield LedgerLine(
            account=Account.ENERGY,
            item=charge.name,
            quantity=sum(owed.values()) / charge.per_month if charge.per_month else 0.0,
            unit="months",
            amounts=-at_month_ends(owed, outcome.grid, site.time_zone),
            take_or_pay=True,
        )


def standing_owed(charge: StandingCharge, grid: TimeGrid, zone: str) -> dict[int, float]:
    """Money owed by month index: a month that the term or the grid covers in part counts for that share of its time."""
    hours = covered_h(charge.term, grid, zone)
    return {month: charge.per_month * h / month_h(month, zone) for month, h in hours.items()}


def band_lines(
    site: Site, outcome: Outcome, before: Mapping[tuple[str, int], Metered]
) -> Iterator[LedgerLine]:
    """What each month's energy misses of its tolerance band, beyond what it missed before."""
    grid, zone = outcome.grid, site.time_zone
    for band in site.bands:
        new = volume_bands.newly_missed(band, grid, zone, outcome.import_mw, before)
        below = {month: miss.shortfall_mwh for month, miss in new.items()}
        above = {month: miss.excess_mwh for month, miss in new.items()}
        yield _missed_line(f"{band.name}: below the band", below, band.shortfall_per_mwh, grid, zone)
        yield _missed_line(f"{band.name}: above the band", above, band.excess_per_mwh, grid, zone)


def _missed_line(item: str, mwh: dict[int, float], per_mwh: float, grid: TimeGrid, zone: str) -> LedgerLine:
    amounts: Floats = -per_mwh * at_month_ends(mwh, grid, zone)
    return LedgerLine(
        account=Account.ENERGY, item=item, quantity=sum(mwh.values()), unit="MWh", amounts=amounts
    )
