"""The site that is moved: the same machines, the same contracts, another place."""

from dataclasses import dataclass

from bascule.study.sourced import Source
from bascule.units import HOURS_PER_YEAR, KW_PER_MW, MWH_PER_PH_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Mining:
    """Machines that hash.

    Attributes:
        j_per_th: Efficiency at the machine.
        hashprice_usd_per_ph_day: What a hash earns.
        pool_fee_frac: Share that the pool keeps.
        uptime_frac: Share of time in which machines are able to run.
        pue: Meter MW per MW at the machines.
        other_usd_per_meter_mw_year: Staff, repairs, rent.
        peaks_avoided_frac: Share of charges on peaks that stepping aside avoids.
        source: Who says so.
    """

    j_per_th: float
    hashprice_usd_per_ph_day: float
    pool_fee_frac: float
    uptime_frac: float
    pue: float
    other_usd_per_meter_mw_year: float
    peaks_avoided_frac: float
    source: Source

    @property
    def value_usd_per_mwh(self) -> float:
        """What a MWh at the meter earns after the pool's fee."""
        gross = self.hashprice_usd_per_ph_day / (MWH_PER_PH_DAY * self.j_per_th)
        return gross * (1 - self.pool_fee_frac) / self.pue


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A shell that is let.

    Attributes:
        usd_per_it_kw_month: Rent on critical IT power.
    """

    usd_per_it_kw_month: float

    @property
    def usd_per_it_mw_year(self) -> float:
        """Rent of a year."""
        return self.usd_per_it_kw_month * KW_PER_MW * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuRent:
    """GPUs that are let by the hour.

    Attributes:
        usd_per_gpu_h: Price.
        gpus_per_it_mw: How many stand on one MW of IT.
        sold_frac: Share of hours that are sold.
    """

    usd_per_gpu_h: float
    gpus_per_it_mw: float
    sold_frac: float

    @property
    def usd_per_it_mw_year(self) -> float:
        """Rent of a year."""
        return self.usd_per_gpu_h * self.gpus_per_it_mw * self.sold_frac * HOURS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Ai:
    """AI load, always on.

    Attributes:
        pue: Meter MW per IT MW.
        load_frac: Mean load over the IT power.
        income: Lease or GPU rent.
        tenant_pays_power: Whether power is passed through.
        other_usd_per_it_mw_year: Staff, repairs, rent of land.
        source: Who says so.
    """

    pue: float
    load_frac: float
    income: Lease | GpuRent
    tenant_pays_power: bool
    other_usd_per_it_mw_year: float
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedSite:
    """The whole site.

    Attributes:
        meter_mw: Power at the meter.
        operator_law: Law that binds the operator: EU, US or other.
        data_class: What the tenant's data are: ordinary, eu_personal or fr_state_sensitive.
        mining: What hashes.
        ai: What computes.
    """

    meter_mw: float
    operator_law: str
    data_class: str
    mining: Mining
    ai: Ai
