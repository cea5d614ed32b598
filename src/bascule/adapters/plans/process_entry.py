"""Drivers of a plan: hashprice and rent, each under the pricing and the world measure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, PlainValidator

from bascule.adapters.files.site_entry import Entry, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.plans.unit import of_unit
from bascule.study.conversion.case import QUARTERS, STEP_YEARS
from bascule.study.conversion.hashprice_course import Supply, halvings_years, hashprice_course
from bascule.study.conversion.plan_drivers import Driver
from bascule.study.plan.process import Gbm, LogOu, Merton
from bascule.study.switching.courses import Course, Scaled

GBM, LOG_OU, MERTON, FROM_BTC = "gbm", "log_ou", "merton", "from_btc"
MEASURES: Final = ("subjective", "risk_adjusted")
REAL_WORLD: Final = "real_world"
HASHPRICE_NAME: Final = "hashprice"

_JUMPS: Final = ("jumps_per_year", "jump_mean", "jump_sd")
_NEEDS: Final = {
    GBM: ("start", "mu", "sigma"),
    LOG_OU: ("start", "level", "speed", "sigma"),
    MERTON: ("start", "mu", "sigma", *_JUMPS),
    FROM_BTC: ("start", "mu", "sigma", "eta", "technology_growth_per_year", "fees_frac"),
}
_MAY: Final = {FROM_BTC: ("halvings_years", *_JUMPS), LOG_OU: ("technology_drift_per_year",)}
_SHARED: Final = (
    "kind",
    "start",
    "sigma",
    *_JUMPS,
    "speed",
    "eta",
    "technology_growth_per_year",
    "fees_frac",
)


def _kind(value: object) -> str:
    if value not in _NEEDS:
        raise complaint(f"must be one of: {', '.join(_NEEDS)}")
    return str(value)


def _drift(value: object) -> str:
    if value not in (*MEASURES, REAL_WORLD):
        raise complaint(f"must be one of: {', '.join((*MEASURES, REAL_WORLD))}")
    return str(value)


def _volatility(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise complaint("must be a number")
    if not 0 <= value <= 10:
        raise complaint("must be between 0 and 10: a volatility per square root of a year is not negative")
    return float(value)


Above = Annotated[float, Field(gt=0, le=1e6)]
Rate = Annotated[float, Field(ge=-5, le=5)]


class ProcessEntry(Entry):
    """One process under one measure."""

    kind: Annotated[str, PlainValidator(_kind)] = Field(
        description="gbm, log_ou, merton or from_btc (hashprice only)"
    )
    drift: Annotated[str, PlainValidator(_drift)] | None = Field(
        default=None, description="of which measure its drift is: subjective, risk_adjusted or real_world"
    )
    start: Above | None = of_unit("@", "value today")
    mu: Rate | None = of_unit("1/year", "drift of the level per year (from_btc: of the price of bitcoin)")
    level: Above | None = of_unit("@", "stationary mean that it reverts to")
    speed: Annotated[float, Field(gt=0, le=100)] | None = of_unit("1/year", "reversion per year")
    sigma: Annotated[float, PlainValidator(_volatility)] | None = of_unit(
        "per square root of a year", "volatility, without jumps (from_btc: of the price of bitcoin)"
    )
    jumps_per_year: Annotated[float, Field(ge=0, le=366)] | None = of_unit(
        "1/year", "jumps that are expected (from_btc: of the price of bitcoin)"
    )
    jump_mean: Annotated[float, Field(ge=-2, le=2)] | None = of_unit(
        "of the logarithm", "mean of a jump (from_btc: of the price of bitcoin)"
    )
    jump_sd: Annotated[float, Field(ge=0, le=2)] | None = of_unit(
        "of the logarithm", "standard deviation of a jump (from_btc: of the price of bitcoin)"
    )
    eta: Annotated[float, Field(ge=0, le=1000)] | None = of_unit("", "elasticity of the hashrate offered")
    technology_growth_per_year: Rate | None = of_unit("1/year", "growth of hashrate at unchanged revenue")
    fees_frac: Annotated[float, Field(ge=0, le=1)] | None = of_unit("", "fees over the reward of a block")
    technology_drift_per_year: Rate | None = of_unit(
        "1/year",
        "growth of today's value and of the level that it reverts to, as generations follow each other",
    )
    halvings_years: list[Annotated[float, Field(gt=0, le=100)]] | None = of_unit(
        "years", "years from as_of to each halving; without it, estimated"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Figures that its kind needs or does not know."""
        del zone
        may = (*_NEEDS[self.kind], *_MAY.get(self.kind, ()), "kind", "drift")
        for name, field in type(self).model_fields.items():
            if name in _NEEDS[self.kind] and getattr(self, name) is None:
                yield Finding(path=(name,), hint=f"is missing: {field.description}")
            if name not in may and getattr(self, name) is not None:
                hint = f"is not known to {self.kind}, which has {', '.join(_NEEDS[self.kind])}: remove it"
                yield Finding(path=(name,), value=str(getattr(self, name)), hint=hint)
        if self.kind in {MERTON, FROM_BTC}:
            yield from self._jump_findings()

    def _jump_findings(self) -> Iterator[Finding]:
        """Jumps that are half stated, or that come to a path which stands still between them."""
        sizes = [getattr(self, name) for name in _JUMPS]
        for name, value in zip(_JUMPS, sizes, strict=True):
            if self.kind == FROM_BTC and value is None and any(other is not None for other in sizes):
                hint = f"is missing: jumps of the price are {', '.join(_JUMPS)}, all of them or none"
                yield Finding(path=(name,), hint=hint)
        if self.sigma == 0 and self.jumps_per_year and (self.jump_mean or self.jump_sd):
            hint = f"must lie above zero beside jumps: a {self.kind} path does not stand still between them"
            yield Finding(path=("sigma",), value="0", hint=hint)

    def course(self, as_of: date, quarters: int) -> Course:
        """The noun, once its findings are none."""
        given: dict[str, Any] = {name: getattr(self, name) for name in _NEEDS[self.kind]}
        if self.kind == GBM:
            return Gbm(**given)
        if self.kind == LOG_OU:
            drift, process = self.technology_drift_per_year, LogOu(**given)
            return process if drift is None else Scaled(process=process, factors=_steady(drift, quarters))
        if self.kind == MERTON:
            return Merton(**given)
        start, price = given.pop("start"), self._price(given.pop("mu"), given.pop("sigma"))
        supply = Supply(**given, halvings_years=self._halvings(as_of, quarters))
        return hashprice_course(start, price, supply, step_years=STEP_YEARS, dates=quarters)

    def _price(self, mu: float, sigma: float) -> Gbm | Merton:
        """The price of bitcoin; its level does not matter."""
        if self.jumps_per_year is None:
            return Gbm(start=1.0, mu=mu, sigma=sigma)
        jumps: dict[str, Any] = {name: getattr(self, name) for name in _JUMPS}
        return Merton(start=1.0, mu=mu, sigma=sigma, **jumps)

    def _halvings(self, as_of: date, quarters: int) -> tuple[float, ...]:
        if self.halvings_years is not None:
            return tuple(self.halvings_years)
        midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
        return halvings_years(round(midnight.timestamp()), quarters / QUARTERS)


