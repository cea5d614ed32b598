"""Strike prices by efficiency: every fleet stops at its own break-even, the least efficient first, and returns in steps."""

from dataclasses import dataclass, field

import numpy as np

from bascule.dispatch.policies.flat_out import flat_out
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.policies.prices import hash_value_now, published
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.asic_fleet import AsicFleet
from bascule.model.schedule import PlanSource, Schedule
from bascule.model.series import Floats, SeriesRef
from bascule.model.time_grid import TimeGrid

_BEGIN = (1.0, 1e6)
"""All machines run, and have done so for long."""


@dataclass(kw_only=True)
class Rules:
    """Each fleet runs while power costs less than what it hashes; AI always on, battery at rest.

    Attributes:
        name: Name of the policy.
        shape: The site.
        price_names: Series that the import rate needs.
        mining_names: Series that the value of a hash needs.
        hold_h: Hours below break-even before a fleet begins to return.
        ramp_frac_per_h: Share of a fleet that returns per hour.
    """

    name: str
    shape: SiteShape
    price_names: tuple[str, ...]
    mining_names: tuple[str, ...]
    hold_h: float = 0.25
    ramp_frac_per_h: float = 2.0
    _memory: dict[str, tuple[float, float]] = field(default_factory=dict)
    _last: tuple[TimeGrid, dict[str, list[bool]]] | None = None

    @property
    def listens(self) -> bool:
        """Every price matters."""
        return True

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """Hash where the last known price and hash value say that it pays."""
        site = self.shape.site
        most = max(min(round(48 / view.grid.step_h), observation.steps), 1)
        priced = published(site, view, self.price_names, most)
        if priced is None:
            first = view.grid.window(view.grid.index(view.now), 1)
            setpoints = flat_out(self.shape, first, observation, view, {})
            return Schedule(setpoints=setpoints, source=PlanSource.SAFE, note="no price is published yet")
        grid, rate = priced
        self._move_on(grid)
        self._last = (grid, {})
        value = hash_value_now(site, view, self.mining_names, grid) if site.fleets else None
        fleets = (
            {}
            if value is None
            else {f.name: self._run(f, rate, value, self._pue(f, view), grid.step_h) for f in site.fleets}
        )
        return Schedule(
            setpoints=flat_out(self.shape, grid, observation, view, fleets), source=PlanSource.RULE
        )

    def _run(self, fleet: AsicFleet, rate: Floats, hash_value: Floats, pue: float, step_h: float) -> Floats:
        """Machines run while their first segment pays, and higher ones only while they pay as well."""
        curve, grid = self.shape.fleets[fleet.name], self.shape.site.grid
        bus = pue + grid.auxiliary_per_it_frac
        worth = (
            np.outer(curve.per_mw, hash_value) * (1.0 - fleet.pool_fee_frac) / bus * (1.0 - grid.loss_frac)
        )
        pays = worth > rate
        good: list[bool] = pays[0].tolist()
        if self._last is not None:
            self._last[1][fleet.name] = good
        on, _ = self._ramp(self._memory.get(fleet.name, _BEGIN), good, step_h)
        per_device = curve.widths_mw @ np.logical_and.accumulate(pays, axis=0)
        # A fleet that is held on against its price runs at its first point.
        running = np.maximum(per_device, curve.widths_mw[0])
        return np.asarray(fleet.devices * running * on)

    def _pue(self, fleet: AsicFleet, view: MarketView) -> float:
        """Hall power over machine power at the last known temperature, the worst where none is known."""
        temperature = self.shape.site.temperature
        if not isinstance(temperature, SeriesRef):
            return float(fleet.pue.at(np.array([temperature]))[0])
        known = None if fleet.pue.constant else view.newest(temperature.name)
        return max(fleet.pue.values) if known is None else float(fleet.pue.at(np.array([known[1]]))[0])

    def _move_on(self, grid: TimeGrid) -> None:
        """Remember the part of the last schedule that was followed, not what it meant to do after."""
        if self._last is None:
            return
        before, by_fleet = self._last
        for fleet, pays in by_fleet.items():
            followed = pays[: max(before.index(grid.start), 0)]
            _, self._memory[fleet] = self._ramp(self._memory.get(fleet, _BEGIN), followed, before.step_h)

    def _ramp(
        self, memory: tuple[float, float], pays: list[bool], step_h: float
    ) -> tuple[Floats, tuple[float, float]]:
        """Share of a fleet per interval, and the share and the hours of calm at the end."""
        on, calm = memory
        share = np.empty(len(pays))
        for k, good in enumerate(pays):
            calm = calm + step_h if good else 0.0
            on = min(on + self.ramp_frac_per_h * step_h, 1.0) if calm > self.hold_h else (on if good else 0.0)
            share[k] = on
        return share, (on, calm)
