"""The table of contracts says the terms of every energy contract."""

import pytest
from tests.adapters.files.site_samples import read, sample

from bascule.apps.cli.contract_tables import contracts_table

TERM = "from: 2026-01-01, to: 2027-01-01"
SITE = (
    sample(
        (
            "price: spot_eur_per_mwh\n",
            "price: spot_eur_per_mwh\n    cap_per_mwh: 90\n    floor_per_mwh: 5\n",
        ),
        (
            "energy_contracts:\n",
            (
                "energy_contracts:\n"
                "  - {name: two, kind: nominated, day_ahead: ahead, imbalance: real, surplus: long,"
                f" auction: {{gate_hour: 12}}, exchange_fee_per_mwh: 0.1, {TERM}}}\n"
                "  - {name: ppa, kind: block, power_mw: 5, price_per_mwh: 60, spot: ahead, produced_frac: sun,"
                f" window: {{weekdays: [0, 1], start_hour: 8, end_hour: 20.5}}, {TERM}}}\n"
            ),
        ),
    )
    + f"price_collars:\n  - {{name: c, power_mw: 5, spot: ahead, cap_per_mwh: 90, premium_per_mwh: 2, {TERM}}}\n"
    + "volume_bands:\n  - {name: b, mwh_per_month: 900, low_frac: 0.8, high_frac: 1.2,"
    + f" shortfall_per_mwh: 15, excess_per_mwh: 10, {TERM}}}\n"
    + f"standing_charges:\n  - {{name: s, per_month: 500, {TERM}}}\n"
)


@pytest.mark.parametrize(
    ("name", "kind", "terms"),
    [
        ("spot", "spot", "spot_eur_per_mwh, at most 90.0, at least 5.0 + 0.0 €/MWh"),
        (
            "two",
            "two settlements",
            (
                "ahead for what is nominated, real beyond it, long below it, + 0.0 €/MWh,"
                " fees 0.10 nominated and 0.00 deviating, gate 12:00 Europe/Paris, 60 min"
            ),
        ),
        (
            "ppa",
            "block",
            (
                "5.00 MW at 60.0 €/MWh, settled against ahead, as produced by series sun,"
                " from 08:00 to 20:30 on 2 weekdays of 12 months"
            ),
        ),
        ("c", "collar", "5.00 MW against ahead, at most 90.0, premium 2.0 €/MWh"),
        ("b", "volume band", "900 MWh a month, 80.0 % to 120.0 %, below 15.0, above 10.0 €/MWh"),
        ("s", "standing charge", "500 € a month"),
    ],
)
def test_a_contract_is_said_in_words(name: str, kind: str, terms: str) -> None:
    """Name, kind, terms and dates stand in one row."""
    rows = {row.cells[0]: row.cells for row in contracts_table(read(SITE).site).rows}
    assert rows[name][1:3] == (kind, terms)
    assert rows[name][3][:4] in {"2024", "2026"}
