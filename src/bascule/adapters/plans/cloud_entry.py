"""Own accelerators of a plan file."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bascule.adapters.files.site_entry import Entry, Frac
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.plans.shell_entries import (
    CapexEntry,
    WriteOffEntry,
    share_findings,
    with_basis,
    written_off,
)
from bascule.adapters.plans.unit import REQUIRED, of_unit
from bascule.study.conversion.cloud import Cloud

Years = Annotated[int, Field(ge=1, le=60)]


class CloudEntry(Entry):
    """What the owner may rent out by the GPU-hour instead of letting the shell."""

    gpus_per_it_mw: Annotated[float, Field(gt=0, le=100_000)] = of_unit(
        "GPUs/IT MW", "accelerators that an IT megawatt feeds", REQUIRED
    )
    capex: Annotated[CapexEntry, BeforeValidator(with_basis)] = Field(
        description="accelerators and network with their basis: {value: 29e6, basis: it_mw}"
    )
    capex_drift_per_year: Annotated[float, Field(ge=-5, le=5)] = of_unit(
        "1/year", "growth of that cost for accelerators that give the same hours", 0.0
    )
    write_off: list[WriteOffEntry] = Field(min_length=1, description="how that cost is written off for tax")
    contract_years: Years = of_unit(
        "years", "how long the contract price of the day of signing holds", REQUIRED
    )
    contract_sold_frac: Frac = of_unit("of the hours", "sold under contract", REQUIRED)
    life_years: Years = of_unit("years", "of the accelerators; then the shell is let", REQUIRED)
    spot_sold_frac: Frac = of_unit("of the hours", "sold at spot after the contract", REQUIRED)
    resale_frac: Frac = of_unit("of their cost", "what accelerators fetch at the end of their life", REQUIRED)
    opex_frac: Frac = of_unit("of the revenue", "staff, software and repair", REQUIRED)
    energy_per_mwh: Annotated[float, Field(ge=0, le=10_000)] = of_unit(
        "$/MWh", "all-in price of energy at the meter", REQUIRED
    )
    load_frac: Frac = of_unit("of the rating", "mean power of IT", REQUIRED)
    loan_to_cost_frac: Frac = of_unit("", "share of their cost that is borrowed over the contract", 0.0)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A life shorter than the contract, and shares that do not sum to 1."""
        del zone
        if self.life_years < self.contract_years:
            hint = f"must not be shorter than contract_years ({self.contract_years})"
            yield Finding(path=("life_years",), value=str(self.life_years), hint=hint)
        yield from share_findings(self.write_off)

    def to_model(self, pue: float) -> Cloud:
        """The noun.

        Args:
            pue: Of the shell, for a cost that is stated per megawatt at the meter.
        """
        figures = self.model_dump(exclude={"capex", "write_off"})
        return Cloud(
            **figures, capex_per_it_mw=self.capex.per_it_mw(pue), written_off=written_off(self.write_off)
        )
