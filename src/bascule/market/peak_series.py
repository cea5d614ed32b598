"""The series of peak probabilities that a market derives from the load of the whole system."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.errors import InputError, InputProblem
from bascule.market.peak_probability import LEAD, PeakProbability, peak_probability
from bascule.market.publication import Publication, PublicationRule
from bascule.market.resample import Resampling, known_to_grid, misalignment, to_grid
from bascule.model.series import Series
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.units import SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakAsk:
    """A probability that a site needs and that can be derived from a load.

    Attributes:
        name: Of the series to make.
        load: Series of the system's load in MW.
        months: Calendar months with a peak each.
        interval: Length of a peak interval.
        zone: Where days and months are counted.
    """

    name: str
    load: str
    months: tuple[int, ...]
    interval: timedelta
    zone: str


def peak_asks(site: Site) -> Mapping[str, PeakAsk]:
    """The probabilities that a site needs, by name; charges on one load share a series, with the months of all.

    Raises:
        InputError: Two charges need one series for peak intervals of different length.
    """
    asks: dict[str, PeakAsk] = {}
    for charge in site.coincident_peaks:
        if charge.probability is not None:
            continue
        ask = PeakAsk(
            name=charge.probability_name,
            load=charge.system_load.name,
            months=charge.months,
            interval=charge.interval,
            zone=site.time_zone,
        )
        asks[ask.name] = _joined(asks.get(ask.name, ask), ask, charge.name)
    return asks


def _joined(before: PeakAsk, ask: PeakAsk, charge: str) -> PeakAsk:
    if before.interval != ask.interval:
        hint = (
            f"another charge on {ask.load} has peak intervals of another length:"
            " name a probability series for one of them"
        )
        field = f"coincident_peaks[{charge}].probability"
        raise InputError([InputProblem(file="site", field=field, value="", hint=hint)])
    return replace(before, months=tuple(sorted({*before.months, *ask.months})))


def peak_misfit(ask: PeakAsk, native: TimeGrid, grid: TimeGrid) -> str | None:
    """Why a load cannot give the probabilities, None where it can.

    Args:
        ask: What is needed.
        native: Intervals of the load.
        grid: Intervals of the market.
    """
    step_s = max(native.step_s, int(ask.interval.total_seconds()))
    if step_s > SECONDS_PER_HOUR:
        return f"peaks need steps of at most an hour, not {step_s / 60:g} minutes"
    wide = _wide(native, step_s)
    if native.step_s < step_s and (
        reason := misalignment(native.start_s, native.step_s, wide, Resampling.MEAN)
    ):
        return reason
    return misalignment(wide.start_s, step_s, grid, _method(step_s, grid))


def peak_series(ask: PeakAsk, load: Series, native: TimeGrid, grid: TimeGrid) -> tuple[Series, str]:
    """The probability that the peak of the month lies in each interval of the market, and a note on how it was made.

    It is worked out on the steps of the load, or on peak intervals where those are longer. Steps of the market inside
    one peak interval repeat its value; where the load is coarser than a peak interval, each of the peak intervals in
    a step of the load is as likely as the others.

    Args:
        ask: What is needed.
        load: The load on its own steps.
        native: Those steps.
        grid: Intervals of the market.

    Raises:
        ValueError: The steps do not fit (see :func:`peak_misfit`).
    """
    interval_s = int(ask.interval.total_seconds())
    steps = _wide(native, max(native.step_s, interval_s))
    method = Resampling.MEAN if steps.step_s > native.step_s else Resampling.REPEAT
    load_mw = to_grid(load.values, native.start_s, native.step_s, steps, method)
    known_at_s = known_to_grid(load.known_at_s, native.start_s, native.step_s, steps, method)
    made = peak_probability(steps, load_mw, known_at_s, zone=ask.zone, months=ask.months)
    resampling = _method(steps.step_s, grid)
    share = max(grid.step_s, interval_s) / steps.step_s
    values = to_grid(made.values_frac, steps.start_s, steps.step_s, grid, resampling) * share
    series = Series(
        name=ask.name,
        values=np.minimum(values, 1.0),
        known_at_s=known_to_grid(made.known_at_s, steps.start_s, steps.step_s, grid, resampling),
        source=f"derived from {ask.load} ({load.source})",
        publication=str(
            Publication(rule=PublicationRule.NOTICE_H, notice_h=LEAD.total_seconds() / SECONDS_PER_HOUR)
        ),
        synthetic=load.synthetic,
    )
    return series, _note(ask, made, steps, grid)


def _wide(native: TimeGrid, step_s: int) -> TimeGrid:
    """Steps that hold the whole of a load; its own where they are as long."""
    if step_s == native.step_s:
        return native
    first_s = native.start_s // step_s * step_s
    count = -(-(native.start_s + native.count * native.step_s - first_s) // step_s)
    return TimeGrid(start=datetime.fromtimestamp(first_s, UTC), step=timedelta(seconds=step_s), count=count)


def _method(step_s: int, grid: TimeGrid) -> Resampling:
    return Resampling.MEAN if step_s < grid.step_s else Resampling.REPEAT


def _note(ask: PeakAsk, made: PeakProbability, steps: TimeGrid, grid: TimeGrid) -> str:
    months = ", ".join(map(str, ask.months))
    said = (
        f"{ask.name}: derived from {ask.load}, months {months} in {ask.zone}, made"
        f" {LEAD.total_seconds() / SECONDS_PER_HOUR:g} h before each interval from load published by then"
    )
    blind = int(np.count_nonzero(made.blind & (steps.starts_s() >= grid.start_s)))
    if not blind:
        return said
    return (
        f"{said}; {blind:,} intervals of {steps.step_s / 60:g} minutes have less than a week of load before them and"
        " are each taken as likely as any of their month"
    )
