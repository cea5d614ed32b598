"""The reference site that every speed is measured on, compiled and worked out a second way; nothing here is timed."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np
import pytest
from benchmarks.figures import Figure, figure_of
from benchmarks.plain_window import PlainWindow, plain
from benchmarks.reference_market import day_ahead_market, stage
from benchmarks.reference_site import DAY, ReferenceYear, reference_year
from benchmarks.windows import STEPS, Window

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.site_shape import SiteShape
from bascule.market.view import MarketView
from bascule.model.state import JobState
from bascule.study.backtest import initial_state
from benchmarks import plain_window as site

FIRST: Final = DAY
"""The window starts on the second day, so that jobs of the first are under way."""


@pytest.fixture(scope="module")
def year() -> ReferenceYear:
    """Four days of the reference site."""
    return reference_year(days=4)


@pytest.fixture(scope="module")
def window(year: ReferenceYear) -> Window:
    """Two days with carried state: some energy, a peak, a job half done."""
    grid = year.grid.window(FIRST, STEPS)
    values = {name: array[FIRST : FIRST + STEPS] for name, array in year.values.items()}
    late = max(year.jobs[:10], key=lambda job: job.deadline)
    state = replace(
        initial_state(year.site, grid.start),
        battery_mwh={"battery": 31.0},
        peak_mw={("peak", 2026 * 12): 93.5},
        jobs={late.name: JobState(done_gpu_h=late.gpu_h / 2)},
    )
    asking = Asking(jobs=tuple(year.jobs[:30]), peak_weight={("peak", 2026 * 12): 0.1})
    return Window(piece=Piece(grid=grid, values=values), state=state, asking=asking)


@pytest.fixture(scope="module")
def compiled(year: ReferenceYear, window: Window) -> Inputs:
    """The window as the optimiser compiles it."""
    return compile_inputs(SiteShape.of(year.site), [window.piece], window.state, window.asking)


@pytest.fixture(scope="module")
def numbers(window: Window) -> PlainWindow:
    """The window worked out without the compiler."""
    return plain(window, 5.0)


def test_prices_have_the_stated_mean_and_spread(year: ReferenceYear) -> None:
    """The seeded price series is scaled to a mean of 60 and a standard deviation of 40 EUR/MWh."""
    price = year.values["spot_eur_per_mwh"]
    assert (price.mean(), price.std()) == (pytest.approx(60.0), pytest.approx(40.0))


def test_rates_and_limits_are_the_plain_ones(compiled: Inputs, numbers: PlainWindow) -> None:
    """Import pays the fee, export does not, and the sun gives what its fraction says."""
    np.testing.assert_allclose(compiled.import_rate, numbers.import_per_mwh)
    np.testing.assert_allclose(compiled.export_rate, numbers.export_per_mwh)
    np.testing.assert_allclose(compiled.generators[0].available_mw, numbers.solar_mw)
    assert (compiled.import_limit_mw == site.IMPORT_MW).all()
    assert compiled.export_limit_mw == site.EXPORT_MW


def test_fleets_earn_a_thousandth_of_a_petahash(compiled: Inputs, numbers: PlainWindow) -> None:
    """A fleet is 20 MW wide and a MWh of it is worth hash value times TH/s per MW."""
    fleets = [group for group in compiled.groups if group.pool is None]
    for fleet, worth in zip(fleets, numbers.mining_per_mwh, strict=True):
        np.testing.assert_allclose(fleet.worth_per_mwh[0], worth)
        np.testing.assert_allclose(fleet.widths_mw[0], site.FLEET_MW)


def test_firm_work_is_worth_its_penalty(compiled: Inputs) -> None:
    """The reservation is 25 MW of a 40 MW hall, and a MWh of it saves 3,000 EUR."""
    firm = next(group for group in compiled.groups if group.name == "firm")
    np.testing.assert_allclose(firm.widths_mw, site.FIRM_MW)
    np.testing.assert_allclose(firm.worth_per_mwh, site.SHORTFALL_PER_MWH)
    assert compiled.pools[0].pool.devices * firm.device_mw == pytest.approx(site.HALL_MW)


def test_jobs_have_the_plain_windows_and_energy(compiled: Inputs, numbers: PlainWindow) -> None:
    """Each job with work and time left runs in its own steps, up to its energy and power, at its pay."""
    assert [job.name for job in compiled.jobs] == [job.name for job in numbers.jobs]
    for job, other in zip(compiled.jobs, numbers.jobs, strict=True):
        assert (int(job.steps[0]), int(job.steps[-1]) + 1) == (other.first, other.last)
        shown = (job.left_gpu_h / 1e3, float(job.widths_mw.sum()), job.value_per_gpu_h * 1e3)
        assert shown == pytest.approx((other.energy_mwh, other.power_mw, other.value_per_mwh))


def test_half_done_job_has_half_its_work_left(window: Window, numbers: PlainWindow) -> None:
    """Progress carried into the window is taken off."""
    ((name, state),) = window.state.jobs.items()
    left = next(job.energy_mwh for job in numbers.jobs if job.name == name)
    assert left == pytest.approx(state.done_gpu_h / 1e3)


def test_peak_and_battery_carry_their_state(compiled: Inputs, numbers: PlainWindow) -> None:
    """The peak so far is the floor, its price weighed; the battery starts where it stood."""
    (peak,), (other,) = compiled.peaks, numbers.peaks
    assert (peak.price_per_mw, peak.floor_mw) == pytest.approx((other.price_per_mw, other.floor_mw))
    assert other.price_per_mw == pytest.approx(500.0)
    assert compiled.batteries[0].before_mwh == numbers.stored_mwh == 31.0


def test_tight_year_differs_in_hash_value_and_charge_only(year: ReferenceYear) -> None:
    """The tight variant has 0.6 of the hash value, three times the demand charge and the same prices."""
    tight = reference_year(days=4, tight=True)
    np.testing.assert_allclose(tight.values["hash_value_per_th_h"], 0.6 * year.values["hash_value_per_th_h"])
    np.testing.assert_array_equal(tight.values["spot_eur_per_mwh"], year.values["spot_eur_per_mwh"])
    assert tight.site.demand_charges[0].per_kw_month == 3 * year.site.demand_charges[0].per_kw_month


def test_each_midnight_sees_exactly_two_days(year: ReferenceYear) -> None:
    """At the second midnight prices of the second and third day are known, and nothing after."""
    view = MarketView(day_ahead_market(year), year.grid.time(DAY))
    known = np.isfinite(view.known("spot_eur_per_mwh", DAY, STEPS + DAY))
    assert known.sum() == STEPS
    assert known[:STEPS].all()


def test_jobs_are_known_at_the_midnight_before_their_day(year: ReferenceYear) -> None:
    """A job is known between 24 and 48 hours before its release, at midnight."""
    jobs = stage(year, day_ahead_market(year), 3).jobs
    ahead = [job.release - job.known for job in jobs]
    assert len(jobs) == 30
    assert all(timedelta(days=1) <= lead < timedelta(days=2) for lead in ahead)
    assert all((job.known.hour, job.known.minute) == (0, 0) for job in jobs)


@pytest.mark.parametrize(("value", "reached"), [(8.0, True), (8.1, False)])
def test_figure_reaches_its_target_or_not(value: float, reached: bool) -> None:  # noqa: FBT001
    """A target is judged on the measured value, and survives the trip through JSON."""
    figure = Figure(part="window", name="whole", value=value, unit="ms", at_most=8.0)
    assert figure_of(figure.record(), targets=True).reached is reached
    assert figure_of(figure.record(), targets=False).reached is None
