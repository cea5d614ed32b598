"""Mining, lease, ways out, ladder, network and option of a plan file."""

from typing import Annotated

from pydantic import Field, PlainValidator

from bascule.adapters.files.site_entry import Entry, SomeMw, complaint
from bascule.adapters.plans.shell_entries import LeadEntry
from bascule.adapters.plans.unit import REQUIRED, of_unit
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.terms import Lease, Resting, Rung, SiteOption

Amount = Annotated[float, Field(ge=0, le=1e12)]
PerMw = Annotated[float, Field(ge=0, le=1e9)]
Factor = Annotated[float, Field(gt=0, le=100)]


def _builds(value: object) -> int:
    if isinstance(value, bool) or value not in (1, 2, 4):
        raise complaint("must be 1, 2 or 4: rungs begin on quarters that divide the year")
    return int(str(value))


class MiningEntry(Entry):
    """The use that the megawatts have."""

    fixed_per_meter_mw_year: PerMw = of_unit(
        "$/meter MW/year", "staff, hosting and upkeep whether it runs or not", REQUIRED
    )
    ageing_frac: Annotated[float, Field(ge=0, lt=1)] = of_unit(
        "per year", "share of the hashrate lost each year", REQUIRED
    )
    power_scale: Factor = of_unit("of the market's prices", "level of power prices", 1.0)


class LeaseEntry(Entry):
    """What a tenant signs."""

    term_years: Annotated[int, Field(ge=1, le=60)] = of_unit("years", "of the lease", REQUIRED)
    escalator_frac: Annotated[float, Field(ge=-0.5, le=1)] = of_unit("per year", "rise of the rent", REQUIRED)
    default_per_year: Annotated[float, Field(ge=0, le=10)] = of_unit(
        "1/year", "intensity of a tenant's default", REQUIRED
    )
    vacant_quarters: Annotated[int, Field(ge=0, le=400)] = of_unit("quarters", "until let again", REQUIRED)
    relet_frac: Annotated[float, Field(ge=0, le=5)] = of_unit(
        "of the market's rent", "rent after a default", REQUIRED
    )
    renewal_frac: Annotated[float, Field(ge=0, le=5)] = of_unit(
        "of the market's rent", "rent after the term; 0 leaves it empty", REQUIRED
    )

    def to_model(self) -> Lease:
        """The noun."""
        return Lease(**self.model_dump())


class RestingEntry(Entry):
    """Other ways out of mining."""

    mothball_per_meter_mw: PerMw = of_unit("$/meter MW", "cost of shutting down", REQUIRED)
    upkeep_per_meter_mw_year: PerMw = of_unit("$/meter MW/year", "of a mothballed site", REQUIRED)
    power_sold_per_meter_mw_year: PerMw = of_unit(
        "$/meter MW/year", "received for the connection's power or its right while a site is mothballed", 0.0
    )
    restart_per_meter_mw: PerMw = of_unit("$/meter MW", "cost of starting again", REQUIRED)
    sale_per_meter_mw: PerMw = of_unit("$/meter MW", "received when the site is given up", REQUIRED)

    def to_model(self) -> Resting:
        """The noun."""
        return Resting(
            mothball_cost=self.mothball_per_meter_mw,
            upkeep_per_year=self.upkeep_per_meter_mw_year - self.power_sold_per_meter_mw_year,
            restart_cost=self.restart_per_meter_mw,
            sale_price=self.sale_per_meter_mw,
        )


class MachinesEntry(Entry):
    """What the machines sell for second-hand."""

    resale_per_ph: PerMw = of_unit("$/PH/s", "price second-hand at today's hashprice", REQUIRED)
    elasticity: Annotated[float, Field(ge=0, le=5)] = of_unit("", "of the price in the hashprice", 1.0)
    decline_frac: Annotated[float, Field(ge=0, lt=1)] = of_unit(
        "per year", "fall of the price at an unchanged hashprice", REQUIRED
    )

    def to_model(self, hashprice: float) -> Machines:
        """The noun, for today's hashprice."""
        return Machines(**self.model_dump(), at_hashprice=hashprice)


class RungEntry(Entry):
    """Megawatts that convert together."""

    meter_mw: SomeMw = of_unit("meter MW", "how many", REQUIRED)
    capex_factor: Factor = of_unit("of shell.capex", "their cost over the shell's", 1.0)
    rent_factor: Factor = of_unit("of the market's rent", "their rent over the market's", 1.0)

    def to_model(self) -> Rung:
        """The noun."""
        return Rung(**self.model_dump())


class LadderEntry(Entry):
    """Megawatts in the order in which they convert."""

    builds_per_year: Annotated[int, PlainValidator(_builds)] = of_unit(
        "rungs/year", "how many may begin in a year: 1, 2 or 4", REQUIRED
    )
    rungs: list[RungEntry] = Field(min_length=1, max_length=20, description="in order")

    @property
    def meter_mw(self) -> float:
        """All of them."""
        return sum(rung.meter_mw for rung in self.rungs)


class NetworkEntry(Entry):
    """The Bitcoin network around the site."""

    network_eh_s: Annotated[float, Field(gt=0, le=100_000)] = of_unit("EH/s", "hashrate of all", REQUIRED)
    eta: Annotated[float, Field(ge=0, le=1000)] = of_unit("", "elasticity of the others' supply", REQUIRED)


class OptionEntry(Entry):
    """The right to convert on better terms, bought today."""

    fee_per_meter_mw: PerMw = of_unit("$/meter MW", "paid today", REQUIRED)
    quarters: Annotated[int, Field(ge=1, le=400)] = of_unit("quarters", "how long it holds", REQUIRED)
    leads: list[LeadEntry] = Field(min_length=1, description="lead times with it")
    capex_factor: Factor = of_unit("of shell.capex", "cost with it", 1.0)

    def to_model(self) -> SiteOption:
        """The noun."""
        return SiteOption(
            fee_per_meter_mw=self.fee_per_meter_mw,
            quarters=self.quarters,
            leads=tuple(lead.to_model() for lead in self.leads),
            capex_factor=self.capex_factor,
        )
