"""What a block of megawatts can be used for; yearly rows are for the years 1, 2 and so on, the last value holding on."""

from dataclasses import dataclass

Yearly = tuple[float, ...]
"""A value per year from year 1; where years are more than values, the last one holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatched:
    """A use whose operating margin is handed in as an array by the dispatch, curtailment included; it adds nothing itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mining:
    """Hashing at stated prices, where no dispatch gives the margin.

    Attributes:
        hashprice_per_ph_day: By year.
        j_per_th: Efficiency of the fleet.
        ageing_frac: Hashrate lost each year.
        fee_frac: Pool's share of the gross.
    """

    hashprice_per_ph_day: Yearly
    j_per_th: float
    ageing_frac: float = 0.0
    fee_frac: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A tenant who leaves before the lease ends, by default or by right, and the next one.

    Attributes:
        month: Months of rent paid before it leaves.
        paid_frac: Share of the termination payment that is really paid: 1 by right, less in default, 0 for nothing.
        vacant_months: Until the next tenant pays.
        relet_frac: Next rent over what the first lease would have paid.
    """

    month: int
    paid_frac: float
    vacant_months: int
    relet_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellLease:
    """A powered shell let to a tenant who brings the machines.

    Attributes:
        rent_per_it_kw_month: In the first lease year.
        term_years: Minimum term from the first month of operation.
        escalator_frac: Rise of the rent each lease year.
        termination_months: Months of the current rent owed by a tenant who leaves before the term ends.
        renewal_frac: Rent after the term over the escalated one; 0 leaves the shell empty.
        departure: Whether and when the tenant leaves early.
    """

    rent_per_it_kw_month: float
    term_years: int
    renewal_frac: float
    escalator_frac: float = 0.0
    termination_months: float = 0.0
    departure: Departure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCloud:
    """Own accelerators that are rented out by the hour.

    Attributes:
        price_per_gpu_h: By year; it falls as generations follow each other.
        utilisation_frac: Hours sold over hours of the year, by year.
        gpu_life_years: After so many full years of operation the accelerators are sold and bought anew.
        refresh_per_gpu: Price of the next generation, by year.
        resale_frac: Share of the purchase price that accelerators fetch at the end of their life; before it, by a straight line.
    """

    price_per_gpu_h: Yearly
    utilisation_frac: Yearly
    gpu_life_years: int
    refresh_per_gpu: Yearly
    resale_frac: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mothballed:
    """Nothing runs; the site is kept.

    Attributes:
        upkeep_per_meter_mw_year: Cost.
    """

    upkeep_per_meter_mw_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerSold:
    """The connection's power or its right is sold back.

    Attributes:
        price_per_mwh: By year, on the block's load; empty for none.
        price_per_meter_mw_year: By year; empty for none.
    """

    price_per_mwh: Yearly = ()
    price_per_meter_mw_year: Yearly = ()


Use = Dispatched | Mining | ShellLease | OwnCloud | Mothballed | PowerSold
