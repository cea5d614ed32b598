"""What a plan states. Money is in one currency; megawatts are at the meter unless a name says IT."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.cloud import Cloud
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.measures import refuse_measures
from bascule.study.conversion.plan_drivers import DRIVER_NAMES, Beyond, Driver
from bascule.study.conversion.refusal import refuse_unless
from bascule.study.conversion.terms import Lead, Lease, Mining, Network, Resting, Rung, Shell, SiteOption
from bascule.study.switching.drivers import Drivers, drivers
from bascule.study.switching.problem import refuse_many

QUARTERS: Final = 4
STEP_YEARS: Final = 1 / QUARTERS
KW_PER_MW: Final = 1000.0
MONTHS_PER_YEAR: Final = 12

_BUILDS: Final = (1, 2, 4)


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
        beyond: What else is uncertain; None for hashprice and rent alone.
        cloud: Accelerators that the owner may put into the shell in place of a tenant; None for tenants alone.
        machines: What the machines sell for second-hand, or None for nothing.
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
    beyond: Beyond | None = None
    cloud: Cloud | None = None
    machines: Machines | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be, drivers that mix more than drifts among them.

        Raises:
            ValueError: With every figure that is wrong in itself; then what is wrong with the drivers.
        """
        refuse_unless(
            self,
            {
                "quarters": (self.quarters >= 1, "must be at least 1"),
                "rate": (math.isfinite(self.rate), "must be a number"),
                "tax_frac": (0 <= self.tax_frac < 1, "must be a share from 0 to below 1"),
                "rungs": (bool(self.rungs), "must have at least one"),
                "builds_per_year": (
                    self.builds_per_year in _BUILDS,
                    "must be 1, 2 or 4: rungs begin on quarters that divide the year",
                ),
            },
        )
        names = DRIVER_NAMES[: 2 if self.beyond is None else None]
        refuse_measures(names, self.drivers(), self.drivers(world=True))
        refuse_many(self.drivers())
        if self.cloud is not None and self.beyond is None:
            raise ValueError(
                "accelerators need prices of a GPU-hour: state what lies beyond hashprice and rent"
            )

    def today(self, driver: int) -> float:
        """Level of a driver at date 0."""
        return float(self.drivers().base[driver, 0])

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
        """Hashprice and rent under one of the measures, or all six drivers where the plan says what lies beyond."""
        beyond = self.beyond
        every = (self.hashprice, self.rent, *(() if beyond is None else beyond.each))
        table: Floats = np.array([[1.0, self.corr], [self.corr, 1.0]]) if beyond is None else beyond.corr
        courses = [one.world if world else one.pricing for one in every]
        return drivers(courses, table, step_years=STEP_YEARS, dates=self.quarters)
