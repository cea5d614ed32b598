"""Units at the end of names."""

import pytest

from bascule.market.unit_suffix import unit_conflict, unit_suffix


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("spot_eur_per_mwh", "eur_per_mwh"),
        ("fees_btc_per_block", "btc_per_block"),
        ("gpu_spot_usd_per_gpu_h", "usd_per_gpu_h"),
        ("usd_per_eur", "usd_per_eur"),
        ("btc_usd", "usd"),
        ("temperature_c", "c"),
        ("cloud_cover_pct", "pct"),
        ("ci_g_per_kwh", "g_per_kwh"),
        ("difficulty_mean", None),
        ("price", None),
        ("basic", None),
    ],
)
def test_a_name_ends_in_its_unit(name: str, unit: str | None) -> None:
    """The longest known unit at the end is the unit; a word that merely ends alike is none."""
    assert unit_suffix(name) == unit


@pytest.mark.parametrize(
    ("series", "column", "divided", "conflict"),
    [
        ("spot_usd_per_mwh", "lz_west_usd_per_mwh", False, False),
        ("spot_usd_per_mwh", "price_eur_per_mwh", False, True),
        ("spot_usd_per_mwh", "price_usd_per_kwh", False, True),
        ("temperature_c", "temperature_f", False, True),
        ("solar_frac", "cloud_cover_pct", False, True),
        ("spot_usd_per_mwh", "price", False, False),
        ("difficulty", "difficulty_mean", False, False),
        ("fees_btc_per_block", "fees_btc", True, False),
        ("fees_btc_per_block", "fees_btc", False, True),
        ("fees_btc_per_block", "fees_usd", True, True),
    ],
)
def test_units_must_agree(series: str, column: str, *, divided: bool, conflict: bool) -> None:
    """Two known units that differ are a conflict; a column without a unit is taken at its word."""
    assert (unit_conflict(series, column, divided=divided) is not None) == conflict
