"""Offers into an auction, read off a plan: what each megawatt-hour is worth where it would be used.

Energy: every use of power bids its worth at the bus, stored energy bids the worth that the plan gives it, and work that may
wait bids what it would lose by waiting, so that the sum over uses is a demand curve that falls by construction. Reserves: the
plan's own megawatts, each at what holding it costs: keeping load on above its worth, and the calls to be expected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.dispatch.blocks.reserves import given_up_per_mw_h
from bascule.dispatch.inputs import GroupKind, Inputs, JobInput, ReserveInput
from bascule.dispatch.merit import pools_shared
from bascule.dispatch.optimise import Plan
from bascule.dispatch.plan_steps import steps_of
from bascule.dispatch.shown import shown_mw
from bascule.model.energy_contracts import NominatedSupply
from bascule.model.offer import Offer
from bascule.model.reserves import Direction
from bascule.model.series import Floats, Ints
from bascule.model.time_grid import TimeGrid

ANY_PRICE_PER_MWH: Final = 99_999.0
"""Price of what is drawn whatever it costs: above the cap of every market."""

HELD_BACK_FRAC: Final = 0.02
"""Share of a planned reserve that is not offered: what a hall draws follows the weather, which is a forecast."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Use:
    """Bus MW that take part at a worth per bus MWh, each of shape (steps,)."""

    width_mw: Floats
    worth_per_mwh: Floats


def energy_offer(
    plan: Plan,
    supply: NominatedSupply,
    grid: TimeGrid,
    on_top_per_mwh: Floats,
    most_per_mwh: Floats | None = None,
) -> Offer:
    """The site's demand curve for a delivery day.

    Args:
        plan: An optimal plan that covers the day.
        supply: The contract under which the energy is bought.
        grid: Delivery intervals.
        on_top_per_mwh: Money per MWh drawn on top of the auction's price (adders, margin, fees), shape (steps,).
        most_per_mwh: No tranche bids more than this for energy that it could also buy later, shape (steps,), or None.
    """
    inputs, keep = pools_shared(plan.inputs), 1.0 - plan.inputs.loss_frac
    uses = list(_uses(plan, inputs))
    widths = np.stack([use.width_mw for use in uses])
    prices = np.stack([use.worth_per_mwh for use in uses]) * keep - on_top_per_mwh
    if most_per_mwh is not None:
        prices = np.minimum(prices, most_per_mwh)
    must = inputs.base_load_mw - sum((g.available_mw for g in inputs.generators), np.zeros(inputs.count))
    must = must - sum(_discharge(plan, b.battery.name) for b in inputs.batteries)
    limit = np.maximum(inputs.import_limit_mw, 0.0)
    price, mw = _by_interval(inputs, grid, prices, widths, must, limit * keep)
    return Offer(product=supply.name, grid=grid, buys=True, price=price, mw=mw / keep)


def _uses(plan: Plan, inputs: Inputs) -> Iterator[_Use]:
    """Everything that takes power, as in the merit order: groups, loads, batteries each way, jobs."""
    for group in inputs.groups:
        for width, worth in zip(group.widths_mw, group.worth_per_mwh, strict=True):
            firm = group.kind in (GroupKind.LEASE, GroupKind.RESERVATION)
            value = np.full(inputs.count, np.inf) if firm else worth / group.bus_per_it
            yield _Use(width_mw=width * group.bus_per_it, worth_per_mwh=value)
    for given in inputs.loads:
        whole = np.full(inputs.count, given.load.power_mw)
        yield _Use(width_mw=whole, worth_per_mwh=given.worth_per_mwh)
    yield from _battery_uses(plan)
    for job in inputs.jobs:
        yield from _job_uses(plan, job)


def _battery_uses(plan: Plan) -> Iterator[_Use]:
    """What the plan stores, at the worth of stored energy; and what it gives, as energy that could be bought instead."""
    for given in plan.inputs.batteries:
        battery, columns = given.battery, plan.layout.batteries[given.battery.name]
        stored, wear = -plan.answer.row_dual[columns.energy], battery.wear_per_mwh / 2
        yield _Use(
            width_mw=np.maximum(plan.answer.x[columns.charge_mw], 0.0),
            worth_per_mwh=stored * battery.charge_efficiency_frac - wear,
        )
        yield _Use(
            width_mw=_discharge(plan, battery.name),
            worth_per_mwh=stored / battery.discharge_efficiency_frac + wear,
        )


def _discharge(plan: Plan, battery: str) -> Floats:
    return np.asarray(np.maximum(plan.answer.x[plan.layout.batteries[battery].discharge_mw], 0.0))


def _job_uses(plan: Plan, job: JobInput) -> Iterator[_Use]:
    """Work that the plan does in a step bids its pay; in other steps no more than waiting would lose."""
    columns, count = plan.layout.jobs[job.name], plan.inputs.count
    later = max(-float(plan.answer.row_dual[columns.work]), 0.0)
    run = np.maximum(plan.answer.x[columns.segments].sum(axis=0), 0.0)
    per_mwh = job.gpu_h_per_mwh[0] / job.bus_per_it
    planned, pay = np.zeros(count), np.zeros(count)
    planned[job.steps] = run * job.bus_per_it
    pay[job.steps] = job.value_per_gpu_h * per_mwh
    yield _Use(width_mw=planned, worth_per_mwh=pay)
    rest, lost = np.zeros(count), np.zeros(count)
    rest[job.steps] = np.minimum(float(job.widths_mw.sum()) - run, _left_mw(job, plan)) * job.bus_per_it
    lost[job.steps] = (job.value_per_gpu_h - later) * per_mwh
    yield _Use(width_mw=np.maximum(rest, 0.0), worth_per_mwh=lost)


