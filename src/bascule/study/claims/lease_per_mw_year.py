"""A lease's total over its years and megawatts."""

from typing import Final

from bascule.study.claims.kind import ClaimKind, Input, Line

LEASE_PER_MW_YEAR: Final = ClaimKind(
    name="lease_per_mw_year",
    inputs=(
        Input(name="total_usd", unit="$", least=1.0, most=1e13),
        Input(name="years", unit="years", least=0.1, most=200.0),
        Input(name="it_mw", unit="MW IT", least=0.001, most=1e6),
        Input(name="gross_mw", unit="MW gross", least=0.001, most=1e6),
    ),
    lines=(
        Line(name="usd_per_year", unit="$/y", formula="total_usd / years"),
        Line(name="usd_per_it_mw_year", unit="$/IT MW/y", formula="usd_per_year / it_mw"),
        Line(name="usd_per_gross_mw_year", unit="$/gross MW/y", formula="usd_per_year / gross_mw"),
        Line(name="usd_per_it_kw_month", unit="$/IT kW/month", formula="usd_per_it_mw_year / (1000 * 12)"),
        Line(
            name="usd_per_gross_kw_month",
            unit="$/gross kW/month",
            formula="usd_per_gross_mw_year / (1000 * 12)",
        ),
        Line(name="usd_per_it_kwh", unit="$/kWh", formula="usd_per_it_mw_year / (8760 * 1000)"),
        Line(name="usd_per_it_mw", unit="$/IT MW", formula="total_usd / it_mw"),
        Line(name="gross_per_it", unit="times", formula="gross_mw / it_mw"),
    ),
)
"""The mean over the term: escalators, extensions and prepayments are in the total or not, as the source has it."""
