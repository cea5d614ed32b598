"""Peaks of the system in a run: hit or missed, and what hashing gave up for them."""

from collections.abc import Mapping

import numpy as np

from bascule.dispatch import compile_groups as groups
from bascule.dispatch.inputs import Group
from bascule.dispatch.site_shape import SiteShape
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.state import SiteState
from bascule.settle import coincident
from bascule.settle.energy import import_rate
from bascule.study.network_results import PeakMet, PeaksMet


def peaks_met(shape: SiteShape, outcome: Outcome, values: Mapping[str, Floats]) -> tuple[PeaksMet, ...]:
    """Every coincident peak charge with the peaks of the run.

    Args:
        shape: The site.
        outcome: What it did.
        values: Actual series values, load and probability of peaks among them.
    """
    if not shape.site.coincident_peaks:
        return ()
    could_mw, ran_mw, given_up_mwh = _hashing(shape, outcome, values)
    return tuple(
        _met(charge, shape, outcome, values, (could_mw, ran_mw, given_up_mwh))
        for charge in shape.site.coincident_peaks
    )


def _met(
    charge: CoincidentPeakCharge,
    shape: SiteShape,
    outcome: Outcome,
    values: Mapping[str, Floats],
    hashing: tuple[Floats, Floats, Floats],
) -> PeaksMet:
    grid, zone = outcome.grid, shape.site.time_zone
    could_mw, ran_mw, given_up_mwh = hashing
    months = grid.local_month(zone)
    likely = values[charge.probability_name] > 0
    made = []
    for peak, mean_mw, money in coincident.booked(charge, grid, zone, values, outcome.import_mw):
        could, ran = float(could_mw[peak.span].mean()), float(ran_mw[peak.span].mean())
        made.append(
            PeakMet(
                start=grid.time(peak.first),
                month=peak.month,
                load_mw=peak.load_mw,
                import_mw=mean_mw,
                paid=money,
                hashing_off_frac=1.0 - ran / could if could > 0 else None,
                given_up_mwh=float(given_up_mwh[likely & (months == peak.month)].sum()),
            )
        )
    return PeaksMet(charge=charge.name, peaks=tuple(made))


def _hashing(
    shape: SiteShape, outcome: Outcome, values: Mapping[str, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Hashing power above rest that could run and did, in IT MW, and MWh at the meter that was off though it paid.

    A segment pays where its worth per MWh is above the import rate, coincident peaks left out.
    """
    site, grid = shape.site, outcome.grid
    temperature_c = groups.temperatures(shape, grid, values)
    rate = import_rate(site, grid, values) / (1.0 - site.grid.loss_frac)
    could, ran, given_up = np.zeros(grid.count), np.zeros(grid.count), np.zeros(grid.count)
    for fleet in site.fleets:
        group = groups.fleet_group(fleet, shape, grid, values, SiteState(time=grid.start), temperature_c)
        run_mw = np.maximum(
            outcome.fleets[fleet.name].it_mw - fleet.devices * shape.fleets[fleet.name].rest_mw, 0.0
        )
        could, ran = could + group.widths_mw.sum(axis=0), ran + run_mw
        off_mw = np.maximum(_paying_mw(group, rate) - run_mw, 0.0)
        given_up += off_mw * group.bus_per_it / (1.0 - site.grid.loss_frac) * grid.step_h
    return could, ran, given_up


def _paying_mw(group: Group, rate: Floats) -> Floats:
    """IT power of the segments that are worth their power."""
    pays = group.worth_per_mwh > rate * group.bus_per_it
    return np.asarray((group.widths_mw * pays).sum(axis=0))
