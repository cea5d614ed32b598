"""What a plan states. Money is in one currency; megawatts are at the meter unless a name says IT."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.margins.surface import Surface
from bascule.study.switching.drivers import Course, Drivers, drivers

QUARTERS: Final = 4
STEP_YEARS: Final = 1 / QUARTERS
KW_PER_MW: Final = 1000.0
MONTHS_PER_YEAR: Final = 12

HASHPRICE, RENT = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A rent that is uncertain, under two measures that are never mixed in one figure.

    Attributes:
        pricing: For values, triggers and premiums.
        world: For probabilities, dates and risk: another drift, the same volatility.
    """

    pricing: Course
    world: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Mining:
    """The use that the block has.

    Attributes:
        surface: Margin per year of the whole site by hashprice, power level and AI level, from the dispatch.
        connection_meter_mw: What the surface was sampled for.
        fixed_per_meter_mw_year: Staff, hosting and upkeep that hashing needs whether it runs or not.
        ageing_frac: Share of the hashrate that is lost each year.
        power_scale: Level of power prices.
    """

    surface: Surface
    connection_meter_mw: float
    fixed_per_meter_mw_year: float
    ageing_frac: float
    power_scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A time that building may take, in quarters from the decision, with its probability."""

    quarters: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The powered shell that replaces the mining hall.

    Attributes:
        pue: Meter over IT power.
        capex_per_it_mw: Money per IT megawatt.
        capex_sd_frac: Standard deviation of the cost over its mean.
        leads: How long it takes: probabilities sum to 1.
        written_off: Share of the cost that is written off for tax in each year of operation; they sum to 1.
        opex_frac: Share of the rent that the owner spends.
    """

    pue: float
    capex_per_it_mw: float
    capex_sd_frac: float
    leads: tuple[Lead, ...]
    written_off: tuple[float, ...]
    opex_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What a tenant signs: the rent of the day of signing holds for the term.

    Attributes:
        term_years: Of the lease, from the first quarter of operation.
        escalator_frac: Rise of the rent per year.
        default_per_year: Intensity of a tenant's default.
        vacant_quarters: Until the shell is let again after a default.
        relet_frac: Next rent over the market's.
        renewal_frac: Rent after the term over the market's; 0 leaves the shell empty.
    """

    term_years: int
    escalator_frac: float
    default_per_year: float
    vacant_quarters: int
    relet_frac: float
    renewal_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Other ways out of mining, per meter megawatt.

    Attributes:
        mothball_cost: Of shutting down.
        upkeep_per_year: Of a mothballed site.
        restart_cost: Of starting again.
        sale_price: Received for the connection when the site is given up.
    """

    mothball_cost: float
    upkeep_per_year: float
    restart_cost: float
    sale_price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Megawatts that convert together.

    Attributes:
        meter_mw: How many.
        capex_factor: Their cost over the shell's.
        rent_factor: Their rent over the market's.
    """

    meter_mw: float
    capex_factor: float = 1.0
    rent_factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The site's own weight in the network: what it switches off lifts the hashprice of what it keeps.

    Attributes:
        network_eh_s: Hashrate of all.
        site_eh_s: Of the site.
        eta: Elasticity of the others' supply.
    """

    network_eh_s: float
    site_eh_s: float
    eta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOption:
    """The right to convert on better terms, bought today.

    Attributes:
        fee_per_meter_mw: Paid at date 0.
        quarters: How long it holds.
        leads: Lead times with it.
        capex_factor: Cost with it over the shell's.
    """

    fee_per_meter_mw: float
    quarters: int
    leads: tuple[Lead, ...]
    capex_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan.

    Attributes:
        name: For titles.
        currency: Of all money.
        quarters: Horizon.
        rate: Continuous discount rate per year, of the pricing measure.
        measure: What pricing drifts and rate are: risk-adjusted with a risk-free rate, or subjective with a cost of capital.
        tax_frac: On income; losses are used at once.
        hashprice: Money per PH and day.
        rent: Money per IT kilowatt and month of a new lease.
        corr: Correlation of the two.
        mining: The use that the megawatts have.
        shell: What is built.
        lease: What is signed.
        resting: Other ways out.
        rungs: Megawatts in the order in which they convert.
        builds_per_year: How many rungs may begin in a year: the limit of capital.
        network: The site's own weight.
        residual_per_meter_mw: What a connection is worth at the horizon, whatever stands on it.
        option: An option on the site that is offered, or None.
    """

    name: str
    currency: str
    quarters: int
    rate: float
    measure: str
    tax_frac: float
    hashprice: Driver
    rent: Driver
    corr: float
    mining: Mining
    shell: Shell
    lease: Lease
    resting: Resting
    rungs: tuple[Rung, ...]
    builds_per_year: int
    network: Network
    residual_per_meter_mw: float
    option: SiteOption | None = None

    def tax_shield_frac(self, leads: tuple[Lead, ...]) -> float:
        """Present value of the tax that write-offs spare, over the cost: each at the end of its year of operation."""
        years = np.arange(1, len(self.shell.written_off) + 1)
        spared = float((np.array(self.shell.written_off) * np.exp(-self.rate * years)).sum()) * self.tax_frac
        return spared * sum(
            lead.probability * float(np.exp(-self.rate * STEP_YEARS * lead.quarters)) for lead in leads
        )

    def spending_frac(self, leads: tuple[Lead, ...]) -> float:
        """Present value of a cost that is spent evenly over the quarters of building, over the cost."""
        return sum(
            lead.probability
            * float(np.exp(-self.rate * STEP_YEARS * np.arange(max(lead.quarters, 1))).mean())
            for lead in leads
        )

    @property
    def meter_mw(self) -> float:
        """All megawatts of the ladder."""
        return sum(rung.meter_mw for rung in self.rungs)

    def drivers(self, *, world: bool = False) -> Drivers:
        """Hashprice and rent under one of the measures."""
        courses = [d.world if world else d.pricing for d in (self.hashprice, self.rent)]
        table: Floats = np.array([[1.0, self.corr], [self.corr, 1.0]])
        return drivers(courses, table, step_years=STEP_YEARS, dates=self.quarters)
