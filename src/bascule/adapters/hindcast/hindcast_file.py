"""Hindcast files: everything that is wrong at once, then the plan."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.entry_document import entry_of
from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Entry, Frac, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.hindcast.dated_entry import ContextEntry, NamedPointsEntry, PointsEntry
from bascule.study.conversion.case import QUARTERS
from bascule.study.conversion.terms import Lead, Lease, Shell
from bascule.study.hindcast.plan import HashpriceCourse, HindcastPlan, MiningTerms, RentCourse

Rate = Annotated[float, Field(ge=-1, le=1)]
Sigma = Annotated[float, Field(gt=0, le=3)]


class DecisionsEntry(Entry):
    """When to decide."""

    first: Day = Field(description="first decision: the first day of a month")
    last: Day = Field(description="no decision after it")
    every: Literal["quarter", "half_year", "year"] = Field(default="quarter", description="how often")
    horizon_years: Annotated[int, Field(ge=2, le=30)] = Field(description="of each decision")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A first day inside a month, a last before the first."""
        del zone
        if self.first.day != 1:
            yield Finding(
                path=("first",), value=self.first.isoformat(), hint="must be the first day of a month"
            )
        if self.last < self.first:
            yield Finding(
                path=("last",), value=self.last.isoformat(), hint="must not come before the first decision"
            )


class MoneyEntry(Entry):
    """How money is counted."""

    measure: Literal["subjective", "risk_adjusted"] = Field(description="what drifts and rate are")
    discount_rate: Annotated[float, Field(gt=0, le=1)] = Field(description="per year, compounded yearly")
    tax_frac: Frac = Field(description="on income")


class HashpriceEntry(Entry):
    """Assumptions on the hashprice."""

    drift_per_year: Rate = Field(description="of the level between halvings, under the measure")
    supply_eta: Annotated[float, Field(ge=0, le=20)] = Field(
        description="elasticity of hashrate to hashprice"
    )
    window_years: Annotated[float, Field(ge=0.5, le=15)] = Field(
        default=3.0, description="before each date, for the volatility"
    )

    def to_model(self) -> HashpriceCourse:
        """The noun."""
        return HashpriceCourse(drift=self.drift_per_year, eta=self.supply_eta, window_years=self.window_years)


class RentEntry(Entry):
    """Assumptions on the rent of new leases."""

    volatility: Sigma = Field(description="per square root of a year")
    drift_per_year: Rate = Field(default=0.0, description="of the level; without reversion")
    reversion_per_year: Annotated[float, Field(ge=0, le=10)] = Field(
        default=0.0, description="to the last known rent; 0 for a walk"
    )
    hashprice_correlation: Annotated[float, Field(gt=-1, lt=1)] = Field(description="of their shocks")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A drift of a rent that reverts."""
        del zone
        if self.reversion_per_year > 0 and self.drift_per_year != 0:
            hint = "a rent that reverts has no drift: leave one of the two out"
            yield Finding(path=("drift_per_year",), value=f"{self.drift_per_year:g}", hint=hint)

    def to_model(self) -> RentCourse:
        """The noun."""
        return RentCourse(
            sigma=self.volatility,
            drift=self.drift_per_year,
            speed=self.reversion_per_year,
            corr=self.hashprice_correlation,
        )


class MiningEntry(Entry):
    """A meter megawatt that hashes."""

    fixed_usd_per_meter_mw_year: Annotated[float, Field(ge=0, le=1e7)] = Field(description="staff and upkeep")
    uptime_frac: Annotated[float, Field(gt=0, le=1)] = Field(description="of the hours")
    pool_fee_frac: Annotated[float, Field(ge=0, lt=0.5)] = Field(description="of the income")
    ageing_frac: Annotated[float, Field(ge=0, lt=1)] = Field(description="of the hashrate per year")

    def to_model(self) -> MiningTerms:
        """The noun."""
        return MiningTerms(
            fixed_per_meter_mw_year=self.fixed_usd_per_meter_mw_year,
            uptime_frac=self.uptime_frac,
            pool_fee_frac=self.pool_fee_frac,
            ageing_frac=self.ageing_frac,
        )


class LeadEntry(Entry):
    """A time that building may take."""

    quarters: Annotated[int, Field(ge=1, le=40)] = Field(description="from the decision")
    probability: Annotated[float, Field(gt=0, le=1)] = Field(description="of it")


class ShellEntry(Entry):
    """What is built; its cost is dated."""

    pue: Annotated[float, Field(ge=1, le=3)] = Field(description="meter over IT power")
    leads: Annotated[list[LeadEntry], Field(min_length=1)] = Field(description="building times")
    written_off_years: Annotated[int, Field(ge=1, le=40)] = Field(description="straight line, for tax")
    opex_frac: Annotated[float, Field(ge=0, lt=1)] = Field(description="of the rent that the owner spends")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Probabilities that do not add up."""
        del zone
        total = sum(lead.probability for lead in self.leads)
        if abs(total - 1) > 1e-9:
            yield Finding(path=("leads",), value=f"{total:g}", hint="probabilities must add up to 1")

    def to_model(self) -> Shell:
        """The noun, its cost still open."""
        years = self.written_off_years
        return Shell(
            pue=self.pue,
            capex_per_it_mw=0.0,
            capex_sd_frac=0.0,
            leads=tuple(Lead(quarters=lead.quarters, probability=lead.probability) for lead in self.leads),
            written_off=(1 / years,) * years,
            opex_frac=self.opex_frac,
        )


