"""Where inputs that several kinds share usually lie; each range says who says so and until when."""

from typing import Final

from bascule.study.claims.kind import Input, Plausible

HASHPRICE: Final = Input(
    name="hashprice_usd_per_ph_day",
    unit="$/PH/d",
    least=0.01,
    most=100_000.0,
    plausible=Plausible(
        low=28.0,
        high=64.0,
        source="range of July 2024 to June 2026: Hashrate Index and press, low of 24 Feb 2026, top of 11 Jul 2025",
        as_of="2026-07",
        stale_after="2027-01",
    ),
)
J_PER_TH: Final = Input(
    name="j_per_th",
    unit="J/TH",
    least=0.1,
    most=1_000_000.0,
    plausible=Plausible(
        low=13.5,
        high=38.0,
        source="machines on sale to old ones still running; fleet mean 28.2 in the Cambridge survey of 2025, best fleets 15-21",
        as_of="2025-06",
        stale_after="2027-06",
    ),
)
POOL_FEE: Final = Input(
    name="pool_fee_frac",
    unit="",
    least=0.0,
    most=0.5,
    plausible=Plausible(
        low=0.0, high=0.04, source="usual pool fees, from memory", as_of="2026-07", stale_after="2028-07"
    ),
)
MINING_PUE: Final = Input(
    name="mining_pue",
    unit="",
    least=1.0,
    most=3.0,
    plausible=Plausible(
        low=1.0,
        high=1.15,
        source="air-cooled to immersion halls, from memory",
        as_of="2026-07",
        stale_after="2029-07",
    ),
)
MINING_UPTIME: Final = Input(
    name="mining_uptime_frac",
    unit="",
    least=0.01,
    most=1.0,
    plausible=Plausible(
        low=0.85,
        high=1.0,
        source="listed miners that curtail to always on, from memory",
        as_of="2026-07",
        stale_after="2028-07",
    ),
)
AI_PUE: Final = Input(
    name="ai_pue",
    unit="",
    least=1.0,
    most=3.0,
    plausible=Plausible(
        low=1.15,
        high=1.5,
        source="meter over IT: 1.18 by design at Ellendale, 1.25 in TeraWulf's lease, 1.35 at River Bend, 1.5 at Helios",
        as_of="2025-12",
        stale_after="2027-12",
    ),
)
POWER_PRICE: Final = Input(
    name="power_usd_per_mwh",
    unit="$/MWh",
    least=0.01,
    most=10_000.0,
    plausible=Plausible(
        low=25.0,
        high=81.0,
        source="median 45 and all-in 55.5 in the Cambridge survey of 2025; Riot 34 net in 2024, TeraWulf 81 in Q1 2025",
        as_of="2025-06",
        stale_after="2027-06",
    ),
)
LEASE: Final = Plausible(
    low=1.2e6,
    high=2.3e6,
    source="shell leases of 2024 to 2026, total over years and MW (Cipher-AWS 1.22 M$, Abernathy 2.26 M$)",
    as_of="2026-03",
    stale_after="2027-03",
)
