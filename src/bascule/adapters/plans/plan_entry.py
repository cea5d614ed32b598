"""A whole plan file, and what its parts say together."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, PlainValidator

from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Entry, Name, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_term import When
from bascule.adapters.plans.cloud_entry import CloudEntry
from bascule.adapters.plans.process_entry import MEASURES, DriversEntry
from bascule.adapters.plans.risk_entries import (
    DRIVERS,
    FundingEntry,
    HedgeEntry,
    ParameterErrorEntry,
    WorldEntry,
    driver_name,
)
from bascule.adapters.plans.shell_entries import ShellEntry, late_findings, lead_findings
from bascule.adapters.plans.stated import Currency
from bascule.adapters.plans.terms_entries import (
    LadderEntry,
    LeaseEntry,
    MachinesEntry,
    MiningEntry,
    NetworkEntry,
    OptionEntry,
    RestingEntry,
)
from bascule.adapters.plans.unit import REQUIRED, of_unit
from bascule.model.series import Floats
from bascule.study.calibration.nearest_correlation import is_correlation, nearest_correlation
from bascule.study.conversion.case import QUARTERS
from bascule.study.conversion.plan_drivers import (
    CONTRACT,
    DRIVER_NAMES,
    POWER,
    SPOT,
    Beyond,
    Driver,
    power_driver,
)
from bascule.study.plan.taxes import LossRule
from bascule.study.switching.courses import Given
from bascule.study.switching.problem import MOST_DRIVERS

MERIT, PROGRAM = "merit", "program"
POWER_NAME: Final = DRIVER_NAMES[POWER]
DEFAULT_HASHPRICE: Final = (*range(0, 60, 3), *range(60, 140, 5), 140, 160, 200)
DEFAULT_POWER: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0)
"""Nodes by which the bundled sites' margins are met within 0.15 % of their range (half that or less in Texas)."""

Numbers = list[Annotated[float, Field(ge=0, le=1e6)]]


def _measure(value: object) -> str:
    if value not in MEASURES:
        raise complaint(f"must be one of: {', '.join(MEASURES)}")
    return str(value)


