"""What a plan's megawatts do and may do: mining, shells, leases, ways out, and the ladder's rungs."""

import math
from dataclasses import dataclass
from typing import Final

from bascule.study.conversion.refusal import refuse_unless
from bascule.study.margins.surface import Surface

_SUMS_TO_ONE: Final = 1e-6
_CERTAIN: Final = "must be lead times whose probabilities sum to 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mining:
    """The use that the block has.

    Attributes:
        surface: Margin per year of the whole site by hashprice, power level and AI level, from the dispatch.
        connection_meter_mw: What the surface was sampled for.
        fixed_per_meter_mw_year: Staff, hosting and upkeep that hashing needs whether it runs or not.
        ageing_frac: Share of the hashrate that is lost each year.
        power_scale: Level of power prices.
        spot_today: Price of a GPU-hour at spot at which AI prices are today's, where the surface follows them.
    """

    surface: Surface
    connection_meter_mw: float
    fixed_per_meter_mw_year: float
    ageing_frac: float
    power_scale: float = 1.0
    spot_today: float = 1.0

    def __post_init__(self) -> None:
        """Refuse figures that no hall can have."""
        refuse_unless(
            self,
            {
                "connection_meter_mw": (0 < self.connection_meter_mw < math.inf, "must lie above zero"),
                "ageing_frac": (0 <= self.ageing_frac < 1, "must be a share from 0 to below 1"),
                "power_scale": (0 <= self.power_scale < math.inf, "must not be negative"),
                "spot_today": (0 < self.spot_today < math.inf, "must lie above zero"),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A time that building may take, in quarters from the decision, with its probability."""

    quarters: int
    probability: float

    def __post_init__(self) -> None:
        """Refuse what is no time or no probability."""
        refuse_unless(
            self,
            {
                "quarters": (self.quarters >= 0, "must not be negative"),
                "probability": (0 <= self.probability <= 1, "must lie between 0 and 1"),
            },
        )


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

    def __post_init__(self) -> None:
        """Refuse figures that no shell can have."""
        refuse_unless(
            self,
            {
                "pue": (1 <= self.pue < math.inf, "must be at least 1: IT power is a part of the meter's"),
                "capex_per_it_mw": (0 <= self.capex_per_it_mw < math.inf, "must not be negative"),
                "capex_sd_frac": (0 <= self.capex_sd_frac < math.inf, "must not be negative"),
                "leads": (_certain(self.leads), _CERTAIN),
                "written_off": (
                    min(self.written_off, default=-1) >= 0 and abs(sum(self.written_off) - 1) < _SUMS_TO_ONE,
                    "must be shares that sum to 1",
                ),
                "opex_frac": (0 <= self.opex_frac <= 1, "must lie between 0 and 1"),
            },
        )


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

    def __post_init__(self) -> None:
        """Refuse terms that nobody can sign."""
        refuse_unless(
            self,
            {
                "term_years": (self.term_years >= 0, "must not be negative"),
                "escalator_frac": (-1 < self.escalator_frac < math.inf, "must lie above -1"),
                "default_per_year": (0 <= self.default_per_year < math.inf, "must not be negative"),
                "vacant_quarters": (self.vacant_quarters >= 0, "must not be negative"),
                "relet_frac": (0 <= self.relet_frac < math.inf, "must not be negative"),
                "renewal_frac": (0 <= self.renewal_frac < math.inf, "must not be negative"),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Other ways out of mining, per meter megawatt.

    Attributes:
        mothball_cost: Of shutting down.
        upkeep_per_year: Of a mothballed site, less what its power or the right to it is sold for; negative where that is more.
        restart_cost: Of starting again.
        sale_price: Received for the connection when the site is given up.
    """

    mothball_cost: float
    upkeep_per_year: float
    restart_cost: float
    sale_price: float

    def __post_init__(self) -> None:
        """Refuse a pump of money."""
        refuse_unless(
            self,
            {
                "restart_cost": (
                    self.mothball_cost + self.restart_cost >= 0,
                    f"must not be less than -mothball_cost ({-self.mothball_cost:g}): stopping and starting would earn money",
                )
            },
        )


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

    def __post_init__(self) -> None:
        """Refuse megawatts that cannot convert."""
        refuse_unless(
            self,
            {
                "meter_mw": (0 < self.meter_mw < math.inf, "must lie above zero"),
                "capex_factor": (0 <= self.capex_factor < math.inf, "must not be negative"),
                "rent_factor": (0 <= self.rent_factor < math.inf, "must not be negative"),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The site's own weight in the network: what it switches off lifts the hashprice of what it keeps.

    Attributes:
        network_eh_s: Hashrate of all.
        site_eh_s: Of the whole site, which hashes behind the connection of the margins.
        eta: Elasticity of the others' supply.
    """

    network_eh_s: float
    site_eh_s: float
    eta: float

    def __post_init__(self) -> None:
        """Refuse a site that is more than its network, and a supply that falls with its price."""
        refuse_unless(
            self,
            {
                "network_eh_s": (0 < self.network_eh_s < math.inf, "must lie above zero"),
                "site_eh_s": (0 <= self.site_eh_s < self.network_eh_s, "must be a part of the network's"),
                "eta": (self.eta >= 0, "must not be negative"),
            },
        )


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

    def __post_init__(self) -> None:
        """Refuse a right that is none."""
        refuse_unless(
            self,
            {
                "quarters": (self.quarters >= 0, "must not be negative"),
                "leads": (_certain(self.leads), _CERTAIN),
                "capex_factor": (0 <= self.capex_factor < math.inf, "must not be negative"),
            },
        )


def _certain(leads: tuple[Lead, ...]) -> bool:
    return abs(sum(lead.probability for lead in leads) - 1) < _SUMS_TO_ONE
