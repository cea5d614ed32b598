"""The parts of a scenario file, as they stand in it."""

import math
from datetime import date as Date  # noqa: N812 -- a key of an exit is called date
from typing import Annotated

from pydantic import Field, PlainValidator

from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, Frac, Name, complaint
from bascule.chain.cohort import Cohort
from bascule.chain.exits import Exit
from bascule.chain.scenario import GridRegion, JointShock, Resale, Response
from bascule.chain.statement import Standing, Statement

MOST_EH = 100_000.0


def _standing(value: object) -> Standing:
    if value not in [standing.value for standing in Standing]:
        raise complaint(f"must be one of: {', '.join(Standing)}")
    return Standing(str(value))


def _factors(value: object) -> tuple[float, ...]:
    numbers = value if isinstance(value, list) else []
    kept = [float(part) for part in numbers if isinstance(part, int | float) and not isinstance(part, bool)]
    if not kept or len(kept) != len(numbers) or min(kept) < 0 or not math.isfinite(sum(kept)):
        raise complaint("must be a list of factors from 0, such as [0.5, 1.0]")
    return tuple(kept)


Factors = Annotated[tuple[float, ...], PlainValidator(_factors)]
Hashrate = Annotated[float, Field(ge=0, le=MOST_EH)]
Efficiency = Annotated[float, Field(gt=0, le=10_000)]
PowerPrice = Annotated[float, Field(ge=-1000, le=10_000)]
Megawatts = Annotated[float, Field(ge=0, le=1_000_000)]
Dollars = Annotated[float, Field(ge=0, le=1e12)]


class Sourced(Entry):
    """A part that says where its figures come from."""

    source: Sentence = Field(description="who says so, and what is assumed")
    as_of: Day = Field(description="day of the source")
    standing: Annotated[Standing, PlainValidator(_standing)] = Field(
        description="filing, press, computed or assumption"
    )
    remark: Sentence | None = Field(default=None, description="what is doubtful")

    def statement(self) -> Statement:
        """Where its figures come from."""
        return Statement(
            source=self.source, as_of=self.as_of.isoformat(), standing=self.standing, remark=self.remark or ""
        )


class NetworkEntry(Sourced):
    """The network at the start."""

    btc_usd: Annotated[float, Field(gt=0, le=1e9)] = Field(description="price in USD")
    fees_btc_per_block: Annotated[float, Field(ge=0, le=1000)] = Field(description="mean fees")
    height: Annotated[int, Field(ge=0, le=10_000_000)] = Field(description="last block before the start")
    difficulty: Annotated[float, Field(gt=0, le=1e30)] | None = Field(
        default=None, description="at the start; without it, what the start's hashrate settles at"
    )


class ResponseEntry(Sourced):
    """How those who stay answer."""

    shutdown_frac: Annotated[float, Field(ge=0, lt=1)] = Field(default=0.0, description="below break-even")
    restart_frac: Annotated[float, Field(ge=0, le=10)] = Field(default=0.0, description="above break-even")
    speed_frac_per_day: Annotated[float, Field(gt=0, le=1)] = Field(default=0.1, description="of a cohort")

    def to_model(self) -> Response:
        """The noun."""
        return Response(
            shutdown_frac=self.shutdown_frac,
            restart_frac=self.restart_frac,
            speed_frac_per_day=self.speed_frac_per_day,
        )


class ResaleEntry(Sourced):
    """Where sold machines start again."""

    usd_per_mwh: PowerPrice = Field(description="power price there")
    delay_days: Annotated[int, Field(ge=0, le=3660)] = Field(description="days until they run")

    def to_model(self) -> Resale:
        """The noun."""
        return Resale(usd_per_mwh=self.usd_per_mwh, delay_days=self.delay_days)


class CohortEntry(Sourced):
    """Machines of one kind at one power price."""

    name: Name = Field(description="unique in the file")
    eh_s: Hashrate = Field(description="EH/s with all machines on")
    j_per_th: Efficiency = Field(description="J/TH at the meter")
    usd_per_mwh: PowerPrice = Field(description="all in")
    other_usd_per_ph_day: PowerPrice = Field(
        default=0.0, description="other costs that end when machines stop"
    )
    owner: Name | None = Field(default=None, description="company")
    country: Name | None = Field(default=None, description="country")
    region: Name | None = Field(default=None, description="region of the grid")
    interruptible_frac: Frac = Field(default=1.0, description="share that steps aside when asked")

    def to_model(self) -> Cohort:
        """The noun."""
        facts = self.model_dump(exclude={"source", "as_of", "standing", "remark"})
        return Cohort(**facts)


