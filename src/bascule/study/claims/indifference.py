"""The hashprice at which mining and an AI lease are worth the same on the same meter megawatts."""

from typing import Final

from bascule.study.claims.kind import ClaimKind, Input, Line, Plausible
from bascule.study.claims.ranges import (
    AI_PUE,
    J_PER_TH,
    LEASE,
    MINING_PUE,
    MINING_UPTIME,
    POOL_FEE,
    POWER_PRICE,
)

_HASHPRICE: Final = "mining_pue * 0.024 * j_per_th / (1 - pool_fee_frac)"
_HOURS: Final = "(8760 * mining_uptime_frac)"

INDIFFERENCE_HASHPRICE: Final = ClaimKind(
    name="indifference_hashprice",
    inputs=(
        Input(name="ai_net_usd_per_it_mw_year", unit="$/IT MW/y", least=1.0, most=1e9, plausible=LEASE),
        Input(
            name="ai_uptime_frac",
            unit="",
            least=0.01,
            most=1.0,
            plausible=Plausible(
                low=0.99,
                high=1.0,
                source="take-or-pay leases, service credits small and capped",
                as_of="2026-11",
                stale_after="2028-11",
            ),
        ),
        AI_PUE,
        Input(
            name="capex_usd_per_it_mw",
            unit="$/IT MW",
            least=0.0,
            most=1e9,
            plausible=Plausible(
                low=8e6,
                high=15e6,
                source="shell and power without GPUs: TeraWulf 8-10 M$ (Oct 2025), 8-15 M$ in 2026",
                as_of="2026-03",
                stale_after="2027-03",
            ),
        ),
        Input(
            name="wacc_frac",
            unit="",
            least=0.0,
            most=1.0,
            plausible=Plausible(
                low=0.06,
                high=0.14,
                source="project debt to equity of listed miners, from memory",
                as_of="2026-07",
                stale_after="2027-07",
            ),
        ),
        Input(
            name="life_years",
            unit="years",
            least=0.5,
            most=100.0,
            plausible=Plausible(
                low=10.0,
                high=25.0,
                source="terms of the shell leases of 2024 to 2026",
                as_of="2026-03",
                stale_after="2028-03",
            ),
        ),
        POWER_PRICE,
        J_PER_TH,
        MINING_PUE,
        MINING_UPTIME,
        POOL_FEE,
        Input(name="mining_opex_usd_per_meter_mw_year", unit="$/meter MW/y", least=0.0, most=1e8),
    ),
    lines=(
        Line(
            name="ai_usd_per_meter_mw_year",
            unit="$/meter MW/y",
            formula="ai_net_usd_per_it_mw_year * ai_uptime_frac / ai_pue",
        ),
        Line(
            name="capital_recovery_frac",
            unit="per year",
            formula="capital_recovery(wacc_frac, life_years)",
            claimable=False,
        ),
        Line(
            name="capex_usd_per_meter_mw_year",
            unit="$/meter MW/y",
            formula="capex_usd_per_it_mw * capital_recovery_frac / ai_pue",
        ),
        Line(
            name="ai_after_capex_usd_per_meter_mw_year",
            unit="$/meter MW/y",
            formula="ai_usd_per_meter_mw_year - capex_usd_per_meter_mw_year",
        ),
        Line(
            name="needed_usd_per_mwh",
            unit="$/MWh",
            formula=f"power_usd_per_mwh + (ai_usd_per_meter_mw_year + mining_opex_usd_per_meter_mw_year) / {_HOURS}",
            claimable=False,
        ),
        Line(
            name="without_capex_usd_per_ph_day", unit="$/PH/d", formula=f"needed_usd_per_mwh * {_HASHPRICE}"
        ),
        Line(
            name="needed_with_capex_usd_per_mwh",
            unit="$/MWh",
            formula=(
                "power_usd_per_mwh + (ai_after_capex_usd_per_meter_mw_year + mining_opex_usd_per_meter_mw_year)"
                f" / {_HOURS}"
            ),
            claimable=False,
        ),
        Line(
            name="with_capex_usd_per_ph_day",
            unit="$/PH/d",
            formula=f"needed_with_capex_usd_per_mwh * {_HASHPRICE}",
        ),
        Line(
            name="it_mw_taken_for_meter_mw_usd_per_ph_day",
            unit="$/PH/d",
            formula=(
                "(power_usd_per_mwh + (ai_net_usd_per_it_mw_year * ai_uptime_frac + mining_opex_usd_per_meter_mw_year)"
                f" / {_HOURS}) * {_HASHPRICE}"
            ),
        ),
    ),
)
"""Mining pays for power only while it runs; its machines are owned (sunk) and their upkeep is stated.

The lease pays its net operating income on IT MW, of which a meter MW feeds 1 / PUE. Capital is spread as a level
payment at year ends; no build time, escalator, tax or residual value. The last line is the mistake of comparing an IT MW
with a meter MW.
"""
