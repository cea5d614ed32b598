"""The closed form: where nothing couples in time, each step is a merit order filled from the top.

Everything that may take power bids for it: segments of fleets and GPU uses, flexible loads, export.
Declining supply bids as well: not
importing is worth the import price, curtailing is worth nothing. The power that the step could have at most
is handed out by falling
bid. Equal bids are served in the site's order, supply declined first: a rule, not a weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.inputs import Group, Inputs
from bascule.errors import Infeasible
from bascule.model.series import Floats

_TOLERANCE_MW = 1e-7
_FIRST_PER_MWH = 1e9
"""Above every price: what must be served first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bid:
    """Something that takes bus power at a worth.

    Attributes:
        name: Whose bid.
        width_mw: Most bus power, shape (steps,).
        worth_per_mwh: Money per bus MWh, shape (steps,).
    """

    name: str
    width_mw: Floats
    worth_per_mwh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeritOrder:
    """A filled merit order, each array of shape (steps,).

    Attributes:
        import_mw: Import at the meter, breaches included.
        export_mw: Export at the meter.
        group_run_mw: IT power above rest by group.
        load_mw: Bus power by flexible load.
        generation_mw: Output by generator.
        extra_mw: Bus power granted to extra bids by name.
        bus_per_mwh: Worth of one more MWh at the bus.
        earned: Money of each step, constants and extra bids left out.
        objective: Money over the horizon, constants included, extra bids left out.
    """

    import_mw: Floats
    export_mw: Floats
    group_run_mw: Mapping[str, Floats]
    load_mw: Mapping[str, Floats]
    generation_mw: Mapping[str, Floats]
    extra_mw: Mapping[str, Floats]
    bus_per_mwh: Floats
    earned: Floats
    objective: float


def fill(inputs: Inputs, extra: Sequence[Bid] = (), extra_supply_mw: Floats | None = None) -> MeritOrder:
    """Fill the merit order of every step at once.

    Args:
        inputs: The horizon; what couples steps is ignored.
        extra: Further bids, such as a battery's at the worth of its stored energy.
        extra_supply_mw: Further bus power that some extra bid declines, shape (steps,).

    Raises:
        Infeasible: Base load exceeds what a step can have.
    """
    keep = 1.0 - inputs.loss_frac
    own = _bids(inputs, keep)
    bids = [*own, *extra]
    available = sum((g.available_mw for g in inputs.generators), np.zeros(inputs.count))
    supply = (
        (np.maximum(inputs.import_limit_mw, 0.0) + inputs.breach_limit_mw) * keep
        + available
        - inputs.base_load_mw
    )
    supply = supply + (extra_supply_mw if extra_supply_mw is not None else 0.0)
    _refuse_shortage(inputs, supply)
    granted, marginal = _hand_out(bids, supply)
    by_name: dict[str, Floats] = {}
    for bid, power in zip(bids, granted, strict=True):
        by_name[bid.name] = by_name[bid.name] + power if bid.name in by_name else power
    return _read(inputs, by_name, marginal, keep, [bid.name for bid in extra])


def _bids(inputs: Inputs, keep: float) -> list[Bid]:
    """Own bids, supply declined first."""
    sold = np.minimum(inputs.export_rate * keep, inputs.least_import_rate / keep)
    zero = np.zeros(inputs.count)
    bids = [
        *_import_bids(inputs, keep),
        *(Bid(name=f"!{g.name}", width_mw=g.available_mw, worth_per_mwh=zero) for g in inputs.generators),
    ]
    for group in inputs.groups:
        bids.extend(_group_bids(group))
    for given in inputs.loads:
        bids.extend(_load_bids(inputs, given.load.name))
    if inputs.export_limit_mw > 0:
        bids.append(
            Bid(
                name="!export",
                width_mw=np.full(inputs.count, inputs.export_limit_mw / keep),
                worth_per_mwh=sold,
            )
        )
    return bids


def _import_bids(inputs: Inputs, keep: float) -> list[Bid]:
    """Not importing and not breaching, each split where a nomination bends what a MWh costs."""
    limit, breach = np.maximum(inputs.import_limit_mw, 0.0), inputs.breach_limit_mw
    rate, price = inputs.import_rate, inputs.breach_price_per_mwh
    if inputs.deviation is None:
        pairs = [("!import", limit, rate), ("!breach", breach, rate + price)]
    else:
        above, below = rate + inputs.deviation.up_per_mwh, rate - inputs.deviation.down_per_mwh
        # Without a nomination all import is above it, at no further cost.
        nominated = np.nan_to_num(inputs.deviation.nominated_mw)
        first, late = np.minimum(nominated, limit), np.clip(nominated - limit, 0.0, breach)
        pairs = [
            ("!import", first, below),
            ("!import", limit - first, above),
            ("!breach", late, below + price),
            ("!breach", breach - late, above + price),
        ]
    return [Bid(name=name, width_mw=mw * keep, worth_per_mwh=worth / keep) for name, mw, worth in pairs]


def _deviation_cost(inputs: Inputs, import_mw: Floats) -> Floats:
    """Money per hour of departing from what was nominated."""
    if inputs.deviation is None:
        return np.zeros(inputs.count)
    beyond = np.nan_to_num(import_mw - inputs.deviation.nominated_mw)
    up, down = np.maximum(beyond, 0.0), np.maximum(-beyond, 0.0)
    return up * inputs.deviation.up_per_mwh + down * inputs.deviation.down_per_mwh


