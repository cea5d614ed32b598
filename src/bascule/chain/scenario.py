"""A stated world and the exits from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bascule.chain.cohort import Cohort
from bascule.chain.exits import Exit
from bascule.chain.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How those who stay answer to the hashprice.

    Attributes:
        shutdown_frac: A cohort stops below its break-even less this share.
        restart_frac: It starts again above its break-even plus this share.
        speed_frac_per_day: Share of a cohort that can change in a day.
    """

    shutdown_frac: float = 0.0
    restart_frac: float = 0.0
    speed_frac_per_day: float = 0.1

    def __post_init__(self) -> None:
        """Refuse thresholds that would cross."""
        if not 0 <= self.shutdown_frac < 1 or self.restart_frac < 0:
            raise ValueError("shutdown_frac lies from 0 to below 1 and restart_frac is not negative")
        if not 0 < self.speed_frac_per_day <= 1:
            raise ValueError("speed_frac_per_day lies above 0 and at most 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resale:
    """Where sold machines start again: at this power price, so many days later."""

    usd_per_mwh: float
    delay_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRegion:
    """A region of the grid.

    Attributes:
        name: Its name.
        mining_uptime_frac: Share of the year's hours in which mining runs.
        mining_at_peak_frac: Share of mining load that runs in the system's peak hour.
        ai_uptime_frac: Mean load of AI over its connection.
        ai_at_peak_frac: Share of AI load that runs in the system's peak hour.
        ai_interruptible_frac: Share of AI load that steps aside when the grid asks.
    """

    name: str
    mining_uptime_frac: float
    mining_at_peak_frac: float
    ai_uptime_frac: float
    ai_at_peak_frac: float
    ai_interruptible_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JointShock:
    """AI rent and bitcoin move together: what a converter compares.

    Attributes:
        rent_usd_per_it_mw_year: AI shell lease.
        net_income_frac: Of the rent, what is left after operating costs.
        capex_usd_per_it_mw: Cost of converting.
        wacc_frac: Cost of capital per year.
        years: Life over which the capital is recovered.
        meter_mw_per_it_mw: Meter load per IT load.
        rent_factors: Factors on the rent.
        btc_factors: Factors on the price of bitcoin.
    """

    rent_usd_per_it_mw_year: float
    net_income_frac: float
    capex_usd_per_it_mw: float
    wacc_frac: float
    years: float
    meter_mw_per_it_mw: float
    rent_factors: tuple[float, ...]
    btc_factors: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PivotScenario:
    """A world, the exits from it, and what is assumed.

    Attributes:
        name: For people.
        start_s: Day 0, Unix seconds.
        days: How long to look.
        usd_per_btc: Price.
        fees_btc_per_block: Mean fees.
        height: Last block before the start.
        difficulty: At the start, with a new period; None is the difficulty at which the start's hashrate is settled.
        cohorts: Everybody's capacity.
        exits: Who leaves.
        response: How the others answer.
        resale: What becomes of sold machines.
        regions: Grid regions by name.
        joint: The joint shock, if asked for.
        attack: Low, base and high of what an attacker pays, by input.
        statements: Sources by what they support.
        stale_after: Last day, ISO, for which the figures can be relied on; empty for none.
    """

    name: str
    start_s: int
    days: int
    usd_per_btc: float
    fees_btc_per_block: float
    height: int
    difficulty: float | None
    cohorts: tuple[Cohort, ...]
    exits: tuple[Exit, ...] = ()
    response: Response = Response()
    resale: Resale | None = None
    regions: tuple[GridRegion, ...] = ()
    joint: JointShock | None = None
    attack: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    stale_after: str = ""

    def __post_init__(self) -> None:
        """Refuse a world that does not hang together."""
        names = [cohort.name for cohort in self.cohorts]
        if not names or len(set(names)) != len(names):
            raise ValueError("a world has at least one cohort, and each name once")
        for leaving in self.exits:
            if leaving.cohort not in names:
                raise ValueError(f"exit {leaving.name!r}: {leaving.cohort!r} is no cohort of this world")
            if leaving.resold_frac and self.resale is None:
                raise ValueError(
                    f"exit {leaving.name!r} sells machines: say under resale where they start again"
                )
        for name in names:
            self._refuse_more_than_all(name)

    def _refuse_more_than_all(self, name: str) -> None:
        cohort = next(part for part in self.cohorts if part.name == name)
        gone = sum(part.hashrate_eh_s(cohort.j_per_th) for part in self.exits if part.cohort == name)
        if gone > cohort.eh_s * (1 + 1e-9):
            raise ValueError(f"exits take {gone:g} EH/s from {name!r}, which has {cohort.eh_s:g}: lower them")