def _left_mw(job: JobInput, plan: Plan) -> Floats:
    return np.asarray(job.left_gpu_h / (job.gpu_h_per_mwh[0] * plan.inputs.hours[job.steps]))


def _by_interval(
    inputs: Inputs, grid: TimeGrid, prices: Floats, widths: Floats, must_mw: Floats, limit_mw: Floats
) -> tuple[Floats, Floats]:
    """Tranches of each delivery interval, dearest first, must-run before all, cut to the connection."""
    rows = [_sorted(*steps_of(inputs, grid, k), prices, widths, must_mw, limit_mw) for k in range(grid.count)]
    most = max(price.size for price, _ in rows)
    price, mw = np.empty((most, grid.count)), np.zeros((most, grid.count))
    for k, (p, w) in enumerate(rows):
        price[: p.size, k], mw[: w.size, k] = p, w
        price[p.size :, k] = p[-1]
    return price, mw


def _sorted(
    steps: Ints, share: Floats, prices: Floats, widths: Floats, must_mw: Floats, limit_mw: Floats
) -> tuple[Floats, Floats]:
    price = np.concatenate([[ANY_PRICE_PER_MWH], np.minimum(prices[:, steps], ANY_PRICE_PER_MWH).ravel()])
    # Generation and stored energy serve the dearest uses first: a negative must-run eats into them.
    width = np.concatenate([[float(must_mw[steps] @ share)], (widths[:, steps] * share).ravel()])
    order = np.argsort(-price[1:], kind="stable") + 1
    order = np.concatenate([[0], order])
    ends = np.clip(np.cumsum(width[order]), 0.0, float(limit_mw[steps] @ share))
    mw = np.diff(np.maximum.accumulate(ends), prepend=0.0)
    kept = mw > 1e-9
    kept[0] = True
    return price[order][kept], mw[kept]


def reserve_offer(plan: Plan, given: ReserveInput, grid: TimeGrid) -> Offer:
    """The plan's megawatts of a product over a delivery day, each at what holding it costs.

    Args:
        plan: An optimal plan that covers the day.
        given: The product in the plan.
        grid: Delivery intervals.
    """
    columns, keep = plan.layout.reserves[given.product.name], 1.0 - plan.inputs.loss_frac
    assets = list(columns.held)
    price, mw = np.zeros((len(assets), grid.count)), np.zeros((len(assets), grid.count))
    for k in range(grid.count):
        steps, share = steps_of(plan.inputs, grid, k)
        where = np.searchsorted(given.steps, steps)
        held_at = np.flatnonzero(np.isin(steps, given.steps))
        if not held_at.size:
            continue
        block = given.block[where[held_at]]
        for row, asset in enumerate(assets):
            mw[row, k] = max(float(plan.answer.x[columns.held[asset][block]].min()), 0.0) / keep
            price[row, k] = float(_holding_cost(plan, given, asset)[steps] @ share)
    mw = mw * (1.0 - HELD_BACK_FRAC)
    if given.product.always_called:
        sold = mw.sum(axis=0)
        mw = mw * (shown_mw(plan, given.product, grid, sold) / np.where(sold > 0, sold, 1.0))
    return _rising(given, grid, price, np.where(mw.sum(axis=0) >= given.product.least_mw - 1e-9, mw, 0.0))


def _rising(given: ReserveInput, grid: TimeGrid, price: Floats, mw: Floats) -> Offer:
    order = np.argsort(price, axis=0, kind="stable")
    price, mw = np.take_along_axis(price, order, axis=0), np.take_along_axis(mw, order, axis=0)
    return Offer(product=given.product.name, grid=grid, buys=False, price=price, mw=mw)


def _holding_cost(plan: Plan, given: ReserveInput, asset: str) -> Floats:
    """Money per meter MW and hour: what running costs above its worth, and what calls are expected to lose."""
    inputs, keep, product = plan.inputs, 1.0 - plan.inputs.loss_frac, given.product
    worth = _worth(plan, asset)
    price = plan.answer.row_dual[plan.layout.bus.balance] / inputs.hours
    paid = np.zeros(inputs.count)
    paid[given.steps] = given.call_per_mwh
    if product.always_called:
        # Sold at the energy price itself: it has to pay the supplier, what the load would have earned, and what the meter
        # is expected not to show.
        shown = max(given.delivered_frac, 1e-3)
        lost = (worth - price) * keep + (1.0 - shown) * product.penalty_per_mwh
        return np.asarray(np.maximum(product.supplier_payment_per_mwh + lost / shown, 0.0))
    if product.direction is Direction.TAKE:
        run, call = np.maximum(worth - price, 0.0), price - worth - paid / keep
    else:
        run, call = np.maximum(price - worth, 0.0), worth - price - paid / keep
    option = np.zeros(inputs.count)
    option[given.steps] = given_up_per_mw_h(inputs, given, worth)
    return np.asarray(np.maximum((run + option + product.call_frac * call) * keep, 0.0))


def _worth(plan: Plan, asset: str) -> Floats:
    """Worth per bus MWh of what an asset would shed; of a battery, the plan's own price, since it need not run."""
    for group in (g for g in plan.inputs.groups if g.name == asset):
        return group.whole_worth
    for given in (v for v in plan.inputs.loads if v.load.name == asset):
        return given.worth_per_mwh
    return np.asarray(plan.answer.row_dual[plan.layout.bus.balance] / plan.inputs.hours)
