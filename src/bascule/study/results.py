"""What a backtest found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bascule.dispatch.reasons import ReasonTrack
from bascule.model.ledger import Ledger
from bascule.model.market import Market
from bascule.model.outcome import Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.settle.service_levels import ServiceMonth
from bascule.study.network_results import Approximation, PeaksMet
from bascule.study.reserve_results import ReserveMet


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What people compare policies on. Money is in the site's currency.

    Attributes:
        margin: Ledger total.
        movable: Margin without take-or-pay lines.
        capture_frac: (policy - always-on) / (foresight - always-on) over the movable margin; None where the
            spread is zero or a side
            was not run.
        margin_ratio: Movable margin over that of foresight, None where foresight was not run or is zero.
        regret_per_mw_year: Money per MW of connection and year short of foresight, None where foresight was
            not run.
        ai_service_frac: Delivered over reserved GPU-hours; None without reservations.
        firm_intervals_frac: Share of intervals with every reserved GPU-hour delivered; None without
            reservations.
        mwh_by_use: Energy at the bus by use: fleets, pools, leases, loads, battery losses, auxiliaries,
            exported.
        import_mwh: Energy drawn at the meter.
        hash_eh_h: Hashrate produced in EH/s-hours.
        uptime_frac: Mean share of machines running, by fleet.
        starts_per_machine: By fleet.
        battery_cycles: Full equivalent cycles by battery.
        peaks_mw: Power billed by (charge, month index): the highest import, or the ratchet of earlier peaks.
        carbon_tonnes: Emissions of imported energy, None without a carbon series.
        energy_price_paid_per_mwh: Energy and network money per MWh imported, demand charge left out.
        jobs_done: Batch jobs finished by their deadline, and jobs whose deadline fell in the period.
        shed_intervals: Intervals in which a setpoint was cut to keep the connection's limit.
        service_months: Months of each reservation with a service level or a flexible tier.
    """

    margin: float
    movable: float
    capture_frac: float | None
    margin_ratio: float | None
    regret_per_mw_year: float | None
    ai_service_frac: float | None
    firm_intervals_frac: float | None
    mwh_by_use: Mapping[str, float]
    import_mwh: float
    hash_eh_h: float
    uptime_frac: Mapping[str, float]
    starts_per_machine: Mapping[str, float]
    battery_cycles: Mapping[str, float]
    peaks_mw: Mapping[tuple[str, int], float]
    carbon_tonnes: float | None
    energy_price_paid_per_mwh: float
    jobs_done: tuple[int, int]
    shed_intervals: int
    service_months: tuple[ServiceMonth, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolicyResult:
    """One policy's run.

    Attributes:
        policy: Its name, such as ``optimal``.
        outcome: What the site did.
        ledger: What that earned.
        metrics: Its figures.
        sources: Intervals decided by each rung of the ladder, by ``PlanSource`` value.
        notes: What is worth knowing (relaxations, rungs used, optimism).
        bus_per_mwh: Marginal value at the bus by interval, NaN where the policy has none.
        reasons: Why, by asset; empty for policies that were not asked for it.
        system_peaks: The system's peaks, hit and missed, by coincident peak charge.
        approximations: What plans counted for charges that they approximate; empty for policies that do not plan.
        reserves: What each reserve product came to.
        fullest_frac: Largest share of its running load that an asset held of all products together; None without reserves.
    """

    policy: str
    outcome: Outcome
    ledger: Ledger
    metrics: Metrics
    sources: Mapping[str, int]
    notes: tuple[str, ...]
    bus_per_mwh: Floats
    reasons: Mapping[str, ReasonTrack] = field(default_factory=dict)
    system_peaks: tuple[PeaksMet, ...] = ()
    approximations: tuple[Approximation, ...] = ()
    reserves: tuple[ReserveMet, ...] = ()
    fullest_frac: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegretSplit:
    """Money that ``optimal`` is short of perfect foresight over the period, by what it did not know.

    Attributes:
        price: What not knowing the next 48 hours of prices and weather cost.
        peak: What remains when those are known: the rest of the month (peaks) and the horizon's end.
    """

    price: float
    peak: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.price + self.peak


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOfInformation:
    """Movable margin of ``optimal`` by what it plans for and what it knows.

    Attributes:
        one_path: Planned on the one path that its forecaster says.
        scenarios: Planned under a fan of paths.
        known: Every value known 48 hours ahead.
        lost: What each forecaster's one path earns less than that, by forecaster.
    """

    one_path: float
    scenarios: float
    known: float
    lost: Mapping[str, float]

    @property
    def perfect_information(self) -> float:
        """What knowing prices would add to planning under scenarios (expected value of perfect information, out of sample)."""
        return self.known - self.scenarios

    @property
    def stochastic_solution(self) -> float:
        """What planning under scenarios adds to planning on one path (value of the stochastic solution, out of sample)."""
        return self.scenarios - self.one_path


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastScore:
    """Error of the forecasts of one series, by hours ahead; the first forecaster of a series is the one that ``optimal`` used."""

    series: str
    lead_h: tuple[float, ...]
    mae: tuple[float, ...]
    bias: tuple[float, ...]
    forecaster: str = "naive"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backtest:
    """A whole comparison.

    Attributes:
        site: The site.
        market: The market, history before the period included; assumptions and notes stand there.
        grid: The period.
        values: Actual series values on the grid, ``hash_value_per_th_h`` among them.
        import_rate: All-in money per MWh imported, by interval.
        break_even_per_mwh: Value per bus MWh of each fleet, by fleet and interval (its whole curve, from
            rest to the top).
        results: One per policy, in the order asked for.
        forecasts: Scores of the forecasts.
        optimistic: Whether real-time prices were taken as known at the interval's start.
        synthetic: Whether any series was generated.
        regret: What ``optimal`` did not know, in money; None where it was not asked for.
        information: What knowing more is worth to ``optimal``; None where it was not asked for.
    """

    site: Site
    market: Market
    grid: TimeGrid
    values: Mapping[str, Floats]
    import_rate: Floats
    break_even_per_mwh: Mapping[str, Floats]
    results: tuple[PolicyResult, ...]
    forecasts: tuple[ForecastScore, ...]
    optimistic: bool
    synthetic: bool
    regret: RegretSplit | None = None
    information: ValueOfInformation | None = None

    def result(self, policy: str) -> PolicyResult:
        """The run of one policy.

        Raises:
            KeyError: It was not run.
        """
        by_name = {result.policy: result for result in self.results}
        return by_name[policy]
