"""Power of a run as the page draws it: bands of a stack at the bus, and lines of where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.report.messages import text


class Group(StrEnum):
    """Families of bands, each with its own colours."""

    AI = "ai"
    MINING = "mining"
    LOAD = "load"
    CHARGE = "charge"
    EXPORT = "export"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """One area of the stack.

    Attributes:
        name: What takes the power.
        asset: Name under which its reasons stand.
        group: Its family.
        power_mw: At the bus, shape (grid.count,).
    """

    name: str
    asset: str
    group: Group
    power_mw: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One source of power, in MW, shape (grid.count,)."""

    name: str
    kind: str
    power_mw: Floats


def bands(site: Site, outcome: Outcome) -> tuple[Band, ...]:
    """Uses of power from the bottom up, the steadiest first; the last is what auxiliaries and losses take."""
    used = tuple(_used(outcome))
    rest = np.maximum(
        supplied_mw(site, outcome) - sum((b.power_mw for b in used), np.zeros(outcome.grid.count)), 0.0
    )
    aux = Band(name=text("page.rest"), asset="", group=Group.REST, power_mw=rest)
    return (*used[: _first_export(used)], aux, *used[_first_export(used) :])


def _first_export(used: tuple[Band, ...]) -> int:
    return next((index for index, band in enumerate(used) if band.group is Group.EXPORT), len(used))


def _used(outcome: Outcome) -> Iterator[Band]:
    for lease, tenant in outcome.leases.items():
        yield Band(name=lease, asset=lease, group=Group.AI, power_mw=tenant.hall_mw)
    for pool, gpus in outcome.pools.items():
        yield Band(name=pool, asset=pool, group=Group.AI, power_mw=gpus.hall_mw)
    for fleet, machines in outcome.fleets.items():
        yield Band(name=fleet, asset=fleet, group=Group.MINING, power_mw=machines.hall_mw)
    for load, did in outcome.loads.items():
        yield Band(name=load, asset=load, group=Group.LOAD, power_mw=did.power_mw)
    for battery, store in outcome.batteries.items():
        name = text("page.charge", battery=battery)
        yield Band(name=name, asset=battery, group=Group.CHARGE, power_mw=store.charge_mw)
    yield Band(name=text("page.export"), asset="", group=Group.EXPORT, power_mw=outcome.export_mw)


def supplied_mw(site: Site, outcome: Outcome) -> Floats:
    """Power that reaches the bus: import less loss, own generation, discharge."""
    generated = sum(outcome.generation_mw.values(), np.zeros(outcome.grid.count))
    discharged = sum((b.discharge_mw for b in outcome.batteries.values()), np.zeros(outcome.grid.count))
    return np.asarray(outcome.import_mw * (1.0 - site.grid.loss_frac) + generated + discharged)


def given_mw(outcome: Outcome) -> dict[str, Floats]:
    """Power that each battery and generator gave to the bus."""
    return {name: store.discharge_mw for name, store in outcome.batteries.items()} | dict(
        outcome.generation_mw
    )


def lines(outcome: Outcome) -> tuple[Line, ...]:
    """Where the power came from."""
    zero = np.zeros(outcome.grid.count)
    found = [Line(name=text("page.import"), kind="import", power_mw=outcome.import_mw)]
    if outcome.generation_mw:
        generated = sum(outcome.generation_mw.values(), zero)
        found.append(Line(name=text("page.generation"), kind="generation", power_mw=np.asarray(generated)))
    if outcome.batteries:
        discharged = sum((b.discharge_mw for b in outcome.batteries.values()), zero)
        found.append(Line(name=text("page.discharge"), kind="discharge", power_mw=np.asarray(discharged)))
    return tuple(found)
