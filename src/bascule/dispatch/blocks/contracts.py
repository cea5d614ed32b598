"""Deviations from what was nominated, and tolerance bands on a month's energy."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.blocks.bus import BusColumns
from bascule.dispatch.inputs import BandInput, DeviationInput, Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BandRows:
    """Rows of a band, each of shape (1,): energy at most the upper limit, at least the lower one, but for what is missed."""

    most: Ints
    least: Ints

    def import_per_mwh(self, row_dual: Floats) -> float:
        """What one more MWh imported in the month costs under the band, from the duals of a minimisation."""
        return -float(row_dual[self.most[0]] + row_dual[self.least[0]])


def add_deviation(
    builder: ProgramBuilder, bus: BusColumns, inputs: Inputs, deviation: DeviationInput
) -> None:
    """Add the MW above and below the nomination of each step that has one."""
    steps = np.flatnonzero(np.isfinite(deviation.nominated_mw))
    hours, nominated = inputs.hours[steps], deviation.nominated_mw[steps]
    rows = builder.rows(steps.size, lower=nominated, upper=nominated)
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        builder.put(rows, columns[steps], 1.0)
    builder.put(rows, builder.columns(steps.size, cost=deviation.up_per_mwh[steps] * hours), -1.0)
    # Nothing is drawn further below the nomination than to zero, which also bounds a surplus that pays.
    below = builder.columns(steps.size, cost=deviation.down_per_mwh[steps] * hours, upper=nominated)
    builder.put(rows, below, 1.0)


def add_band(builder: ProgramBuilder, bus: BusColumns, inputs: Inputs, band: BandInput) -> BandRows:
    """Add a month's excess and shortfall."""
    most = builder.rows(1, upper=band.high_mwh - band.before_mwh)
    least = builder.rows(1, lower=band.low_mwh - band.before_mwh)
    for columns in (c for c in (bus.import_mw, bus.breach_mw) if c.size):
        for row in (most, least):
            builder.put(row[0], columns[band.steps], inputs.hours[band.steps])
    builder.put(most, builder.columns(1, cost=band.excess_per_mwh), -1.0)
    builder.put(least, builder.columns(1, cost=band.shortfall_per_mwh), 1.0)
    return BandRows(most=most, least=least)
