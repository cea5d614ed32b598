"""What a hindcast states: site and lease, assumptions of every decision, and inputs with the days that made them known."""

from dataclasses import dataclass
from datetime import date

from bascule.chain.days import ChainDays
from bascule.study.conversion.terms import Lease, Shell
from bascule.study.hindcast.dated import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class RentCourse:
    """How a rent is assumed to move from the last known one on; a few press points give no estimate of it.

    Attributes:
        sigma: Volatility per year.
        drift: Of the level per year; without reversion.
        speed: Reversion to the last known rent per year; 0 for a walk with the drift.
        corr: Correlation with the hashprice.
    """

    sigma: float
    drift: float
    speed: float
    corr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HashpriceCourse:
    """How the hashprice is assumed to move from the last week's mean on; its volatility is estimated, its drift is not.

    Attributes:
        drift: Of the level per year between halvings, under the pricing measure: stated, never the one in sample.
        eta: Elasticity of supply, which decides what of a halving reaches the hashprice.
        window_years: Years before the date that the volatility is estimated from.
    """

    drift: float
    eta: float
    window_years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MiningTerms:
    """A meter megawatt that hashes.

    Attributes:
        fixed_per_meter_mw_year: Staff and upkeep.
        uptime_frac: Share of the hours in which it can run.
        pool_fee_frac: Of the income.
        ageing_frac: Share of the hashrate lost each year.
    """

    fixed_per_meter_mw_year: float
    uptime_frac: float
    pool_fee_frac: float
    ageing_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HindcastPlan:
    """Everything that is stated.

    Attributes:
        name: For titles.
        currency: Of all money.
        first_day: First decision.
        last_day: No decision after it.
        every_quarters: Quarters from one decision to the next.
        quarters: Horizon of each decision.
        rate: Continuous discount rate per year.
        measure: What drifts and rate are.
        tax_frac: On income; losses are used at once.
        hashprice: Its course.
        rent: Its course.
        mining: The use that the megawatt has.
        shell: What is built; its cost is that of ``capex``.
        lease: What is signed.
        power: Money per MWh at the meter, all in.
        fleet: J/TH at the meter.
        capex: Money per IT megawatt.
        rents: Money per IT kilowatt and month: what was known of rents, told one by one.
        context: Other dated figures that are shown and decide nothing, such as prices of GPU-hours.
    """

    name: str
    currency: str
    first_day: date
    last_day: date
    every_quarters: int
    quarters: int
    rate: float
    measure: str
    tax_frac: float
    hashprice: HashpriceCourse
    rent: RentCourse
    mining: MiningTerms
    shell: Shell
    lease: Lease
    power: Dated
    fleet: Dated
    capex: Dated
    rents: tuple[Dated, ...]
    context: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known on a day, and nothing else.

    Attributes:
        day: The day.
        days: Days of the network before it.
        power: As stated by then.
        fleet: As stated by then.
        capex: As stated by then.
        rent: As stated by then.
    """

    day: date
    days: ChainDays
    power: Dated
    fleet: Dated
    capex: Dated
    rent: Dated
