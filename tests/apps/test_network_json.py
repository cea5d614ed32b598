"""Network results as JSON."""

import json

from tests.report.test_network_tables import MET

from bascule.apps.json_text import json_bytes
from bascule.apps.network_json import approximation_json, peaks_met_json
from bascule.study.network_results import Approximated, Approximation, PeaksMet


def test_peaks_are_counted() -> None:
    """Hits, misses, energy given up for each, and every peak."""
    found = json.loads(json_bytes(peaks_met_json(MET)))
    assert (found["hits"], found["misses"]) == (2, 1)
    assert (found["given_up_per_hit_mwh"], found["given_up_per_miss_mwh"]) == (20, 50)
    assert found["peaks"][1] == {
        "start_utc": "2022-07-19T21:00:00Z",
        "month": "2022-07",
        "load_mw": 79_000,
        "import_mw": 12.5,
        "paid": 1_000,
        "hit": False,
        "hashing_off_frac": 0.4,
        "given_up_mwh": 50,
    }


def test_a_run_without_peaks_has_no_means() -> None:
    """None, not zero."""
    found = json.loads(json_bytes(peaks_met_json(PeaksMet(charge="4cp", peaks=()))))
    assert (found["given_up_per_hit_mwh"], found["given_up_per_miss_mwh"]) == (None, None)


def test_an_approximation_says_its_error() -> None:
    """Billed less planned."""
    one = Approximation(kind=Approximated.OVERRUN, item="htb", planned=90.0, billed=100.0)
    assert approximation_json(one) == {
        "kind": "overrun",
        "item": "htb",
        "planned": 90.0,
        "billed": 100.0,
        "error": 10.0,
    }
