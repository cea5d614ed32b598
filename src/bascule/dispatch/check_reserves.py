"""An independent check of reserves: what is paid for runs, can follow in time, and is sold once.

Shares no code with the program or the plant: running power is found again from halls and machines at rest.
"""

from collections.abc import Iterator

import numpy as np

from bascule.model.outcome import Outcome
from bascule.model.reserves import Control, Direction
from bascule.model.series import Floats
from bascule.model.site import Site

_MW = 1e-4


def reserve_violations(site: Site, outcome: Outcome) -> Iterator[str]:
    """Every law of reserves that an outcome breaks, in words."""
    if not outcome.reserves:
        return
    for product in site.reserves:
        did = outcome.reserves[product.name]
        parts = sum(did.by_asset_mw.values(), np.zeros(outcome.grid.count))
        yield from _worst(f"{product.name}: holds more than its assets do", outcome, did.held_mw - parts)
        yield from _worst(
            f"{product.name}: holds more than was sold", outcome, did.held_mw - did.committed_mw
        )
        wrong = [name for name in did.by_asset_mw if _control(site, name) not in product.eligible]
        if wrong:
            yield f"{product.name}: held by assets that may not serve it: {', '.join(wrong)}"
    for asset in _assets(site, outcome):
        yield from _asset(site, outcome, asset)


def _asset(site: Site, outcome: Outcome, asset: str) -> Iterator[str]:
    """Capacity paid on an asset against the load that really ran on it, fastest products first."""
    shed_s = _shed_s(site, asset)
    for direction in Direction:
        sold = sorted(
            (
                r
                for r in site.reserves
                if r.direction is direction and asset in outcome.reserves[r.name].by_asset_mw
            ),
            key=lambda r: r.response_s,
        )
        total, room = np.zeros(outcome.grid.count), _room_mw(site, outcome, asset, direction)
        for product in sold:
            total = total + outcome.reserves[product.name].by_asset_mw[asset]
            share = min(product.response_s / shed_s, 1.0) if shed_s > 0 else 1.0
            what = (
                f"{asset}: capacity of {product.name} and faster products is paid for load that does not run"
            )
            if direction is Direction.TAKE:
                what = f"{asset}: capacity of {product.name} is paid for room that is not there"
            yield from _worst(what, outcome, total - share * room)


def fullest_frac(site: Site, outcome: Outcome) -> float:
    """The largest share of its running load that an asset holds of all products together: more than 1 is sold twice."""
    most = 0.0
    for asset in _assets(site, outcome):
        sold = [r.name for r in site.reserves if r.direction is Direction.SHED]
        held = [outcome.reserves[name].by_asset_mw.get(asset) for name in sold]
        total = sum((mw for mw in held if mw is not None), np.zeros(outcome.grid.count))
        room = _room_mw(site, outcome, asset, Direction.SHED)
        share = np.divide(total, room, out=np.zeros_like(total), where=total > _MW)
        most = max(most, float(share.max()))
    return most


def _room_mw(site: Site, outcome: Outcome, asset: str, direction: Direction) -> Floats:
    """Meter MW that an asset could shed (or take) if nothing were called."""
    keep = 1 - site.grid.loss_frac
    run, top = _power_mw(site, outcome, asset)
    called = np.zeros(outcome.grid.count)
    for product in site.reserves:
        did = outcome.reserves[product.name]
        if asset in did.by_asset_mw:
            part = np.divide(
                did.delivered_mw, did.held_mw, out=np.zeros_like(called), where=did.held_mw > 1e-9
            )
            way = 1 if product.direction is Direction.SHED else -1
            called = called + way * part * did.by_asset_mw[asset]
    before, top = run / keep + called, top / keep
    room = before if direction is Direction.SHED else top - before
    # What runs whole or not at all has moved by more than was called of it; before, it ran at most whole.
    return np.where(np.abs(called) > _MW, top, room) if _moves_whole(site, asset) else room


def _moves_whole(site: Site, asset: str) -> bool:
    blocks = any(f.whole_block for f in site.fleets if f.name == asset)
    return blocks or any(v.floor_mw > 0 for v in site.loads if v.name == asset)


def _power_mw(site: Site, outcome: Outcome, asset: str) -> tuple[Floats, Floats]:
    """Bus MW above what cannot be shed, and its most."""
    for fleet in (f for f in site.fleets if f.name == asset):
        did, machines = outcome.fleets[asset], fleet.count * fleet.availability_frac
        rest_mw = machines * min(p.power_w for p in fleet.points if p.hashrate_th_s == 0) / 1e6
        # A hall at rest that draws nothing does not show its cooling: the most that its curve says.
        cooled = np.divide(
            did.hall_mw, did.it_mw, out=np.full(did.it_mw.size, max(fleet.pue.values)), where=did.it_mw > _MW
        )
        per_it = cooled + site.grid.auxiliary_per_it_frac
        top_mw = machines * max(p.power_w for p in fleet.points) / 1e6 - rest_mw
        return np.where(did.it_mw > 0, (did.it_mw - rest_mw) * per_it, 0.0), top_mw * per_it
    for battery in (b for b in site.batteries if b.name == asset):
        net = outcome.batteries[asset].charge_mw - outcome.batteries[asset].discharge_mw
        return (
            net + battery.discharge_limit_mw,
            net * 0 + battery.charge_limit_mw + battery.discharge_limit_mw,
        )
    load = next(v for v in site.loads if v.name == asset)
    return outcome.loads[asset].power_mw, np.full(outcome.grid.count, load.power_mw)


def _assets(site: Site, outcome: Outcome) -> list[str]:
    names = [*(f.name for f in site.fleets), *(b.name for b in site.batteries), *(v.name for v in site.loads)]
    used = {asset for did in outcome.reserves.values() for asset in did.by_asset_mw}
    return [name for name in names if name in used]


def _control(site: Site, asset: str) -> Control | None:
    named = {f.name: f.control for f in site.fleets}
    named |= {b.name: b.control for b in site.batteries}
    named |= {v.name: v.control for v in site.loads}
    return named.get(asset)


def _shed_s(site: Site, asset: str) -> float:
    named = {f.name: f.shed_s for f in site.fleets}
    named |= {b.name: b.shed_s for b in site.batteries}
    named |= {v.name: v.shed_s for v in site.loads}
    return named[asset]


def _worst(what: str, outcome: Outcome, excess: Floats) -> Iterator[str]:
    if excess.size and float(excess.max()) > _MW:
        k = int(np.argmax(excess))
        yield f"{what}, by {excess[k]:.6g} MW in the interval from {outcome.grid.time(k).isoformat()}"
