"""The power price or hashprice at which a mining machine earns nothing."""

from typing import Final

from bascule.study.claims.kind import ClaimKind, Input, Line
from bascule.study.claims.ranges import (
    HASHPRICE,
    J_PER_TH,
    MINING_PUE,
    MINING_UPTIME,
    POOL_FEE,
    POWER_PRICE,
)

BREAKEVEN: Final = ClaimKind(
    name="breakeven",
    inputs=(
        HASHPRICE,
        J_PER_TH,
        POOL_FEE,
        MINING_PUE,
        Input(name="other_usd_per_mwh", unit="$/MWh", least=0.0, most=10_000.0),
        POWER_PRICE,
        MINING_UPTIME,
    ),
    lines=(
        Line(name="gross_usd_per_mwh", unit="$/MWh", formula="hashprice_usd_per_ph_day / (0.024 * j_per_th)"),
        Line(
            name="net_usd_per_meter_mwh",
            unit="$/MWh",
            formula="gross_usd_per_mwh * (1 - pool_fee_frac) / mining_pue",
        ),
        Line(name="breakeven_usd_per_mwh", unit="$/MWh", formula="net_usd_per_meter_mwh - other_usd_per_mwh"),
        Line(name="breakeven_usd_per_kwh", unit="$/kWh", formula="breakeven_usd_per_mwh / 1000"),
        Line(
            name="breakeven_usd_per_ph_day",
            unit="$/PH/d",
            formula="0.024 * j_per_th * mining_pue * (power_usd_per_mwh + other_usd_per_mwh) / (1 - pool_fee_frac)",
        ),
        Line(
            name="gross_usd_per_meter_mw_year",
            unit="$/meter MW/y",
            formula="gross_usd_per_mwh / mining_pue * 8760 * mining_uptime_frac",
        ),
    ),
)
"""1 J/TH is 1 MW per EH/s, so a PH/s-day at 1 J/TH is 0.024 MWh. Cash costs only: machines are sunk."""
