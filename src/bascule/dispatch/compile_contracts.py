"""What energy contracts add to a horizon beside the import rate: sunk money, deviations from nominations, volume bands."""

from collections.abc import Sequence

import numpy as np

from bascule.dispatch.asking import Piece
from bascule.dispatch.inputs import BandInput, DeviationInput
from bascule.model.energy_contracts import NominatedSupply, VolumeBand
from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.settle import energy, volume_bands
from bascule.settle.contract_lines import standing_owed
from bascule.settle.two_settlements import deviation, sunk_per_mw


def contract_constant(site: Site, piece: Piece) -> float:
    """Money of blocks, collars, standing charges and nominations already made, which no decision of a piece moves."""
    grid, values = piece.grid, piece.values
    money = sum(float(energy.block_income(b, site.time_zone, grid, values).sum()) for b in site.blocks)
    money += sum(
        float(energy.collar_income(collar, grid, values).sum())
        for collar in site.collars
        if collar.term.covers(grid).any()
    )
    money -= sum(sum(standing_owed(charge, grid, site.time_zone).values()) for charge in site.standing)
    for supply, nominated_mw in _nominations(site, piece):
        money -= float((np.nan_to_num(nominated_mw) * sunk_per_mw(supply, grid, values)).sum())
    return money


def deviation_input(site: Site, piece: Piece) -> DeviationInput | None:
    """What departing from nominations costs in a piece, None where it costs nothing.

    A surplus price above the imbalance price by more than both fees has no best plan; it counts for that much and no more. The
    ledger is exact, and :func:`~bascule.settle.two_settlements.refuse_surplus_above_imbalance` refuses it in real values, so
    that this concerns forecasts only.
    """
    count = piece.grid.count
    at, up, down = np.full(count, np.nan), np.zeros(count), np.zeros(count)
    for supply, nominated_mw in _nominations(site, piece):
        cost = deviation(supply, piece.grid, piece.values)
        least = np.maximum(cost.down_per_mwh, -cost.up_per_mwh)
        bent = np.isfinite(nominated_mw) & ((cost.up_per_mwh != 0) | (least != 0))
        at, up, down = (
            np.where(bent, new, old)
            for new, old in ((nominated_mw, at), (cost.up_per_mwh, up), (least, down))
        )
    if np.isnan(at).all():
        return None
    return DeviationInput(nominated_mw=at, up_per_mwh=up, down_per_mwh=down)


def _nominations(site: Site, piece: Piece) -> list[tuple[NominatedSupply, Floats]]:
    """Two-settlement supplies with what they nominated, NaN where nothing is known or the contract is not in force."""
    made = []
    for supply in site.supplies:
        if isinstance(supply, NominatedSupply) and supply.name in piece.nominated_mw:
            in_force = supply.term.covers(piece.grid) > 0
            if in_force.any():
                made.append((supply, np.where(in_force, piece.nominated_mw[supply.name], np.nan)))
    return made


def band_inputs(site: Site, pieces: Sequence[Piece], state: SiteState) -> tuple[BandInput, ...]:
    """One entry per volume band and month of the horizon.

    The band is that of the month's time from its first metered hour to the end of the horizon: the rest of the month is
    taken to run at the mean rate of all that. So the costs of consecutive horizons add up to the month's, and a horizon that
    holds the rest of the month is exact.
    """
    return tuple(made for band in site.bands for made in _months(band, site.time_zone, pieces, state))


def _months(band: VolumeBand, zone: str, pieces: Sequence[Piece], state: SiteState) -> list[BandInput]:
    months = np.concatenate([piece.grid.local_month(zone) for piece in pieces])
    covered = np.concatenate([band.term.covers(piece.grid) > 0 for piece in pieces])
    step_h = np.concatenate([np.full(piece.grid.count, piece.grid.step_h) for piece in pieces])
    made = []
    for month in np.unique(months[covered]).tolist():
        steps: Ints = np.flatnonzero((months == month) & covered)
        was = state.metered.get((band.name, month), volume_bands.NOTHING)
        low, high = volume_bands.limits_mwh(band, month, zone, was.hours + float(step_h[steps].sum()))
        made.append(
            BandInput(
                band=band.name,
                month=month,
                steps=steps,
                before_mwh=was.mwh,
                low_mwh=low,
                high_mwh=high,
                shortfall_per_mwh=band.shortfall_per_mwh,
                excess_per_mwh=band.excess_per_mwh,
            )
        )
    return made


def bands_owed(site: Site, pieces: Sequence[Piece], state: SiteState) -> float:
    """Money that the horizon's months already owe for what they missed before it."""
    owed = 0.0
    for band in site.bands:
        for part in _months(band, site.time_zone, pieces, state):
            was = state.metered.get((band.name, part.month), volume_bands.NOTHING)
            miss = volume_bands.missed(band, part.month, site.time_zone, was)
            owed += miss.shortfall_mwh * band.shortfall_per_mwh + miss.excess_mwh * band.excess_per_mwh
    return owed