def _steady(drift: float, quarters: int) -> tuple[float, ...]:
    """Factors of a growth per year in the logarithm."""
    return tuple(np.exp(drift * STEP_YEARS * np.arange(quarters)).tolist())


class DriverEntry(Entry):
    """A driver under its two measures."""

    pricing: ProcessEntry = Field(description="process for values, triggers and premiums, with its drift tag")
    world: ProcessEntry = Field(description="process for probabilities, dates and risk")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Measures that differ in more than the drift."""
        del zone
        for name in (*_SHARED, "halvings_years"):
            one, other = getattr(self.pricing, name), getattr(self.world, name)
            if one != other and (name == "kind" or self.pricing.kind == self.world.kind):
                hint = f"must be that of pricing ({one}): only the drift may differ between the two measures"
                yield Finding(path=("world", name), value=str(other), hint=hint)
        if self.world.drift not in {None, REAL_WORLD}:
            hint = f"must be {REAL_WORLD} or left out: probabilities and risk go by real-world drifts"
            yield Finding(path=("world", "drift"), value=str(self.world.drift), hint=hint)

    def to_model(self, as_of: date, quarters: int) -> Driver:
        """The noun."""
        return Driver(pricing=self.pricing.course(as_of, quarters), world=self.world.course(as_of, quarters))


class DriversEntry(Entry):
    """All drivers; a plan needs the first two."""

    hashprice: DriverEntry = Field(description="money per PH and day")
    rent: DriverEntry = Field(description="money per IT kilowatt and month of a new lease")
    gpu_contract: DriverEntry | None = Field(
        default=None, description="money per GPU-hour under a contract signed that day"
    )
    gpu_spot: DriverEntry | None = Field(default=None, description="money per GPU-hour sold by the hour")
    capex_index: DriverEntry | None = Field(default=None, description="cost of building over today's")

    @property
    def stated(self) -> dict[str, DriverEntry]:
        """Those that the file has, by name."""
        return {name: one for name in type(self).model_fields if (one := getattr(self, name)) is not None}

    @property
    def spot_today(self) -> float:
        """Price of a GPU-hour at spot today; 1 where it is not stated."""
        return 1.0 if self.gpu_spot is None else self.gpu_spot.pricing.start or 1.0

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Another driver than the hashprice from the price of bitcoin, and an index that does not start at 1."""
        del zone
        for name, one in self.stated.items():
            for measure in ("pricing", "world"):
                if name != HASHPRICE_NAME and getattr(one, measure).kind == FROM_BTC:
                    hint = "is for the hashprice only: take gbm, log_ou or merton"
                    yield Finding(path=(name, measure, "kind"), value=FROM_BTC, hint=hint)
        index = self.capex_index
        if index is not None and index.pricing.start not in {None, 1.0}:
            hint = "must be 1: the index is the cost of building over today's"
            yield Finding(
                path=("capex_index", "pricing", "start"), value=f"{index.pricing.start:g}", hint=hint
            )

    def drift_findings(self, measure: str) -> Iterator[Finding]:
        """Pricing drifts that are not of the plan's measure."""
        for name, one in self.stated.items():
            drift, path = one.pricing.drift, (name, "pricing", "drift")
            if drift is None:
                hint = f"is missing: say of which measure the drift is; this plan's is {measure}"
                yield Finding(path=path, hint=hint)
            elif drift != measure:
                hint = f"mixes drifts: values go by measure.kind ({measure}), so every pricing drift must be {measure}"
                yield Finding(path=path, value=drift, hint=hint)
