"""Funding, paths and hedges of a plan file."""

from collections.abc import Iterator
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator, StrictBool

from bascule.adapters.files.site_entry import Entry, Frac, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.plans.history_entry import HistoryEntry
from bascule.adapters.plans.terms_entries import Amount
from bascule.adapters.plans.unit import REQUIRED, of_unit
from bascule.study.conversion.finance import Funding, Hedge, World
from bascule.study.conversion.history import History
from bascule.study.conversion.plan_drivers import DRIVER_NAMES
from bascule.study.conversion.sensitivity import INPUTS, ParameterError
from bascule.study.plan.taxes import LossRule

DRIVERS: Final = {name: number for number, name in enumerate(DRIVER_NAMES)}


def _losses(value: object) -> LossRule:
    if value not in list(LossRule):
        raise complaint(f"must be one of: {', '.join(LossRule)}")
    return LossRule(str(value))


def driver_name(value: object) -> str:
    """A driver of a plan.

    Raises:
        PydanticCustomError: There is no such driver.
    """
    if value not in DRIVERS:
        raise complaint(f"must be one of: {', '.join(DRIVERS)}")
    return str(value)


class FundingEntry(Entry):
    """How the plan is paid for."""

    opening_cash: Amount = of_unit("$", "cash today", REQUIRED)
    undrawn_facility: Amount = of_unit("$", "may be drawn before cash has run out", REQUIRED)
    overhead_per_year: Amount = of_unit("$/year", "of the company", REQUIRED)
    loan_to_cost_frac: Frac = of_unit("", "share of each rung's cost that is borrowed", REQUIRED)
    loan_rate_frac: Frac = of_unit("per year", "interest on what is owed", REQUIRED)
    tenor_years: Annotated[int, Field(ge=1, le=60)] = of_unit("years", "of level payments", REQUIRED)
    covenant_dscr: Annotated[float, Field(ge=0, le=20)] = of_unit("", "least cover of debt service", REQUIRED)
    losses: Annotated[LossRule, PlainValidator(_losses)] = Field(
        description="what a loss is worth to tax: used, carried, us80 or france"
    )

    def to_model(self) -> Funding:
        """The noun."""
        return Funding(**self.model_dump())


class WorldEntry(Entry):
    """What else is uncertain, and how many paths."""

    power_sd: Annotated[float, Field(ge=0, le=3)] = of_unit(
        "of the logarithm", "stationary standard deviation of the power level", REQUIRED
    )
    power_speed: Annotated[float, Field(gt=0, le=100)] = of_unit("1/year", "its reversion", REQUIRED)
    paths: Annotated[int, Field(ge=100, le=1_000_000)] = of_unit("paths", "how many", 10_000)
    seed: Annotated[int, Field(ge=0, le=2**31)] = of_unit("", "same seed, same paths", 1)
    real_days: StrictBool = Field(
        default=False, description="whether margins of quarters are put together from real days of the market"
    )
    history: HistoryEntry | None = Field(
        default=None, description="whose moves are drawn in place of normal shocks"
    )

    def to_model(self, history: History | None) -> World:
        """The noun, with the history that was read."""
        return World(**self.model_dump(exclude={"history"}), history=history)


class HedgeEntry(Entry):
    """Hashrate or rent sold forward."""

    driver: Annotated[str, PlainValidator(driver_name)] = Field(description="which driver settles it")
    price: Annotated[float, Field(gt=0, le=1e6)] = of_unit("unit of the driver", "agreed price", REQUIRED)
    amount_per_year: Annotated[float, Field(ge=-1e12, le=1e12)] = of_unit(
        "$/year per unit of the driver", "paid for each unit below the price; positive for a seller", REQUIRED
    )
    from_quarter: Annotated[int, Field(ge=0, le=400)] = of_unit("quarter", "first, from 0", REQUIRED)
    to_quarter: Annotated[int, Field(ge=1, le=400)] = of_unit("quarter", "after the last", REQUIRED)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """An end that is not after the start."""
        del zone
        if self.to_quarter <= self.from_quarter:
            hint = f"must be later than from_quarter ({self.from_quarter})"
            yield Finding(path=("to_quarter",), value=str(self.to_quarter), hint=hint)

    def to_model(self) -> Hedge:
        """The noun."""
        return Hedge(
            driver=DRIVERS[self.driver],
            price=self.price,
            amount=self.amount_per_year,
            start=self.from_quarter,
            end=self.to_quarter,
        )


def _input_name(value: object) -> str:
    names = [one.name for one in INPUTS]
    if value not in names:
        raise complaint(f"must be one of: {', '.join(names)}")
    return str(value)


class ParameterErrorEntry(Entry):
    """How far an input may be from the truth."""

    input: Annotated[str, PlainValidator(_input_name)] = Field(description="which input of the tornado")
    standard_error: Annotated[float, Field(gt=0, le=1e9)] = of_unit(
        "unit of the input", "of its estimate", REQUIRED
    )

    def to_model(self) -> ParameterError:
        """The noun."""
        return ParameterError(name=self.input, standard_error=self.standard_error)
