"""Subscribed power by time class, with the French overrun form.

A month's overrun of a class is the root of the sum of squared overruns over the metered values. A market step longer
than a metered value counts as ``step / interval`` equal values (a quarter-hour as one and a half of ten minutes); a
shorter one is averaged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bascule.model.network_charges import PowerClass, SubscribedPower
from bascule.model.series import Floats, Ints
from bascule.model.state import OpenBilling
from bascule.model.time_grid import TimeGrid
from bascule.settle.calendar import share_of_year
from bascule.settle.intervals import Metering, metering
from bascule.units import KW_PER_MW

Overruns = Mapping[tuple[str, int], float]
"""Sum of squared overruns in MW squared, by (class, month index)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassValues:
    """The metered values of one class in one month.

    Attributes:
        power_class: The class.
        month: Month index.
        groups: Metered intervals of the grid, rising.
        weight: How many values of the tariff's length each counts for, shape (len(groups),).
    """

    power_class: PowerClass
    month: int
    groups: Ints
    weight: Floats


def class_index(subscribed: SubscribedPower, grid: TimeGrid, zone: str) -> Ints:
    """Class of each interval, the first that fits; -1 where none does, shape (grid.count,)."""
    index = np.full(grid.count, -1)
    for k in reversed(range(len(subscribed.classes))):
        windows = subscribed.classes[k].windows
        inside = np.ones(grid.count, dtype=np.bool_)
        if windows:
            inside = np.logical_or.reduce([window.inside(grid, zone) for window in windows])
        index[inside] = k
    return index


def fixed_cost(subscribed: SubscribedPower, grid: TimeGrid, zone: str) -> Floats:
    """Money per interval for the power subscribed: each class pays what it has beyond the class before."""
    powers = [0.0, *(c.subscribed_mw for c in subscribed.classes)]
    steps = np.diff(powers)
    per_year = (
        sum(c.per_kw_year * step for c, step in zip(subscribed.classes, steps, strict=True)) * KW_PER_MW
    )
    return np.asarray(per_year * share_of_year(grid, zone) * subscribed.term.covers(grid))


def energy_rate(subscribed: SubscribedPower, grid: TimeGrid, zone: str) -> Floats:
    """Money per MWh imported, by the class of each interval, shape (grid.count,)."""
    prices = np.array([*(c.energy_per_mwh for c in subscribed.classes), 0.0])
    return np.asarray(prices[class_index(subscribed, grid, zone)] * subscribed.term.covers(grid))


def price_per_mw(power_class: PowerClass) -> float:
    """Money per MW of a month's overrun."""
    return power_class.overrun_per_kw * KW_PER_MW


def class_values(
    subscribed: SubscribedPower, grid: TimeGrid, zone: str
) -> tuple[Metering, list[ClassValues]]:
    """Metered intervals of a grid, and those of each class and month that the term covers."""
    metered = metering(subscribed.interval, grid, zone)
    index = class_index(subscribed, grid, zone)[metered.first]
    inside = subscribed.term.covers(grid)[metered.first] > 0
    interval_h = subscribed.interval.total_seconds() / 3600
    made = []
    for month in np.unique(metered.month).tolist():
        for k, power_class in enumerate(subscribed.classes):
            groups = np.flatnonzero((metered.month == month) & (index == k) & inside)
            if groups.size:
                weight = metered.hours[groups] / interval_h
                made.append(ClassValues(power_class=power_class, month=month, groups=groups, weight=weight))
    return metered, made


def squared_overruns(
    subscribed: SubscribedPower, grid: TimeGrid, zone: str, import_mw: Floats
) -> dict[tuple[str, int], float]:
    """Sum of squared overruns of each class and month; a value that the grid covers in part counts for that part."""
    metered, values = class_values(subscribed, grid, zone)
    mean, _ = metered.means(import_mw, grid.step_h, None)
    return {(v.power_class.name, v.month): _squares(v, mean[v.groups], v.weight) for v in values}


def carried_overruns(
    subscribed: SubscribedPower, grid: TimeGrid, zone: str, import_mw: Floats, before: OpenBilling | None
) -> tuple[dict[tuple[str, int], float], OpenBilling | None]:
    """Sum of squared overruns over finished metered values, and the value still open."""
    metered, values = class_values(subscribed, grid, zone)
    mean, hours = metered.means(import_mw, grid.step_h, before)
    weight = np.where(hours >= metered.length_h - 1e-9, hours, 0.0) / (
        subscribed.interval.total_seconds() / 3600
    )
    sums = {(v.power_class.name, v.month): _squares(v, mean[v.groups], weight[v.groups]) for v in values}
    return sums, metered.open_after(mean, hours)


def overrun_costs(
    subscribed: SubscribedPower, new_mw2: Overruns, before_mw2: Overruns
) -> Iterator[tuple[PowerClass, int, float, float]]:
    """Class, month, MW of overrun and money beyond what was already owed before, for each class and month touched."""
    classes = {power_class.name: power_class for power_class in subscribed.classes}
    for (name, month), squares in new_mw2.items():
        was = before_mw2.get((name, month), 0.0)
        more_mw = float(np.sqrt(was + squares) - np.sqrt(was))
        yield classes[name], month, more_mw, more_mw * price_per_mw(classes[name])


def _squares(values: ClassValues, mean_mw: Floats, weight: Floats) -> float:
    over = np.maximum(mean_mw - values.power_class.subscribed_mw, 0.0)
    return float((weight * over**2).sum())