class LeaseEntry(Entry):
    """What a tenant signs."""

    term_years: Annotated[int, Field(ge=1, le=30)] = Field(description="from the first quarter of operation")
    escalator_frac: Annotated[float, Field(ge=0, le=0.2)] = Field(description="per year")
    default_per_year: Annotated[float, Field(ge=0, le=1)] = Field(
        description="intensity of a tenant's default"
    )
    vacant_quarters: Annotated[int, Field(ge=0, le=40)] = Field(description="after a default")
    relet_frac: Annotated[float, Field(ge=0, le=2)] = Field(description="next rent over the market's")
    renewal_frac: Annotated[float, Field(ge=0, le=2)] = Field(
        description="rent after the term over the market's"
    )

    def to_model(self) -> Lease:
        """The noun."""
        return Lease(**self.model_dump())


class HindcastEntry(Entry):
    """A whole file."""

    name: Name = Field(description="what people call it")
    currency: Literal["USD"] = Field(description="USD: hashprice is computed in it")
    decisions: DecisionsEntry = Field(description="when")
    money: MoneyEntry = Field(description="how money is counted")
    hashprice: HashpriceEntry = Field(description="assumptions on it")
    rent: RentEntry = Field(description="assumptions on the rent of new leases")
    mining: MiningEntry = Field(description="the use today")
    shell: ShellEntry = Field(description="what is built")
    lease: LeaseEntry = Field(description="what is signed")
    power_usd_per_mwh: PointsEntry = Field(description="at the meter, all in")
    fleet_j_per_th: PointsEntry = Field(description="at the meter, of the fleet that a site of the day has")
    capex_usd_per_it_mw: PointsEntry = Field(description="of the shell")
    rents_usd_per_it_kw_month: Annotated[list[NamedPointsEntry], Field(min_length=1, max_length=4)] = Field(
        description="series of rents, told one by one"
    )
    context: list[ContextEntry] = Field(default_factory=list, description="shown, decides nothing")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Building that outlasts the horizon, series with one name."""
        del zone
        longest, quarters = (
            max(lead.quarters for lead in self.shell.leads),
            self.decisions.horizon_years * QUARTERS,
        )
        if longest >= quarters:
            hint = f"must be shorter than the horizon of {quarters} quarters"
            yield Finding(path=("shell", "leads"), value=str(longest), hint=hint)
        names = [one.name for one in self.rents_usd_per_it_kw_month]
        if len(set(names)) != len(names):
            yield Finding(path=("rents_usd_per_it_kw_month",), hint="give each series a name of its own")

    def to_model(self) -> HindcastPlan:
        """The noun."""
        return HindcastPlan(
            name=self.name,
            currency=self.currency,
            first_day=self.decisions.first,
            last_day=self.decisions.last,
            every_quarters={"quarter": 1, "half_year": 2, "year": QUARTERS}[self.decisions.every],
            quarters=self.decisions.horizon_years * QUARTERS,
            rate=math.log1p(self.money.discount_rate),
            measure=self.money.measure,
            tax_frac=self.money.tax_frac,
            hashprice=self.hashprice.to_model(),
            rent=self.rent.to_model(),
            mining=self.mining.to_model(),
            shell=self.shell.to_model(),
            lease=self.lease.to_model(),
            power=self.power_usd_per_mwh.dated("power price", "USD/MWh"),
            fleet=self.fleet_j_per_th.dated("fleet efficiency", "J/TH"),
            capex=self.capex_usd_per_it_mw.dated("cost of a shell", "USD/IT MW"),
            rents=tuple(one.dated(one.name, "USD/IT kW/month") for one in self.rents_usd_per_it_kw_month),
            context=tuple(one.dated(one.name, one.unit) for one in self.context),
        )


def read_hindcast(path: Path) -> HindcastPlan:
    """Read a hindcast file.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return hindcast_of(read_document(path))


def hindcast_of(document: Document) -> HindcastPlan:
    """The plan of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    return entry_of(document, HindcastEntry).to_model()
