"""The industry's rule: stop hashing above a price."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.policies.always import full_fleets
from bascule.dispatch.policies.flat_out import flat_out
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.policies.prices import published
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.schedule import PlanSource, Schedule
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(slots=True)
class StrikeMemory:
    """Whether machines run, and for how many intervals the price has asked for their return."""

    on: bool = True
    calm: int = 0


def strike_signal(
    rate: Floats, strike_per_mwh: float, debounce: int, memory: StrikeMemory
) -> NDArray[np.bool_]:
    """Run or stop per interval: stop at once above the strike, return after ``debounce`` intervals at or below it.

    Args:
        rate: Money per MWh that the rule goes by, shape (count,).
        strike_per_mwh: Highest price at which machines run.
        debounce: Intervals at or below the strike before they return; 0 returns at once.
        memory: State before; moved on in place.
    """
    signal = np.empty(rate.size, dtype=np.bool_)
    for k, low in enumerate((rate <= strike_per_mwh).tolist()):
        memory.calm = memory.calm + 1 if low else 0
        memory.on = low and (memory.on or memory.calm > debounce)
        signal[k] = memory.on
    return signal


@dataclass(kw_only=True)
class StrikePrice:
    """One threshold for all fleets, with a debounce; AI always on, battery at rest.

    Attributes:
        name: Name of the policy.
        shape: The site.
        price_names: Series that the import rate needs.
        strike_per_mwh: Highest import rate at which machines run.
        debounce_h: Hours at or below the strike before machines return.
    """

    name: str
    shape: SiteShape
    price_names: tuple[str, ...]
    strike_per_mwh: float
    debounce_h: float = 0.25
    _memory: StrikeMemory = field(default_factory=StrikeMemory)
    _last: tuple[TimeGrid, Floats] | None = None

    @property
    def listens(self) -> bool:
        """Every price matters."""
        return True

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """Hash while the price is at or below the strike."""
        most = max(min(round(48 / view.grid.step_h), observation.steps), 1)
        priced = published(self.shape.site, view, self.price_names, most)
        if priced is None:
            grid: TimeGrid = view.grid.window(view.grid.index(view.now), 1)
            setpoints = flat_out(self.shape, grid, observation, view, {})
            return Schedule(setpoints=setpoints, source=PlanSource.SAFE, note="no price is published yet")
        grid, rate = priced
        debounce = round(self.debounce_h / grid.step_h)
        self._move_on(grid, debounce)
        self._last = (grid, rate)
        signal = strike_signal(rate, self.strike_per_mwh, debounce, replace(self._memory))
        fleets = {name: power * signal for name, power in full_fleets(self.shape, grid).items()}
        return Schedule(
            setpoints=flat_out(self.shape, grid, observation, view, fleets), source=PlanSource.RULE
        )

    def _move_on(self, grid: TimeGrid, debounce: int) -> None:
        """Remember the part of the last schedule that was followed, not what it meant to do after."""
        if self._last is not None:
            before, rate = self._last
            followed = min(max(before.index(grid.start), 0), rate.size)
            strike_signal(rate[:followed], self.strike_per_mwh, debounce, self._memory)
