"""What can hold reserve: fleets, batteries and flexible loads that say how they are controlled."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bascule.dispatch.blocks.battery import BatteryColumns
from bascule.dispatch.blocks.flexible_load import LoadColumns
from bascule.dispatch.blocks.groups import GroupColumns
from bascule.dispatch.inputs import BatteryInput, Inputs
from bascule.model.reserves import Control
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holder:
    """An asset that can hold reserve.

    Attributes:
        name: The asset.
        control: How it is controlled.
        shed_s: Time in which all of it can follow a call.
        power: Columns of its bus power with their factors, each of shape (steps,).
        top_mw: Bus power at which there is no room left, shape (steps,).
        least_mw: Bus power below which nothing can be shed, shape (steps,).
        worth_per_mwh: Money lost per bus MWh shed, shape (steps,).
        battery: The battery with its columns, where it is one.
    """

    name: str
    control: Control
    shed_s: float
    power: tuple[tuple[Ints, Floats], ...]
    top_mw: Floats
    least_mw: Floats
    worth_per_mwh: Floats
    battery: tuple[BatteryInput, BatteryColumns] | None = None


def holders_of(
    inputs: Inputs,
    groups: Mapping[str, GroupColumns],
    batteries: Mapping[str, BatteryColumns],
    loads: Mapping[str, LoadColumns],
) -> list[Holder]:
    """Every asset of the horizon that may hold reserve."""
    return [*_fleets(inputs, groups), *_batteries(inputs, batteries), *_loads(inputs, loads)]


def _fleets(inputs: Inputs, groups: Mapping[str, GroupColumns]) -> list[Holder]:
    return [
        Holder(
            name=g.name,
            control=g.control,
            shed_s=g.shed_s,
            power=tuple((columns, g.bus_per_it) for columns in groups[g.name].segments),
            top_mw=g.widths_mw.sum(axis=0) * g.bus_per_it,
            least_mw=np.zeros(inputs.count),
            worth_per_mwh=g.whole_worth,
        )
        for g in inputs.groups
        if g.control is not None
    ]


def _batteries(inputs: Inputs, batteries: Mapping[str, BatteryColumns]) -> list[Holder]:
    one = np.ones(inputs.count)
    holders = []
    for given in inputs.batteries:
        battery, columns = given.battery, batteries[given.battery.name]
        if battery.control is not None:
            # Energy given on a call is bought back at the mean price, losses and wear on top.
            again = float(inputs.import_rate.mean()) / (1.0 - inputs.loss_frac)
            cost = again / (battery.charge_efficiency_frac * battery.discharge_efficiency_frac)
            holders.append(
                Holder(
                    name=battery.name,
                    control=battery.control,
                    shed_s=battery.shed_s,
                    power=((columns.charge_mw, one), (columns.discharge_mw, -one)),
                    top_mw=battery.charge_limit_mw * one,
                    least_mw=-battery.discharge_limit_mw * one,
                    worth_per_mwh=(cost + battery.wear_per_mwh) * one,
                    battery=(given, columns),
                )
            )
    return holders


def _loads(inputs: Inputs, loads: Mapping[str, LoadColumns]) -> list[Holder]:
    one = np.ones(inputs.count)
    return [
        Holder(
            name=v.load.name,
            control=v.load.control,
            shed_s=v.load.shed_s,
            power=((loads[v.load.name].power_mw, one),),
            top_mw=v.load.power_mw * one,
            least_mw=np.zeros(inputs.count),
            worth_per_mwh=v.worth_per_mwh,
        )
        for v in inputs.loads
        if v.load.control is not None
    ]
