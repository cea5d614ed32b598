"""Every unit conversion of Bascule, in one place.

Names carry their unit as a suffix; ``_mw`` is megawatt, always. ``docs/glossary.md`` lists the suffixes.
Difficulty-1 work is 2^48/65535 hashes (the often quoted 2^32 is 1.5e-5 too low).
"""

from typing import Final

W_PER_MW: Final = 1e6
KW_PER_MW: Final = 1e3
MW_PER_GW: Final = 1e3
MWH_PER_TWH: Final = 1e6
SECONDS_PER_HOUR: Final = 3600
HOURS_PER_DAY: Final = 24
HOURS_PER_YEAR: Final = 8760
DAYS_PER_YEAR: Final = 365.25
SECONDS_PER_DAY: Final = 86_400
HASHES_PER_TH: Final = 1e12
HASHES_PER_EH: Final = 1e18
TH_PER_PH: Final = 1e3
TH_PER_EH: Final = 1e6
PH_PER_EH: Final = 1e3
MWH_PER_PH_DAY: Final = 0.024
"""MWh that 1 PH/s takes in a day at 1 J/TH, which is 1 kW."""
HASHES_PER_DIFFICULTY: Final = 2**48 / 65_535
SATOSHI_PER_BTC: Final = 100_000_000
KG_PER_TONNE: Final = 1e3
BITS_PER_BYTE: Final = 8


def mw_from_w(power_w: float) -> float:
    """Megawatts from watts.

    >>> mw_from_w(3_250_000.0)
    3.25
    """
    return power_w / W_PER_MW


def j_per_th(power_w: float, hashrate_th_s: float) -> float:
    """Energy per terahash: watts over TH/s.

    >>> j_per_th(3500.0, 200.0)
    17.5
    """
    return power_w / hashrate_th_s


def per_th_h_from_per_ph_day(hashprice_per_ph_day: float) -> float:
    """Money per TH/s held for one hour, from money per PH/s-day.

    >>> per_th_h_from_per_ph_day(48.0)
    0.002
    """
    return hashprice_per_ph_day / TH_PER_PH / HOURS_PER_DAY


def per_mw_month_from_per_kw_month(price_per_kw_month: float) -> float:
    """Demand charge per MW-month from the tariff's usual kW-month.

    >>> per_mw_month_from_per_kw_month(5.0)
    5000.0
    """
    return price_per_kw_month * KW_PER_MW


def tonnes_from_mwh(energy_mwh: float, carbon_g_per_kwh: float) -> float:
    """Tonnes of CO2 equivalent: 1 g/kWh is 1 kg/MWh.

    >>> tonnes_from_mwh(1000.0, 50.0)
    50.0
    """
    return energy_mwh * carbon_g_per_kwh / KG_PER_TONNE
