"""The site that is moved, as it stands in a file."""

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.countries.place_entry import DataClass
from bascule.adapters.files.site_entry import Entry, Frac, Share
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.study.countries.site import Ai, GpuRent, Lease, Mining, MovedSite

Pue = Annotated[float, Field(ge=1, le=5)]
Dollars = Annotated[float, Field(ge=0, le=1e9)]


class MiningEntry(SourcedEntry):
    """Machines that hash."""

    j_per_th: Annotated[float, Field(gt=0, le=10_000)] = Field(description="efficiency at the machine")
    hashprice_usd_per_ph_day: Annotated[float, Field(ge=0, le=10_000)] = Field(
        description="USD per PH/s and day"
    )
    pool_fee_frac: Frac = Field(description="share that the pool keeps")
    uptime_frac: Share = Field(description="share of time in which machines are able to run")
    pue: Pue = Field(description="meter MW per MW at the machines")
    other_usd_per_meter_mw_year: Dollars = Field(description="staff, repairs, rent")
    peaks_avoided_frac: Frac = Field(
        description="share of charges on peaks that stepping aside avoids: 0 for none, 1 for all of them"
    )

    def to_model(self) -> Mining:
        """The noun."""
        return Mining(
            j_per_th=self.j_per_th,
            hashprice_usd_per_ph_day=self.hashprice_usd_per_ph_day,
            pool_fee_frac=self.pool_fee_frac,
            uptime_frac=self.uptime_frac,
            pue=self.pue,
            other_usd_per_meter_mw_year=self.other_usd_per_meter_mw_year,
            peaks_avoided_frac=self.peaks_avoided_frac,
            source=self.said(),
        )


class AiEntry(SourcedEntry):
    """AI load: a lease, or GPUs by the hour."""

    pue: Pue = Field(description="meter MW per IT MW")
    load_frac: Share = Field(description="mean load over the IT power")
    tenant_pays_power: bool = Field(description="whether power is passed through")
    other_usd_per_it_mw_year: Dollars = Field(description="staff, repairs, rent of land")
    lease_usd_per_it_kw_month: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        default=None, description="rent of a shell on critical IT power"
    )
    rent_usd_per_gpu_h: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        default=None, description="GPU-hour"
    )
    gpus_per_it_mw: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="GPUs on one MW of IT, server included"
    )
    sold_frac: Frac | None = Field(default=None, description="share of hours that are sold")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Neither or both kinds of income, half of one."""
        yield from super().findings(zone)
        rent = (self.rent_usd_per_gpu_h, self.gpus_per_it_mw, self.sold_frac)
        given = sum(part is not None for part in rent)
        if (self.lease_usd_per_it_kw_month is None) == (given == 0):
            yield Finding(
                path=("lease_usd_per_it_kw_month",),
                hint="give either the lease, or rent_usd_per_gpu_h, gpus_per_it_mw and sold_frac",
            )
        elif 0 < given < len(rent):
            yield Finding(
                path=("rent_usd_per_gpu_h",),
                hint="needs rent_usd_per_gpu_h, gpus_per_it_mw and sold_frac together",
            )

    def to_model(self) -> Ai:
        """The noun."""
        return Ai(
            pue=self.pue,
            load_frac=self.load_frac,
            income=self._income(),
            tenant_pays_power=self.tenant_pays_power,
            other_usd_per_it_mw_year=self.other_usd_per_it_mw_year,
            source=self.said(),
        )

    def _income(self) -> Lease | GpuRent:
        if self.rent_usd_per_gpu_h is None or self.gpus_per_it_mw is None or self.sold_frac is None:
            return Lease(usd_per_it_kw_month=self.lease_usd_per_it_kw_month or 0.0)
        return GpuRent(
            usd_per_gpu_h=self.rent_usd_per_gpu_h,
            gpus_per_it_mw=self.gpus_per_it_mw,
            sold_frac=self.sold_frac,
        )


class MovedSiteEntry(Entry):
    """The whole site."""

    meter_mw: Annotated[float, Field(gt=0, le=10_000)] = Field(description="power at the meter")
    operator_law: Literal["EU", "US", "other"] = Field(
        description="law that binds the operator: EU, US or other"
    )
    data_class: DataClass = Field(description="ordinary, eu_personal or fr_state_sensitive")
    mining: MiningEntry = Field(description="what hashes")
    ai: AiEntry = Field(description="what computes")

    def to_model(self) -> MovedSite:
        """The noun."""
        return MovedSite(
            meter_mw=self.meter_mw,
            operator_law=self.operator_law,
            data_class=self.data_class,
            mining=self.mining.to_model(),
            ai=self.ai.to_model(),
        )
