"""``bascule flexibility``: the sheet on the terminal and for machines."""

import json
from pathlib import Path

from tests.apps.cli.program import bascule, write_site

STATED = ("--temperature", "20", "--usd-per-eur", "1.08")


def test_sheet_shows_megawatts_and_costs(tmp_path: Path) -> None:
    """Response times, durations, assets with their kind, and what is off at the price."""
    shown = bascule("flexibility", write_site(tmp_path), "--hashprice", "30", "--price", "60", *STATED)
    assert shown.exit_code == 0, shown.output
    for part in (
        "0.5 s",
        "30 min",
        "8.00 h",
        "battery",
        "hashing",
        "Off at that price",
        "AI work stops within 60.0 s",
    ):
        assert part in shown.stdout


def test_answer_depends_on_hashprice(tmp_path: Path) -> None:
    """One sheet per price and hashprice; the higher hashprice sheds more, and nothing is given twice."""
    result = bascule(
        "flexibility", write_site(tmp_path), "--hashprice", "20", "--hashprice", "90", *STATED, "--json", "-"
    )
    document = json.loads(result.stdout)
    low, high = document["sheets"]
    assert (document["kind"], low["hashprice_usd_per_ph_day"], high["price_per_mwh"]) == (
        "flexibility",
        20,
        40,
    )
    assert low["resting_mw"]
    assert not high["resting_mw"]
    assert low["cells"][-1]["mw"] < high["cells"][-1]["mw"] <= high["drawn_mw"] + 10


def test_what_the_sheet_must_be_told_is_named_at_once(tmp_path: Path) -> None:
    """Exchange rate, temperature, and a value that is no number."""
    path = write_site(tmp_path, ("price_per_gpu_h: 2.3", "price_per_gpu_h: gpu_price"))
    result = bascule("flexibility", path, "--value", "x=many")
    assert result.exit_code == 2
    missing = ("--usd-per-eur: is missing", "--temperature: is missing", "give --value gpu_price=NUMBER")
    for part in (*missing, "--value = x=many: must be SERIES=NUMBER"):
        assert part in result.output
