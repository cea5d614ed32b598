"""A coincident peak asks for the system's load and for the probability of its peaks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.model.test_needs import site

from bascule.model.needs import needed_series
from bascule.model.network_charges import CoincidentPeakCharge
from bascule.model.series import SeriesRef
from bascule.model.term import Term


def test_load_and_probability_are_needed() -> None:
    """The probability by the name that is derived from the load, or by its own."""
    charge = CoincidentPeakCharge(
        name="4cp",
        per_kw_year={2025: 60.0},
        months=(6, 7, 8, 9),
        system_load=SeriesRef(name="load_mw"),
        interval=timedelta(hours=1),
        term=Term(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2025, 1, 1, tzinfo=UTC)),
    )
    own = replace(charge, name="own", probability=SeriesRef(name="p_frac"))
    assert needed_series(replace(site(), coincident_peaks=(charge, own))) == {
        "load_mw": "coincident_peaks[4cp].system_load",
        "load_mw_peak_probability_frac": "coincident_peaks[4cp].probability",
        "p_frac": "coincident_peaks[own].probability",
    }
