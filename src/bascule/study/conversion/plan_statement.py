"""A plan as its file states it, before the margins of its site are known."""

from dataclasses import dataclass, replace
from datetime import datetime

from bascule.chain.statement import Standing
from bascule.model.site import Site
from bascule.study.conversion.case import QUARTERS, Case
from bascule.study.conversion.cloud import Cloud
from bascule.study.conversion.finance import Funding, Hedge, World
from bascule.study.conversion.machines import Machines
from bascule.study.conversion.plan_drivers import Beyond, Driver
from bascule.study.conversion.sensitivity import ParameterError
from bascule.study.conversion.terms import Lease, Mining, Network, Resting, Rung, Shell, SiteOption
from bascule.study.margins.surface import Surface
from bascule.study.project.terms import WriteOff
from bascule.units import TH_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A figure of a plan with who says it.

    Attributes:
        name: Its path in the file.
        value: The figure.
        unit: In words; empty for a pure number.
        source: Who says so.
        as_of: Day of the source, ISO.
        stale_after: Last day for which it can be relied on, ISO; empty where nobody says.
        standing: Filing, press, computed or an assumption.
        remark: What is doubtful, or empty.
    """

    name: str
    value: float
    unit: str
    source: str
    as_of: str
    stale_after: str
    standing: Standing
    remark: str = ""

    @property
    def cited(self) -> str:
        """Who says so, and what is doubtful about it."""
        return f"{self.source} ({self.remark})" if self.remark else self.source

    def stale(self, today: str) -> bool:
        """Whether it is older than it may be used on an ISO day."""
        return bool(self.stale_after) and today > self.stale_after


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPeriod:
    """Where the prices of the site's margins come from.

    Attributes:
        files: Data files, market files or one ``embedded:`` spec.
        start: First instant, UTC.
        end: Instant after the last.
    """

    files: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginNodes:
    """Where the site's margin is sampled.

    Attributes:
        hashprice: Money per PH and day, rising.
        power_scale: Levels of power prices, rising.
        ai_scale: Levels of AI prices, rising; one alone where the margin does not follow them.
        spot_today: Price of a GPU-hour at spot for which these levels are 1.
        by_program: Whether the program is asked, with what couples in time, or the closed form by merit order.
    """

    hashprice: tuple[float, ...]
    power_scale: tuple[float, ...]
    ai_scale: tuple[float, ...] = (1.0,)
    spot_today: float = 1.0
    by_program: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan without its margins.

    Attributes:
        file: Name of the file, for messages.
        name: For titles.
        currency: Of all money.
        as_of: Day for which the plan speaks, ISO.
        site: The hashing site.
        market: Prices of its margins.
        nodes: Where its margin is sampled.
        horizon_years: How far the plan looks.
        measure: ``subjective`` or ``risk_adjusted``: what pricing drifts and rate are.
        rate: Continuous discount rate per year.
        tax_frac: On income.
        hashprice: Money per PH and day.
        rent: Money per IT kilowatt and month.
        corr: Correlation of the two.
        fixed_per_meter_mw_year: Of hashing, whether it runs or not.
        ageing_frac: Share of the hashrate lost each year.
        power_scale: Level of power prices.
        shell: What is built.
        write_offs: How its cost is written off for tax.
        lease: What is signed.
        resting: Other ways out.
        rungs: Megawatts in the order in which they convert.
        builds_per_year: How many rungs may begin in a year.
        network_eh_s: Hashrate of all.
        eta: Elasticity of the others' supply.
        residual_per_meter_mw: What a connection is worth at the horizon.
        option: An option on the site that is offered, or None.
        beyond: What is uncertain besides hashprice and rent, or None.
        cloud: Accelerators that may stand in a shell in place of a tenant, or None.
        machines: What the machines sell for second-hand, or None for nothing.
        funding: Cash and debt.
        world: What else is uncertain.
        hedges: Hashrate and rent sold forward.
        parameter_errors: How far inputs may be from the truth.
        assumptions: Every figure with who says it.
    """

    file: str
    name: str
    currency: str
    as_of: str
    site: Site
    market: MarketPeriod
    nodes: MarginNodes
    horizon_years: int
    measure: str
    rate: float
    tax_frac: float
    hashprice: Driver
    rent: Driver
    corr: float
    fixed_per_meter_mw_year: float
    ageing_frac: float
    power_scale: float
    shell: Shell
    write_offs: tuple[WriteOff, ...]
    lease: Lease
    resting: Resting
    rungs: tuple[Rung, ...]
    builds_per_year: int
    network_eh_s: float
    eta: float
    residual_per_meter_mw: float
    option: SiteOption | None
    beyond: Beyond | None
    cloud: Cloud | None
    machines: Machines | None
    funding: Funding
    world: World
    hedges: tuple[Hedge, ...]
    parameter_errors: tuple[ParameterError, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def quarters(self) -> int:
        """The horizon in decision dates."""
        return self.horizon_years * QUARTERS

    @property
    def meter_mw(self) -> float:
        """All megawatts of the ladder."""
        return sum(rung.meter_mw for rung in self.rungs)

    @property
    def site_eh_s(self) -> float:
        """Hashrate of the whole site with every machine that can run at its top point."""
        return sum(fleet.devices * fleet.hull().top_yield for fleet in self.site.fleets) / TH_PER_EH

    def stale(self, today: str) -> tuple[Assumption, ...]:
        """Figures that may no longer be relied on.

        Args:
            today: ISO day.
        """
        return tuple(row for row in self.assumptions if row.stale(today))


def played_on(plan: PlanFile, paths: int | None, seed: int | None) -> PlanFile:
    """The plan on other random paths, which its table of assumptions then names.

    Args:
        plan: What the file states.
        paths: How many; None for the plan's.
        seed: Of the random numbers; None for the plan's.
    """
    asked = {name: value for name, value in (("paths", paths), ("seed", seed)) if value is not None}
    rows = tuple(
        replace(row, value=float(asked[row.name.removeprefix("world.")]), source="asked for at the run")
        if row.name.removeprefix("world.") in asked and row.name.startswith("world.")
        else row
        for row in plan.assumptions
    )
    world = replace(
        plan.world, paths=asked.get("paths", plan.world.paths), seed=asked.get("seed", plan.world.seed)
    )
    return replace(plan, world=world, assumptions=rows)


def case_of(plan: PlanFile, surface: Surface, site_eh_s: float) -> Case:
    """The plan with its margins.

    A ladder of fewer megawatts than the site has is a plan for its part of the site and of its hashrate, by its share of the
    connection.

    Args:
        plan: What the file states.
        surface: Margin of the whole site.
        site_eh_s: Hashrate of the whole site.
    """
    connection = plan.site.grid.import_limit_mw
    return Case(
        name=plan.name,
        currency=plan.currency,
        quarters=plan.quarters,
        rate=plan.rate,
        measure=plan.measure,
        tax_frac=plan.tax_frac,
        hashprice=plan.hashprice,
        rent=plan.rent,
        corr=plan.corr,
        mining=Mining(
            surface=surface,
            connection_meter_mw=connection,
            fixed_per_meter_mw_year=plan.fixed_per_meter_mw_year,
            ageing_frac=plan.ageing_frac,
            power_scale=plan.power_scale,
            spot_today=plan.nodes.spot_today,
        ),
        shell=plan.shell,
        lease=plan.lease,
        resting=plan.resting,
        rungs=plan.rungs,
        builds_per_year=plan.builds_per_year,
        network=Network(
            network_eh_s=plan.network_eh_s,
            site_eh_s=site_eh_s,
            eta=plan.eta,
        ),
        residual_per_meter_mw=plan.residual_per_meter_mw,
        option=plan.option,
        beyond=plan.beyond,
        cloud=plan.cloud,
        machines=plan.machines,
    )
