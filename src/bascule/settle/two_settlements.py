"""Two settlements: what was nominated at the day-ahead price, and what was metered beyond it at another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bascule.errors import InputError, InputProblem
from bascule.model.energy_contracts import NominatedSupply
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.values import Values, series

_PER_MWH = 1e-6
"""Prices this close count as the same."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deviation:
    """What a MWh costs that departs from the nomination, beyond the imbalance price of the metered MWh.

    With ``up`` the MW above and ``down`` the MW below the nomination, the imbalance part of the bill is
    ``(metered - nominated) x imbalance + up x up_per_mwh + down x down_per_mwh``.

    Attributes:
        up_per_mwh: Money per MWh above, shape (grid.count,).
        down_per_mwh: Money per MWh below: the fee, and what the surplus price is short of the imbalance price.
    """

    up_per_mwh: Floats
    down_per_mwh: Floats


def deviation(supply: NominatedSupply, grid: TimeGrid, values: Values) -> Deviation:
    """What departing from the nomination costs under a contract, whether or not it is in force."""
    fee = np.full(grid.count, supply.deviation_fee_per_mwh)
    if supply.surplus is None:
        return Deviation(up_per_mwh=fee, down_per_mwh=fee)
    short = series(supply.imbalance.name, values) - series(supply.surplus.name, values)
    return Deviation(up_per_mwh=fee, down_per_mwh=fee + short)


def sunk_per_mw(supply: NominatedSupply, grid: TimeGrid, values: Values) -> Floats:
    """Money per interval and MW nominated that no later decision moves: ``day_ahead - imbalance`` and the exchange fee."""
    spread = series(supply.day_ahead.name, values) - series(supply.imbalance.name, values)
    return (spread + supply.exchange_fee_per_mwh) * grid.step_h


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One part of a two-settlement bill.

    Attributes:
        item: What it is for.
        mwh: Energy that it is paid on, per interval.
        amounts: Money per interval, negative where it costs.
    """

    item: str
    mwh: Floats
    amounts: Floats


def parts(
    supply: NominatedSupply, grid: TimeGrid, values: Values, metered_mwh: Floats, nominated_mw: Floats
) -> Iterator[Part]:
    """The bill of one contract while it is in force; fees that are zero are left out.

    Args:
        supply: The contract.
        grid: Intervals.
        values: Series values.
        metered_mwh: Import per interval under the contract, shape (grid.count,).
        nominated_mw: Power bought day-ahead, shape (grid.count,); NaN means none.
    """
    bought = np.nan_to_num(nominated_mw) * grid.step_h * supply.term.covers(grid)
    beyond = metered_mwh - bought
    yield Part(item="day-ahead", mwh=bought, amounts=-bought * series(supply.day_ahead.name, values))
    price = series(supply.imbalance.name, values)
    if supply.surplus is not None:
        price = np.where(beyond < 0, series(supply.surplus.name, values), price)
    yield Part(item="imbalance", mwh=beyond, amounts=-beyond * price)
    fees = {
        "exchange fee": (bought, supply.exchange_fee_per_mwh),
        "deviation fee": (np.abs(beyond), supply.deviation_fee_per_mwh),
        "margin": (metered_mwh, supply.margin_per_mwh),
    }
    for item, (mwh, per_mwh) in fees.items():
        if per_mwh:
            yield Part(item=item, mwh=mwh, amounts=-mwh * per_mwh)


def refuse_surplus_above_imbalance(site: Site, grid: TimeGrid, values: Values) -> None:
    """Refuse a surplus price that pays for buying more than is used.

    Where the surplus price exceeds the imbalance price by more than both deviation fees, no plan has a best nomination to
    depart from: money would come from nothing. Two-price settlements never do so; series given the wrong way round do.

    Raises:
        InputError: Names contract, series, prices and the first interval.
    """
    problems = []
    for supply in site.supplies:
        if isinstance(supply, NominatedSupply) and supply.surplus is not None:
            cost = deviation(supply, grid, values)
            wrong = (cost.up_per_mwh + cost.down_per_mwh < -_PER_MWH) & (supply.term.covers(grid) > 0)
            problems += [_refused(site, supply, grid, values, int(k)) for k in np.flatnonzero(wrong)[:1]]
    if problems:
        raise InputError(problems)


def _refused(site: Site, supply: NominatedSupply, grid: TimeGrid, values: Values, k: int) -> InputProblem:
    surplus, imbalance = (supply.surplus or supply.imbalance).name, supply.imbalance.name
    paid, owed = series(surplus, values)[k], series(imbalance, values)[k]
    return InputProblem(
        file=site.name,
        field=f"energy_contracts[{supply.name}].surplus",
        value=surplus,
        hint=(
            f"pays {paid:g} at {grid.time(k).isoformat()}, more than the {owed:g} of {imbalance} and both deviation fees:"
            " give the series the right way round, or leave surplus out where one price holds for both"
        ),
    )
