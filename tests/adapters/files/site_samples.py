"""A small site that is right in every key, to be made wrong by the tests."""

from textwrap import dedent

from bascule.adapters.files.site_file import SiteFile, parse_site
from bascule.errors import InputError

SITE = dedent("""\
    name: Test site
    country: FR
    time_zone: Europe/Paris
    currency: EUR
    grid:
      import_limit_mw: 50
      curtailable_mw: 10
    asic_fleets:
      - name: hall
        model: S21
        count: 1000
        pool_fee_frac: 0.02
    gpu_pools:
      - name: cluster
        accelerator: H100 SXM
        count: 800
        pue: 1.2
    batteries:
      - name: battery
        charge_limit_mw: 5
        discharge_limit_mw: 5
        energy_mwh: 10
        initial_mwh: 5
    generators:
      - name: panels
        kind: solar
        capacity_mw: 3
        capacity_frac: 0.5
    flexible_loads:
      - name: boiler
        power_mw: 2
        value_per_mwh: 40
        modes_mw: [1, 2]
    energy_contracts:
      - name: spot
        kind: spot
        price: spot_eur_per_mwh
        from: 2024-01-01
        to: 2025-01-01
      - name: peak prices
        kind: time_of_use
        periods:
          - name: day
            price_per_mwh: 90
            start_hour: 8
            end_hour: 20
        otherwise_per_mwh: 60
        from: 2025-01-01
        to: 2026-01-01
    export_contracts:
      - name: surplus
        price: 20
        from: 2024-01-01
        to: 2026-01-01
    energy_adders:
      - name: network
        per_mwh: 10
        from: 2024-01-01
        to: 2026-01-01
    demand_charges:
      - name: capacity
        per_kw_month: 4.5
        billing_interval_minutes: 15
        from: 2024-01-01
        to: 2026-01-01
    firm_reservations:
      - name: customer
        pool: cluster
        job_class: pretrain
        gpus: 500
        price_per_gpu_h: 2.0
        shortfall_penalty_per_gpu_h: 6.0
        from: 2024-01-01
        to: 2026-01-01
    colocation_leases:
      - name: tenant
        contracted_it_mw: 3
        drawn_frac: 0.8
        rent_per_kw_month: 120
        pue: 1.3
        from: 2024-01-01
        to: 2026-01-01
    gpu_sales:
      - name: shop
        kind: on_demand
        pool: cluster
        job_class: llm_decode
        demand_gpus: 100
        price_per_gpu_h: 2.5
        from: 2024-01-01
        to: 2026-01-01
    batch_jobs:
      - name: run
        pool: cluster
        job_class: fine_tune
        gpu_h: 1000
        release: 2024-03-01
        deadline: 2024-03-02
        max_gpus: 100
        value_per_gpu_h: 1.5
    daily_jobs:
      - name: nightly
        pool: cluster
        job_class: fine_tune
        gpu_h: 500
        release_hour: 20
        window_h: 10
        max_gpus: 100
        value_per_gpu_h: 1.2
        from: 2024-01-01
        to: 2026-01-01
    emission_cap:
      tonnes: 1000
      carbon: carbon_g_per_kwh
      from: 2024-01-01
      to: 2025-01-01
    """)


def sample(*changes: tuple[str, str]) -> str:
    """The sample with texts replaced; each must stand in it exactly once."""
    text = SITE
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times in the sample")
        text = text.replace(old, new)
    return text


def read(text: str) -> SiteFile:
    """The site of a text."""
    return parse_site(text, file="site.yaml")


def complaints(text: str) -> list[str]:
    """Every problem of a text as the user sees it; empty where there is none."""
    try:
        read(text)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    return []


def complaint(text: str) -> str:
    """The only problem of a text."""
    [only] = complaints(text)
    return only
