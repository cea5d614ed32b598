"""Own accelerators in the shell in place of a tenant: under contract, then by the hour; after their life the shell is let."""

import math
from dataclasses import dataclass

from bascule.study.conversion.refusal import refuse_unless


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """What the owner rents out by the GPU-hour, per megawatt of IT power.

    Attributes:
        gpus_per_it_mw: How many accelerators an IT megawatt feeds.
        capex_per_it_mw: Accelerators with their network, bought when the shell is ready.
        capex_drift_per_year: Growth per year of that cost for as many accelerators of the class whose hours the prices are for:
            below zero where generations follow each other, as the prices of hours fall.
        written_off: Share of that cost written off for tax in each year of operation; they sum to 1.
        contract_years: How long the contract price of the day of signing holds, from the first quarter of operation.
        contract_sold_frac: Hours sold under contract over the hours of the year.
        life_years: After so many years the accelerators are sold and the shell is let at the market's rent.
        spot_sold_frac: Hours sold over the hours of the year between contract and end of life, at the spot price.
        resale_frac: What accelerators fetch at the end of their life over their cost; before it, by a straight line.
        opex_frac: Share of the revenue that staff, software and repair take.
        energy_per_mwh: All-in price of energy at the meter, at the plan's power level.
        load_frac: Mean power of IT over its rating.
        loan_to_cost_frac: Share of the accelerators' cost that is borrowed, repaid over the contract.
    """

    gpus_per_it_mw: float
    capex_per_it_mw: float
    capex_drift_per_year: float
    written_off: tuple[float, ...]
    contract_years: int
    contract_sold_frac: float
    life_years: int
    spot_sold_frac: float
    resale_frac: float
    opex_frac: float
    energy_per_mwh: float
    load_frac: float
    loan_to_cost_frac: float

    def __post_init__(self) -> None:
        """Refuse figures that no cloud can have."""
        shares = "must lie between 0 and 1"
        refuse_unless(
            self,
            {
                "gpus_per_it_mw": (0 < self.gpus_per_it_mw < math.inf, "must lie above zero"),
                "capex_per_it_mw": (0 <= self.capex_per_it_mw < math.inf, "must not be negative"),
                "capex_drift_per_year": (math.isfinite(self.capex_drift_per_year), "must be a number"),
                "written_off": (
                    min(self.written_off, default=-1) >= 0 and abs(sum(self.written_off) - 1) < 1e-6,
                    "must be shares that sum to 1",
                ),
                "contract_years": (self.contract_years >= 1, "must be at least 1"),
                "life_years": (
                    self.life_years >= self.contract_years,
                    f"must not be shorter than the contract ({self.contract_years})",
                ),
                "contract_sold_frac": (0 <= self.contract_sold_frac <= 1, shares),
                "spot_sold_frac": (0 <= self.spot_sold_frac <= 1, shares),
                "resale_frac": (0 <= self.resale_frac <= 1, shares),
                "opex_frac": (0 <= self.opex_frac <= 1, shares),
                "load_frac": (0 <= self.load_frac <= 1, shares),
                "loan_to_cost_frac": (0 <= self.loan_to_cost_frac <= 1, shares),
                "energy_per_mwh": (0 <= self.energy_per_mwh < math.inf, "must not be negative"),
            },
        )