def _group_bids(group: Group) -> list[Bid]:
    """A group's segments; what may not be given up yet bids before everything else."""
    kept = np.zeros_like(group.widths_mw)
    bids = []
    if group.floor_mw is not None:
        kept[0] = group.floor_mw
        first = np.full(kept.shape[1], _FIRST_PER_MWH)
        bids.append(Bid(name=group.name, width_mw=kept[0] * group.bus_per_it, worth_per_mwh=first))
    for width, worth in zip(group.widths_mw - kept, group.worth_per_mwh, strict=True):
        bids.append(
            Bid(name=group.name, width_mw=width * group.bus_per_it, worth_per_mwh=worth / group.bus_per_it)
        )
    return bids


def _load_bids(inputs: Inputs, name: str) -> list[Bid]:
    """A load's power that heat pays for, then the rest."""
    given = next(v for v in inputs.loads if v.load.name == name)
    heat = given.load.heat
    whole = np.full(inputs.count, given.load.power_mw)
    if heat is None or heat.recovered_frac <= 0:
        return [Bid(name=name, width_mw=whole, worth_per_mwh=given.worth_per_mwh)]
    heated = np.minimum(whole, given.heat_mw / heat.recovered_frac)
    worth = given.worth_per_mwh + heat.recovered_frac * np.maximum(given.heat_per_mwh, 0.0)
    return [
        Bid(name=name, width_mw=heated, worth_per_mwh=worth),
        Bid(name=name, width_mw=whole - heated, worth_per_mwh=given.worth_per_mwh),
    ]


def _hand_out(bids: Sequence[Bid], supply: Floats) -> tuple[Floats, Floats]:
    """Power per bid (bids, steps) and the worth of the first bid that is not served whole."""
    widths = np.stack([bid.width_mw for bid in bids], axis=1)
    worths = np.stack([bid.worth_per_mwh for bid in bids], axis=1)
    order = np.argsort(-worths, axis=1, kind="stable")
    sorted_widths = np.take_along_axis(widths, order, axis=1)
    ends = np.cumsum(sorted_widths, axis=1)
    given = np.clip(supply[:, None] - (ends - sorted_widths), 0.0, sorted_widths)
    granted = np.empty_like(given)
    np.put_along_axis(granted, order, given, axis=1)
    served = np.minimum((ends <= supply[:, None] + _TOLERANCE_MW).sum(axis=1), len(bids) - 1)
    marginal = np.take_along_axis(worths, np.take_along_axis(order, served[:, None], axis=1), axis=1)[:, 0]
    return granted.T, marginal


def _refuse_shortage(inputs: Inputs, supply: Floats) -> None:
    short = np.flatnonzero(supply < -_TOLERANCE_MW)
    if short.size:
        k = int(short[0])
        at = np.datetime64(int(inputs.starts_s[k]), "s")
        raise Infeasible(
            f"base load of {inputs.base_load_mw[k]:g} MW at {at}Z exceeds by {-supply[k]:g} MW what the connection and generation"
            f" can give ({inputs.import_limit_mw[k]:g} MW of import); {short.size} intervals in all"
        )


def _read(
    inputs: Inputs, by_name: dict[str, Floats], marginal: Floats, keep: float, extra: Sequence[str]
) -> MeritOrder:
    bought = np.maximum(inputs.import_limit_mw, 0.0) - by_name["!import"] / keep
    breached = inputs.breach_limit_mw - by_name["!breach"] / keep
    sold = by_name.get("!export", np.zeros(inputs.count)) * keep
    groups = {g.name: by_name[g.name] / g.bus_per_it for g in inputs.groups}
    loads = {v.load.name: by_name[v.load.name] for v in inputs.loads}
    output = {g.name: g.available_mw - by_name[f"!{g.name}"] for g in inputs.generators}
    cost = (
        (bought + breached) * inputs.import_rate
        + breached * inputs.breach_price_per_mwh
        - sold * inputs.export_rate
        + _deviation_cost(inputs, bought + breached)
    )
    worth = sum(
        (_worth(inputs, name, power) for name, power in {**groups, **loads}.items()), np.zeros(inputs.count)
    )
    earned = (worth - cost) * inputs.hours
    return MeritOrder(
        import_mw=bought + breached,
        export_mw=sold,
        group_run_mw=groups,
        load_mw=loads,
        generation_mw=output,
        extra_mw={name: by_name[name] for name in extra},
        bus_per_mwh=marginal,
        earned=earned,
        objective=inputs.constant + float(earned.sum()),
    )


def _worth(inputs: Inputs, name: str, power_mw: Floats) -> Floats:
    """Money per hour of a group's IT power or a load's bus power, segment by segment."""
    money, left = np.zeros(inputs.count), power_mw.copy()
    group = next((g for g in inputs.groups if g.name == name), None)
    if group is not None:
        for width, worth in zip(group.widths_mw, group.worth_per_mwh, strict=True):
            used = np.minimum(left, width)
            money, left = money + used * worth, left - used
        return money
    for bid in _load_bids(inputs, name):
        used = np.minimum(left, bid.width_mw)
        money, left = money + used * bid.worth_per_mwh, left - used
    return money


def pools_shared(inputs: Inputs) -> Inputs:
    """Groups of a pool cut to its devices in the site's order: what a merit order may hand out where a pool is crowded."""
    left = {pool.pool.name: np.full(inputs.count, pool.pool.devices) for pool in inputs.pools}
    return replace(inputs, groups=tuple(_shared(group, left) for group in inputs.groups))


def _shared(group: Group, left: dict[str, Floats]) -> Group:
    if group.pool is None:
        return group
    wanted = group.widths_mw[0] / group.device_mw
    kept = np.minimum(wanted, left[group.pool])
    left[group.pool] = left[group.pool] - kept
    share = np.divide(kept, wanted, out=np.ones_like(wanted), where=wanted > 0)
    floor = None if group.floor_mw is None else np.minimum(group.floor_mw, group.widths_mw[0] * share)
    return replace(group, widths_mw=group.widths_mw * share, floor_mw=floor)
