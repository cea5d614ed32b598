"""What to nominate with everything known: the closed form behind the ceiling of a two-settlement supply.

For a metered import ``m`` the cheapest nomination between 0 and the connection's limit is the limit where the day-ahead
price is below what surplus is paid, nothing where it is above what more costs, and ``m`` itself in between. So a MWh drawn
costs the surplus price, the imbalance price or the day-ahead price.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from bascule.dispatch.inputs import Inputs
from bascule.model.energy_contracts import NominatedSupply
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.two_settlements import deviation
from bascule.settle.values import Values, series


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nomination:
    """The cheapest nomination of each interval: a fixed power where that is best, NaN where it is the import itself."""

    fixed_mw: Mapping[str, Floats]
    in_force: Mapping[str, Floats]

    def of_import(self, import_mw: Floats) -> dict[str, Floats]:
        """Nominated power by supply for a metered import, shape (count,)."""
        return {
            name: np.where(np.isnan(fixed), import_mw, fixed) * self.in_force[name]
            for name, fixed in self.fixed_mw.items()
        }


def best_nomination(site: Site, grid: TimeGrid, values: Values, inputs: Inputs) -> tuple[Inputs, Nomination]:
    """The horizon with import priced as it is with the cheapest nomination, and that nomination.

    Args:
        site: The site.
        grid: The horizon, of one step length.
        values: Every value known.
        inputs: The horizon without nominations.
    """
    rate, constant = inputs.import_rate.copy(), inputs.constant
    fixed: dict[str, Floats] = {}
    in_force: dict[str, Floats] = {}
    for supply in (s for s in site.supplies if isinstance(s, NominatedSupply)):
        covers = supply.term.covers(grid)
        if not covers.any():
            continue
        imbalance, cost = series(supply.imbalance.name, values), deviation(supply, grid, values)
        ahead = series(supply.day_ahead.name, values) + supply.exchange_fee_per_mwh
        more, less = imbalance + cost.up_per_mwh, imbalance - cost.down_per_mwh
        limit = np.full(grid.count, site.grid.import_limit_mw)
        fixed[supply.name] = np.select([ahead < less, ahead > more], [limit, np.zeros(grid.count)], np.nan)
        in_force[supply.name] = covers
        drawn = np.clip(ahead, less, more)
        rate += covers * (drawn - imbalance)
        constant -= float((covers * limit * np.minimum(ahead - less, 0.0)).sum()) * grid.step_h
    return replace(inputs, import_rate=rate, constant=constant), Nomination(fixed_mw=fixed, in_force=in_force)