class MeasureEntry(Entry):
    """Which drifts and which rate make values."""

    kind: Annotated[str, PlainValidator(_measure)] = Field(
        description="subjective (with wacc_frac) or risk_adjusted (with risk_free_frac)"
    )
    wacc_frac: Annotated[float, Field(gt=0, le=1)] | None = of_unit(
        "per year", "cost of capital, of the subjective measure"
    )
    risk_free_frac: Annotated[float, Field(ge=0, le=1)] | None = of_unit(
        "per year", "risk-free rate, of the risk-adjusted measure"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """The rate of the other measure."""
        del zone
        right, wrong = (
            ("wacc_frac", "risk_free_frac") if self.kind == "subjective" else ("risk_free_frac", "wacc_frac")
        )
        if getattr(self, right) is None:
            yield Finding(path=(right,), hint=f"is missing: {self.kind} drifts are discounted at it")
        if getattr(self, wrong) is not None:
            hint = f"belongs to the other measure: {self.kind} takes {right} alone"
            yield Finding(path=(wrong,), value=f"{getattr(self, wrong):g}", hint=hint)

    @property
    def rate_frac(self) -> float:
        """Per year, once its findings are none."""
        return (self.wacc_frac if self.kind == "subjective" else self.risk_free_frac) or 0.0


class MarketEntry(Entry):
    """Prices of the site's margins."""

    files: list[Name] = Field(min_length=1, description="data or market files, or one embedded: spec")
    from_: When = Field(alias="from", description="first moment, ISO, local to the site")
    to: When = Field(description="first moment no longer taken, ISO, local to the site")


def _way(value: object) -> str:
    if value not in (MERIT, PROGRAM):
        raise complaint(f"must be {MERIT} (closed form) or {PROGRAM} (with what couples in time, slower)")
    return str(value)


class MarginsEntry(Entry):
    """Where and how the site's margin is sampled."""

    by: Annotated[str, PlainValidator(_way)] = Field(
        default=MERIT, description="merit (closed form) or program (with what couples in time, slower)"
    )
    hashprice: Numbers = of_unit(
        "$/PH/day", "nodes of hashprice, rising", list(map(float, DEFAULT_HASHPRICE))
    )
    power_scale: Numbers = of_unit(
        "of the market's prices", "nodes of the power level, rising", list(DEFAULT_POWER)
    )
    ai_scale: Numbers = of_unit("of today's AI prices", "nodes of the level of AI prices, rising", [1.0])

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Nodes that do not rise."""
        del zone
        for name, least in (("hashprice", 2), ("power_scale", 1), ("ai_scale", 1)):
            nodes = getattr(self, name)
            if len(nodes) < least or any(a >= b for a, b in pairwise(nodes)):
                yield Finding(path=(name,), value="[...]", hint=f"must be at least {least} rising numbers")


class CorrelationsEntry(Entry):
    """How the shocks of the drivers go together."""

    drivers: list[Annotated[str, PlainValidator(driver_name)]] = Field(description="order of the table")
    table: list[list[Annotated[float, Field(ge=-10, le=10)]]] = Field(
        description="symmetric, ones on the diagonal"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A table that cannot be."""
        del zone
        if len(set(self.drivers)) != len(self.drivers):
            yield Finding(path=("drivers",), value=", ".join(self.drivers), hint="must name each driver once")
            return
        yield from table_findings(self.table, len(self.drivers))

    def named_findings(self, stated: Collection[str]) -> Iterator[Finding]:
        """Drivers that are uncertain and not in the table, or the other way round; the power level may be left out."""
        missing, unknown = {*stated} - {*self.drivers}, {*self.drivers} - {*stated, POWER_NAME}
        if missing or unknown:
            hint = f"must name each driver of the plan: {', '.join(stated)}; {POWER_NAME} may be named too"
            yield Finding(path=("correlations", "drivers"), value=", ".join(self.drivers), hint=hint)

    @property
    def hashprice_rent(self) -> float:
        """The correlation of the first two drivers."""
        first, second = (self.drivers.index(name) for name in DRIVER_NAMES[:2])
        return self.table[first][second]

    def whole(self) -> Floats:
        """Of all six drivers in the order of their numbers; what is not in the table is independent."""
        found, at = np.eye(len(DRIVER_NAMES)), [DRIVERS[name] for name in self.drivers]
        found[np.ix_(at, at)] = self.table
        return found


def table_findings(table: list[list[float]], count: int) -> Iterator[Finding]:
    """What is wrong with a table of correlations; an impossible one with the nearest that is possible."""
    if len(table) != count or any(len(row) != count for row in table):
        yield Finding(path=("table",), value="[...]", hint=f"must be {count} rows of {count} numbers")
        return
    matrix = np.array(table, dtype=np.float64)
    if not np.allclose(matrix, matrix.T) or not np.allclose(np.diag(matrix), 1.0):
        yield Finding(path=("table",), value="[...]", hint="must be symmetric with ones along its diagonal")
    elif not is_correlation(matrix):
        least, near = float(np.linalg.eigvalsh(matrix)[0]), nearest_correlation(matrix)
        rows = ", ".join("[" + ", ".join(f"{x + 0.0:.4g}" for x in row) + "]" for row in near)
        hint = (
            f"is impossible: not positive semidefinite (least eigenvalue {least:.3g});"
            f" the nearest possible table is [{rows}]"
        )
        yield Finding(path=("table",), value="[...]", hint=hint)


class PlanEntry(Entry):
    """A whole file."""

    name: Name = Field(description="what people call the plan")
    currency: Currency = Field(description="EUR or USD; every amount of the file is in it")
    as_of: Day = Field(description="day for which the plan speaks")
    site: Name = Field(description="bundled site (texas_mining, france_mining), or path of a site file")
    market: MarketEntry = Field(description="prices of the site's margins")
    margins: MarginsEntry = Field(default_factory=MarginsEntry, description="where the margin is sampled")
    horizon_years: Annotated[int, Field(ge=1, le=60)] = of_unit("years", "how far the plan looks", REQUIRED)
    tax_frac: Annotated[float, Field(ge=0, lt=1)] = of_unit("", "tax on income", REQUIRED)
    measure: MeasureEntry = Field(description="which drifts and which rate make values")
    drivers: DriversEntry = Field(description="hashprice and rent")
    correlations: CorrelationsEntry = Field(description="of the drivers' shocks")
    mining: MiningEntry = Field(description="the use that the megawatts have")
    shell: ShellEntry = Field(description="what is built")
    lease: LeaseEntry = Field(description="what a tenant signs")
    resting: RestingEntry = Field(description="mothballing and selling")
    ladder: LadderEntry = Field(description="megawatts in the order in which they convert")
    network: NetworkEntry = Field(description="the Bitcoin network around the site")
    residual_per_meter_mw: Annotated[float, Field(ge=-1e9, le=1e9)] = of_unit(
        "$/meter MW", "what a connection is worth at the horizon", REQUIRED
    )
    machines: MachinesEntry | None = Field(
        default=None, description="what the machines sell for second-hand; nothing where it is left out"
    )
    option: OptionEntry | None = Field(default=None, description="an option on the site that is offered")
    funding: FundingEntry = Field(description="cash and debt")
    world: WorldEntry = Field(description="what else is uncertain")
    hedges: list[HedgeEntry] = Field(default_factory=list, description="hashrate and rent sold forward")
    cloud: CloudEntry | None = Field(
        default=None, description="accelerators that the owner may put into a shell in place of a tenant"
    )
    parameter_errors: list[ParameterErrorEntry] = Field(
        default_factory=list, description="how far inputs may be from the truth, as a calibration says"
    )

    @property
    def quarters(self) -> int:
        """The horizon in decision dates."""
        return self.horizon_years * QUARTERS

    def has(self, *names: str) -> bool:
        """Whether these parts are there: of a file that is wrong elsewhere some may not be."""
        return all(name in self.__dict__ for name in names)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """What two parts say against each other."""
        del zone
        if self.has("drivers", "measure"):
            for found in self.drivers.drift_findings(self.measure.kind):
                yield Finding(path=("drivers", *found.path), value=found.value, hint=found.hint)
        if self.has("drivers", "correlations"):
            yield from self.correlations.named_findings(self.drivers.stated)
        if self.has("drivers", "hedges"):
            yield from self._unstated_findings()
        if self.has("drivers", "world", "correlations"):
            yield from self._many_findings()
            yield from self._unobserved_findings()
        if self.has("horizon_years"):
            yield from self._late_findings()
        if self.option is not None:
            yield from lead_findings(self.option.leads, ("option", "leads"))
        if self.has("drivers", "margins"):
            yield from self._node_findings()
        if (
            self.has("funding", "currency")
            and self.funding.losses is LossRule.FRANCE
            and self.currency != "EUR"
        ):
            hint = "has its limits in EUR: take another rule, or a plan in EUR"
            yield Finding(path=("funding", "losses"), value=str(self.funding.losses), hint=hint)

    def _unstated_findings(self) -> Iterator[Finding]:
        """Drivers that something goes by and that the plan does not state."""
        if self.has("margins") and len(self.margins.ai_scale) > 1 and "gpu_spot" not in self.drivers.stated:
            hint = "is missing: margins.ai_scale follows the spot price of a GPU-hour"
            yield Finding(path=("drivers", "gpu_spot"), hint=hint)
        if self.cloud is not None:
            for name in DRIVER_NAMES[CONTRACT : SPOT + 1]:
                if name not in self.drivers.stated:
                    hint = "is missing: cloud sells GPU-hours, first under contract and then by the hour"
                    yield Finding(path=("drivers", name), hint=hint)
        for index, hedge in enumerate(self.hedges):
            if hedge.driver not in {*self.drivers.stated}:
                hint = f"is no driver of this plan, which has {', '.join(self.drivers.stated)}"
                yield Finding(path=("hedges", index, "driver"), value=hedge.driver, hint=hint)

    def _uncertain(self) -> list[str]:
        """Drivers of the plan's values that are uncertain."""
        stated = self.drivers.stated
        found = [name for name, one in stated.items() if one.pricing.sigma]
        wide = len(stated) > 2 or POWER_NAME in self.correlations.drivers
        return [*found, POWER_NAME] if wide and self.world.power_sd > 0 else found

    def _many_findings(self) -> Iterator[Finding]:
        """More uncertain drivers than least squares can tell apart."""
        uncertain = self._uncertain()
        if len(uncertain) > MOST_DRIVERS:
            hint = (
                f"at most {MOST_DRIVERS} drivers may be uncertain: set sigma of one (or world.power_sd) to 0"
            )
            yield Finding(path=("drivers",), value=", ".join(uncertain), hint=hint)

    def _unobserved_findings(self) -> Iterator[Finding]:
        """Uncertain drivers without a column of history: those of the plan would otherwise stand still on its paths."""
        past = self.world.history
        for name in () if past is None else self._uncertain():
            if past is not None and DRIVERS[name] not in past.columns.names:
                hint = "is missing: name the column of each uncertain driver, or leave history out"
                yield Finding(path=("world", "history", "columns", name), hint=hint)

    def beyond(self) -> Beyond | None:
        """What is uncertain besides hashprice and rent; None where nothing more is stated."""
        stated, named = self.drivers.stated, POWER_NAME in self.correlations.drivers
        if len(stated) == 2 and not named:
            return None
        known = Given(values=(1.0,) * self.quarters)
        same = Driver(pricing=known, world=known)
        gpu_contract, gpu_spot, capex = (
            stated[name].to_model(self.as_of, self.quarters) if name in stated else same
            for name in DRIVER_NAMES[CONTRACT:]
        )
        return Beyond(
            power=power_driver(self.world.power_sd, self.world.power_speed) or same,
            contract=gpu_contract,
            spot=gpu_spot,
            capex=capex,
            corr=self.correlations.whole(),
        )

    def _late_findings(self) -> Iterator[Finding]:
        """What lies beyond the horizon."""
        if self.has("shell"):
            yield from late_findings(self.shell.leads, self.quarters, ("shell", "leads"))
        if self.option is not None:
            yield from late_findings(self.option.leads, self.quarters, ("option", "leads"))
        for index, hedge in enumerate(self.hedges):
            if hedge.to_quarter > self.quarters:
                hint = f"must lie within the horizon of {self.quarters} quarters"
                yield Finding(path=("hedges", index, "to_quarter"), value=str(hedge.to_quarter), hint=hint)

    def _node_findings(self) -> Iterator[Finding]:
        levels = self.margins.power_scale
        if self.has("mining") and len(levels) > 1 and not levels[0] <= self.mining.power_scale <= levels[-1]:
            hint = f"must span the plan's level of power prices ({self.mining.power_scale:g})"
            yield Finding(
                path=("margins", "power_scale"), value=f"{levels[0]:g} to {levels[-1]:g}", hint=hint
            )
        start, nodes = self.drivers.hashprice.pricing.start, self.margins.hashprice
        if start is not None and nodes and not nodes[0] <= start <= nodes[-1]:
            hint = f"must span today's hashprice ({start:g})"
            yield Finding(path=("margins", "hashprice"), value=f"{nodes[0]:g} to {nodes[-1]:g}", hint=hint)