class ExitEntry(Sourced):
    """One conversion."""

    name: Name = Field(description="unique in the file")
    cohort: Name = Field(description="whose machines leave")
    date: Day = Field(description="day on which mining stops there")
    it_mw: Megawatts | None = Field(default=None, description="critical IT power of the AI")
    meter_mw_per_it_mw: Annotated[float, Field(ge=1, le=3)] = Field(default=1.25, description="meter per IT")
    mining_share_frac: Frac | None = Field(
        default=None, description="of the AI's meter MW, what mined before"
    )
    mining_mw: Megawatts | None = Field(default=None, description="mining load at the meter that stops")
    eh_s: Hashrate | None = Field(default=None, description="hashrate that stops")
    region: Name | None = Field(default=None, description="region of the grid")
    resold_frac: Frac = Field(description="share of the machines that run again elsewhere")
    idle_frac: Frac = Field(description="share kept without power")
    scrapped_frac: Frac = Field(description="share that is gone")

    def to_model(self, start: Date) -> Exit:
        """The noun.

        Raises:
            ValueError: It says in no way or in several how much mining stops.
        """
        ai_mw = (self.it_mw or 0.0) * self.meter_mw_per_it_mw
        return Exit(
            name=self.name,
            cohort=self.cohort,
            day=max((self.date - start).days, 0),
            meter_mw=self._mining_mw(ai_mw),
            eh_s=self.eh_s,
            ai_meter_mw=ai_mw,
            region=self.region,
            resold_frac=self.resold_frac,
            idle_frac=self.idle_frac,
            scrapped_frac=self.scrapped_frac,
            statement=self.statement(),
        )

    def _mining_mw(self, ai_mw: float) -> float | None:
        stated = [self.mining_share_frac, self.mining_mw, self.eh_s]
        if sum(value is not None for value in stated) != 1:
            raise ValueError("say how much mining stops by one of mining_share_frac, mining_mw and eh_s")
        return self.mining_mw if self.mining_share_frac is None else ai_mw * self.mining_share_frac


class RegionEntry(Sourced):
    """A region of the grid."""

    name: Name = Field(description="unique in the file")
    mining_uptime_frac: Frac = Field(description="of the year's hours")
    mining_at_peak_frac: Frac = Field(description="of mining load in the system's peak hour")
    ai_uptime_frac: Frac = Field(description="mean load over the connection")
    ai_at_peak_frac: Frac = Field(description="of AI load in the system's peak hour")
    ai_interruptible_frac: Frac = Field(description="of AI load that steps aside when asked")

    def to_model(self) -> GridRegion:
        """The noun."""
        return GridRegion(**self.model_dump(exclude={"source", "as_of", "standing", "remark"}))


class JointEntry(Sourced):
    """The joint shock."""

    rent_usd_per_it_mw_year: Dollars = Field(description="AI shell lease")
    net_income_frac: Frac = Field(description="of the rent, after operating costs")
    capex_usd_per_it_mw: Dollars = Field(description="cost of converting")
    wacc_frac: Annotated[float, Field(ge=0, le=1)] = Field(description="cost of capital per year")
    years: Annotated[float, Field(gt=0, le=100)] = Field(description="life of the conversion")
    meter_mw_per_it_mw: Annotated[float, Field(ge=1, le=3)] = Field(description="meter per IT")
    rent_factors: Factors = Field(description="factors on the rent")
    btc_factors: Factors = Field(description="factors on the price of bitcoin")

    def to_model(self) -> JointShock:
        """The noun."""
        return JointShock(**self.model_dump(exclude={"source", "as_of", "standing", "remark"}))


class RangeEntry(Sourced):
    """Low, base and high of one figure."""

    low: Annotated[float, Field(ge=0, le=1e12)] = Field(description="low end")
    base: Annotated[float, Field(ge=0, le=1e12)] = Field(description="middle")
    high: Annotated[float, Field(ge=0, le=1e12)] = Field(description="high end")

    def to_model(self) -> tuple[float, float, float]:
        """Low, base, high.

        Raises:
            ValueError: They do not rise.
        """
        if not self.low <= self.base <= self.high:
            raise ValueError("low, base and high rise in this order")
        return (self.low, self.base, self.high)
