"""What the network adds to a horizon: expected money for system peaks, and the overruns of subscribed power."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.asking import Piece
from bascule.dispatch.inputs import OverrunInput
from bascule.dispatch.site_shape import SiteShape
from bascule.model.network_charges import PowerClass, SubscribedPower
from bascule.model.series import Floats, Ints
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.time_grid import TimeGrid
from bascule.settle import ai, coincident, subscribed
from bascule.settle.intervals import Metering
from bascule.settle.obligations import obligation_cost
from bascule.settle.values import series


def peak_rates(site: Site, pieces: Sequence[Piece]) -> Floats:
    """Expected money per MWh imported for system peaks, shape (steps of all pieces,)."""
    step_h = min(piece.grid.step_h for piece in pieces)
    return np.concatenate([_peak_rate(site, piece, step_h) for piece in pieces])


def _peak_rate(site: Site, piece: Piece, step_h: float) -> Floats:
    rate = np.zeros(piece.grid.count)
    for charge in site.coincident_peaks:
        probability = series(charge.probability_name, piece.values)
        rate += coincident.peak_rate(charge, piece.grid, site.time_zone, probability, step_h)
    return rate


def lease_system_peaks(shape: SiteShape, pieces: Sequence[Piece]) -> float:
    """Expected money that tenants pay for their own power in system peaks."""
    site = shape.site
    paying = [lease for lease in site.leases if lease.network_pass_through]
    if not (paying and site.coincident_peaks):
        return 0.0
    money, rates = 0.0, np.split(peak_rates(site, pieces), np.cumsum([p.grid.count for p in pieces])[:-1])
    for piece, rate in zip(pieces, rates, strict=True):
        temperature_c = groups.temperatures(shape, piece.grid, piece.values)
        for lease in paying:
            hall_mw = ai.lease_it_mw(lease, piece.grid, piece.values) * lease.pue.at(temperature_c)
            money += float((rate * hall_mw).sum()) * piece.grid.step_h / (1.0 - site.grid.loss_frac)
    return money


def fixed_network_cost(site: Site, grid: TimeGrid) -> float:
    """Money for power subscribed and capacity owed: nothing moves it."""
    money = sum(float(obligation_cost(owed, grid, site.time_zone).sum()) for owed in site.obligations)
    return money + sum(
        float(subscribed.fixed_cost(p, grid, site.time_zone).sum()) for p in site.subscriptions
    )


def overrun_inputs(site: Site, pieces: Sequence[Piece], state: SiteState) -> tuple[OverrunInput, ...]:
    """One input per subscription, class and month of the horizon that the connection lets overrun."""
    made: list[OverrunInput] = []
    for power in site.subscriptions:
        whole = _Values(power, site, pieces, state)
        for power_class in (c for c in power.classes if c.subscribed_mw < site.grid.import_limit_mw):
            mine = whole.of_class == power_class.name
            months = np.unique(whole.month[mine]).tolist()
            made += [whole.overrun(power_class, month, mine & (whole.month == month)) for month in months]
    return tuple(made)


class _Values:
    """The metered values of a horizon made of pieces, one after the other."""

    def __init__(self, power: SubscribedPower, site: Site, pieces: Sequence[Piece], state: SiteState) -> None:
        parts = [subscribed.class_values(power, piece.grid, site.time_zone) for piece in pieces]
        self._power, self._state = power, state
        offsets = np.cumsum([0, *(metered.hours.size for metered, _ in parts)])
        self._group: Ints = np.concatenate(
            [metered.group + offset for (metered, _), offset in zip(parts, offsets, strict=False)]
        )
        self.month: Ints = np.concatenate([metered.month for metered, _ in parts])
        self._hours: Floats = np.concatenate([metered.hours for metered, _ in parts])
        self._mwh = np.zeros(self._hours.size)
        self.of_class = np.full(self._hours.size, "", dtype=object)
        for (_, values), offset in zip(parts, offsets, strict=False):
            for value in values:
                self.of_class[value.groups + offset] = value.power_class.name
        self._open(parts[0][0])

    def _open(self, metered: Metering) -> None:
        was = self._state.open_billing.get(self._power.name)
        if was is not None and was.number == metered.number[0]:
            self._mwh[0], self._hours[0] = was.mwh, self._hours[0] + was.hours

    def overrun(self, power_class: PowerClass, month: int, wanted: NDArray[np.bool_]) -> OverrunInput:
        """The overrun of one class in one month."""
        key = (self._power.name, power_class.name, month)
        steps = np.flatnonzero(wanted[self._group])
        ids, inner = np.unique(self._group[steps], return_inverse=True)
        return OverrunInput(
            key=key,
            price_per_mw=subscribed.price_per_mw(power_class),
            subscribed_mw=power_class.subscribed_mw,
            before_mw=float(np.sqrt(self._state.overrun_mw2.get(key, 0.0))),
            group=inner,
            steps=steps,
            hours=self._hours[ids],
            before_mwh=self._mwh[ids],
            weight=self._hours[ids] / (self._power.interval.total_seconds() / 3600),
        )
