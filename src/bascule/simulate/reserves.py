"""What a site can hold of the reserves that it sold, and what it does when they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bascule.model.battery import Battery
from bascule.model.outcome import BatteryOutcome, ReserveOutcome
from bascule.model.reserves import Control, Direction, ReserveProduct
from bascule.model.schedule import Setpoints
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.simulate.conditions import Conditions
from bascule.simulate.devices import fleet_limit_mw
from bascule.simulate.regulation import Plant, Regulated, bus_factors
from bascule.simulate.shedding import habit, habit_above

_MW = 1e-9


@dataclass(slots=True, kw_only=True)
class _Store:
    """What a battery has left for calls in one direction, in MWh at its bus; moved on in place.

    Attributes:
        begin_mwh: At the start of each interval: a call may last long.
        end_mwh: At its end, what the battery does by itself taken off: a call takes its share of the interval.
        step_h: Length of an interval.
    """

    begin_mwh: Floats
    end_mwh: Floats
    step_h: float

    def room_mw(self, duration_h: float) -> Floats:
        """Power that lasts for a call, which binds for whole intervals."""
        return np.minimum(self.begin_mwh / max(duration_h, self.step_h), self.end_mwh / self.step_h)

    def take(self, held_mw: Floats, duration_h: float) -> None:
        """Take off what is held."""
        self.begin_mwh = self.begin_mwh - held_mw * max(duration_h, self.step_h)
        self.end_mwh = self.end_mwh - held_mw * self.step_h


@dataclass(slots=True, kw_only=True)
class _Holder:
    """An asset with what it has left to hold in each direction, in bus MW; moved on in place."""

    name: str
    control: Control
    shed_s: float
    whole_mw: dict[Direction, Floats]
    used_mw: dict[Direction, Floats]
    stores: Mapping[Direction, _Store] = field(default_factory=dict)

    def take(self, product: ReserveProduct, wanted_mw: Floats) -> Floats:
        """What it holds of ``wanted_mw``, taken off what it has left."""
        way = product.direction
        share = min(product.response_s / self.shed_s, 1.0) if self.shed_s > 0 else 1.0
        room = share * self.whole_mw[way] - self.used_mw[way]
        store = self.stores.get(way)
        if store is not None:
            room = np.minimum(room, store.room_mw(product.duration_h))
        held = np.clip(wanted_mw, 0.0, np.maximum(room, 0.0))
        self.used_mw[way] = self.used_mw[way] + held
        if store is not None:
            store.take(held, product.duration_h)
        return np.asarray(held)


def hold(
    plant: Plant, regulated: Regulated, given: Conditions, before: SiteState, net_mw: Floats
) -> dict[str, ReserveOutcome]:
    """What each product sold is backed by: running load (or room for more) that no other product uses.

    The fastest products are served first, since fewer megawatts can follow them.

    Args:
        plant: The site.
        regulated: What runs while nothing is called.
        given: Actual conditions; shares called stand there.
        before: State at the start.
        net_mw: What the bus draws from the grid while nothing is called, negative where the site exports.
    """
    site, asked = plant.site, regulated.setpoints
    count, keep = asked.grid.count, 1.0 - site.grid.loss_frac
    holders = _holders(plant, regulated, given, before)
    room = {
        Direction.SHED: np.maximum(net_mw + site.grid.export_limit_mw / keep, 0.0),
        Direction.TAKE: np.maximum((site.grid.import_limit_mw - given.order_mw) * keep - net_mw, 0.0),
    }
    done: dict[str, ReserveOutcome] = {}
    for product in sorted(site.reserves, key=lambda r: (r.response_s, len(r.eligible))):
        committed = asked.reserve_mw.get(product.name, np.zeros(count))
        left = np.minimum(committed * keep, room[product.direction])
        shares: dict[str, Floats] = {}
        for holder in (h for h in holders if h.control in product.eligible):
            shares[holder.name] = holder.take(product, left)
            left = left - shares[holder.name]
        held = sum(shares.values(), np.zeros(count))
        room[product.direction] = room[product.direction] - held
        called = given.call_frac.get(product.name, np.zeros(count)) * committed
        done[product.name] = ReserveOutcome(
            committed_mw=committed,
            held_mw=held / keep,
            called_mw=called,
            delivered_mw=np.minimum(called, held / keep),
            by_asset_mw={name: mw / keep for name, mw in shares.items()},
        )
    return {product.name: done[product.name] for product in site.reserves}


def _holders(plant: Plant, regulated: Regulated, given: Conditions, before: SiteState) -> list[_Holder]:
    asked = regulated.setpoints
    return [
        *_fleets(plant, asked, given),
        *_loads(plant.site, asked),
        *_batteries(plant.site, regulated, before),
    ]


def _holder(name: str, control: Control, shed_s: float, down_mw: Floats, up_mw: Floats) -> _Holder:
    zero = np.zeros_like(down_mw)
    return _Holder(
        name=name,
        control=control,
        shed_s=shed_s,
        whole_mw={Direction.SHED: down_mw, Direction.TAKE: up_mw},
        used_mw={Direction.SHED: zero, Direction.TAKE: zero},
    )


def _fleets(plant: Plant, asked: Setpoints, given: Conditions) -> list[_Holder]:
    bus, holders = bus_factors(plant.site, given), []
    for fleet in plant.site.fleets:
        if fleet.control is not None:
            run = asked.fleet_run_mw[fleet.name]
            top = fleet_limit_mw(fleet, plant.curves.fleets[fleet.name], given.temperature_c)
            more = np.maximum(top - run, 0.0)
            factor = bus[fleet.name]
            holders.append(_holder(fleet.name, fleet.control, fleet.shed_s, run * factor, more * factor))
    return holders


def _loads(site: Site, asked: Setpoints) -> list[_Holder]:
    return [
        _holder(v.name, v.control, v.shed_s, asked.load_mw[v.name], v.power_mw - asked.load_mw[v.name])
        for v in site.loads
        if v.control is not None
    ]


def _batteries(site: Site, regulated: Regulated, before: SiteState) -> list[_Holder]:
    holders = []
    for battery in site.batteries:
        if battery.control is None:
            continue
        did = regulated.batteries[battery.name]
        first = before.battery_mwh.get(battery.name, battery.initial_mwh)
        stored = np.concatenate([[first], did.energy_mwh[:-1]])
        net = did.charge_mw - did.discharge_mw
        holder = _holder(
            battery.name,
            battery.control,
            battery.shed_s,
            battery.discharge_limit_mw + net,
            battery.charge_limit_mw - net,
        )
        holder.stores = _stores(battery, stored, did, regulated.setpoints.grid.step_h)
        holders.append(holder)
    return holders


def _stores(
    battery: Battery, stored_mwh: Floats, did: BatteryOutcome, step_h: float
) -> dict[Direction, _Store]:
    """Energy for calls each way, from what is stored at each start and what the battery does by itself."""
    into, out = battery.charge_efficiency_frac, battery.discharge_efficiency_frac
    after = stored_mwh + (into * did.charge_mw - did.discharge_mw / out) * step_h

    def store(begin: Floats, end: Floats, per_mwh: float) -> _Store:
        return _Store(
            begin_mwh=np.maximum(begin, 0.0) / per_mwh, end_mwh=np.maximum(end, 0.0) / per_mwh, step_h=step_h
        )

    least, most = battery.least_mwh, battery.energy_mwh
    return {
        Direction.SHED: store(stored_mwh - least, after - least, 1.0 / out),
        Direction.TAKE: store(most - stored_mwh, most - after, into),
    }


def called_intervals(reserves: Mapping[str, ReserveOutcome]) -> int:
    """In how many intervals some call is followed."""
    return int(np.count_nonzero(_during(reserves)))


def _during(reserves: Mapping[str, ReserveOutcome]) -> NDArray[np.bool_]:
    return np.asarray(np.logical_or.reduce([r.delivered_mw > _MW for r in reserves.values()]))


def same(one: Mapping[str, ReserveOutcome], other: Mapping[str, ReserveOutcome]) -> bool:
    """Whether two rounds hold the same megawatts."""
    return all(np.allclose(one[name].held_mw, other[name].held_mw, atol=1e-9) for name in one)


def seen_quiet(
    site: Site, quiet: Regulated, followed: Regulated, reserves: Mapping[str, ReserveOutcome]
) -> Regulated:
    """What runs while nothing is called, with batteries as full as calls followed so far have left them.

    During a call a battery's own setpoint stands as far as its energy goes, since a call is measured against it; at all other
    times it does what it did after the calls before.
    """
    during, hours = _during(reserves), quiet.setpoints.grid.step_h
    batteries = {}
    for battery in site.batteries:
        did, asked = followed.batteries[battery.name], quiet.setpoints
        own = asked.charge_mw[battery.name] - asked.discharge_mw[battery.name]
        gain = battery.charge_efficiency_frac * did.charge_mw
        loss = did.discharge_mw / battery.discharge_efficiency_frac
        stored = did.energy_mwh - (gain - loss) * hours
        room = np.maximum(battery.energy_mwh - stored, 0.0) / (battery.charge_efficiency_frac * hours)
        left = np.maximum(stored - battery.least_mwh, 0.0) * battery.discharge_efficiency_frac / hours
        batteries[battery.name] = BatteryOutcome(
            charge_mw=np.where(
                during, np.clip(own, 0.0, np.minimum(room, battery.charge_limit_mw)), did.charge_mw
            ),
            discharge_mw=np.where(
                during, np.clip(-own, 0.0, np.minimum(left, battery.discharge_limit_mw)), did.discharge_mw
            ),
            energy_mwh=did.energy_mwh,
        )
    return replace(quiet, batteries=batteries)


def follow_calls(
    plant: Plant, regulated: Regulated, given: Conditions, reserves: Mapping[str, ReserveOutcome]
) -> Setpoints:
    """Setpoints in which every asset has shed (or taken) its share of what is called."""
    site, keep = plant.site, 1.0 - plant.site.grid.loss_frac
    change = _change_mw(site, reserves, regulated.setpoints.grid.count)
    asked, bus = regulated.setpoints, bus_factors(site, given)
    fleets, machines = dict(asked.fleet_run_mw), dict(asked.fleet_machines)
    for fleet in (f for f in site.fleets if f.name in change):
        less = change[fleet.name] * keep / bus[fleet.name]
        run = np.maximum(fleets[fleet.name] - less, 0.0)
        if fleet.whole_block:
            whole = fleet_limit_mw(fleet, plant.curves.fleets[fleet.name], given.temperature_c)
            run = np.where(less > _MW, 0.0, np.where(less < -_MW, whole, run))
        fleets[fleet.name] = run
        machines[fleet.name] = np.where(less < -_MW, fleet.devices, machines[fleet.name])
    loads = dict(asked.load_mw)
    for load in (v for v in site.loads if v.name in change):
        less = change[load.name] * keep
        was = loads[load.name]
        loads[load.name] = np.where(
            less > _MW, habit(load, was - less), np.where(less < -_MW, habit_above(load, was - less), was)
        )
    charge, discharge = dict(asked.charge_mw), dict(asked.discharge_mw)
    for battery in (b for b in site.batteries if b.name in change):
        did = regulated.batteries[battery.name]
        less = change[battery.name] * keep
        own = charge[battery.name] - discharge[battery.name]
        net = np.where(np.abs(less) > _MW, did.charge_mw - did.discharge_mw - less, own)
        charge[battery.name], discharge[battery.name] = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    return replace(
        asked,
        fleet_run_mw=fleets,
        fleet_machines=machines,
        load_mw=loads,
        charge_mw=charge,
        discharge_mw=discharge,
        import_cap_mw=_raised_cap(asked, change),
    )


def _raised_cap(asked: Setpoints, change: Mapping[str, Floats]) -> Floats | None:
    """The cap that spares a month's peak, raised by what is called to be taken: what is sold comes before thrift."""
    if asked.import_cap_mw is None:
        return None
    taken = sum((np.maximum(-less, 0.0) for less in change.values()), np.zeros(asked.grid.count))
    return np.asarray(asked.import_cap_mw + taken)


def _change_mw(site: Site, reserves: Mapping[str, ReserveOutcome], count: int) -> dict[str, Floats]:
    """Meter MW by which each asset sheds on call, negative where it takes more."""
    change: dict[str, Floats] = {}
    for product in site.reserves:
        did = reserves[product.name]
        part = np.divide(did.delivered_mw, did.held_mw, out=np.zeros(count), where=did.held_mw > _MW)
        way = 1.0 if product.direction is Direction.SHED else -1.0
        for asset, mw in did.by_asset_mw.items():
            change[asset] = change.get(asset, np.zeros(count)) + way * part * mw
    return change
