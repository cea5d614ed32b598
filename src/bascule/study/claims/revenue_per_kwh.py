"""What a kWh earns in mining, with rented GPUs, and as a powered shell."""

from typing import Final

from bascule.study.claims.kind import ClaimKind, Input, Line, Plausible
from bascule.study.claims.ranges import AI_PUE, HASHPRICE, J_PER_TH, LEASE, MINING_PUE

REVENUE_PER_KWH: Final = ClaimKind(
    name="revenue_per_kwh",
    inputs=(
        HASHPRICE,
        J_PER_TH,
        MINING_PUE,
        Input(
            name="gpu_usd_per_gpu_h",
            unit="$/GPU-h",
            least=0.001,
            most=10_000.0,
            plausible=Plausible(
                low=1.70,
                high=4.0,
                source="rents of one H100, October 2025 (1-year contract) to November 2026 (several sellers)",
                as_of="2026-11",
                stale_after="2027-05",
            ),
        ),
        Input(
            name="gpu_it_kw",
            unit="kW",
            least=0.01,
            most=100.0,
            plausible=Plausible(
                low=1.28,
                high=1.83,
                source="server power per GPU: H100 10.2 kW/8 to a GB200 rack 132 kW/72",
                as_of="2026-11",
                stale_after="2028-11",
            ),
        ),
        Input(
            name="gpu_utilisation_frac",
            unit="",
            least=0.001,
            most=1.0,
            plausible=Plausible(
                low=0.5,
                high=1.0,
                source="rented hours over all hours, from memory",
                as_of="2026-11",
                stale_after="2028-11",
            ),
        ),
        Input(name="lease_usd_per_it_mw_year", unit="$/IT MW/y", least=1.0, most=1e9, plausible=LEASE),
        AI_PUE,
    ),
    lines=(
        Line(name="mining_usd_per_kwh", unit="$/kWh", formula="hashprice_usd_per_ph_day / (24 * j_per_th)"),
        Line(name="mining_usd_per_meter_kwh", unit="$/kWh", formula="mining_usd_per_kwh / mining_pue"),
        Line(
            name="gpu_usd_per_it_kwh",
            unit="$/kWh",
            formula="gpu_usd_per_gpu_h * gpu_utilisation_frac / gpu_it_kw",
        ),
        Line(name="gpu_usd_per_meter_kwh", unit="$/kWh", formula="gpu_usd_per_it_kwh / ai_pue"),
        Line(name="shell_usd_per_it_kwh", unit="$/kWh", formula="lease_usd_per_it_mw_year / (8760 * 1000)"),
        Line(name="shell_usd_per_meter_kwh", unit="$/kWh", formula="shell_usd_per_it_kwh / ai_pue"),
        Line(name="gpu_times_mining_it", unit="times", formula="gpu_usd_per_it_kwh / mining_usd_per_kwh"),
        Line(
            name="gpu_times_mining_meter",
            unit="times",
            formula="gpu_usd_per_meter_kwh / mining_usd_per_meter_kwh",
        ),
        Line(name="shell_times_mining_it", unit="times", formula="shell_usd_per_it_kwh / mining_usd_per_kwh"),
        Line(
            name="shell_times_mining_meter",
            unit="times",
            formula="shell_usd_per_meter_kwh / mining_usd_per_meter_kwh",
        ),
    ),
)
"""Gross revenue: before energy, machines, building and everything else. 1 J/TH is 1 kW per PH/s, 24 kWh per PH/s-day."""
