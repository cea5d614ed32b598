"""Policies without prices: everything on, only mining, only AI."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.policies.flat_out import flat_out
from bascule.dispatch.policies.policy import Observation
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.schedule import PlanSource, Schedule
from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, kw_only=True)
class Always:
    """Runs a fixed set of uses at full power, whatever power costs.

    Attributes:
        name: Name of the policy.
        shape: The site.
        mines: Whether fleets run.
        computes: Whether GPUs run.
        hours: Length of each schedule.
    """

    name: str
    shape: SiteShape
    mines: bool = True
    computes: bool = True
    hours: float = 168.0

    @property
    def listens(self) -> bool:
        """Prices do not matter here."""
        return False

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """Everything at full power."""
        count = max(min(round(self.hours / view.grid.step_h), observation.steps), 1)
        grid = view.grid.window(view.grid.index(view.now), count)
        fleets = full_fleets(self.shape, grid) if self.mines else {}
        setpoints = flat_out(self.shape, grid, observation, view, fleets, computes=self.computes)
        return Schedule(setpoints=setpoints, source=PlanSource.RULE)


def full_fleets(shape: SiteShape, grid: TimeGrid) -> dict[str, Floats]:
    """Every available machine at its top point."""
    return {
        f.name: np.full(grid.count, f.devices * float(shape.fleets[f.name].widths_mw.sum()))
        for f in shape.site.fleets
    }
