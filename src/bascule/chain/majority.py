"""What it costs to own a majority of the hashrate, and which assumption that hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bascule.units import HOURS_PER_DAY, TH_PER_EH


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityPlan:
    """An outsider's plan.

    Attributes:
        honest_eh_s: Hashrate of everybody else.
        majority_frac: Share that the outsider wants, between 0 and 1.
        days: How long it mines.
        j_per_th: Its machines.
        usd_per_mwh: Its power.
        hardware_usd_per_th: Its machines, bought.
        site_usd_per_mw: Buildings and connection.
        resale_frac: Share of hardware and site that comes back afterwards.
        idle_eh_s: Idle machines that can be had without buying new ones.
        idle_usd_per_th: What those cost.
    """

    honest_eh_s: float
    majority_frac: float
    days: float
    j_per_th: float
    usd_per_mwh: float
    hardware_usd_per_th: float
    site_usd_per_mw: float
    resale_frac: float
    idle_eh_s: float = 0.0
    idle_usd_per_th: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityCost:
    """What a plan costs; block rewards that it would earn are not in it.

    Attributes:
        needed_eh_s: Hashrate that it adds.
        idle_eh_s: Of it, idle machines.
        power_mw: What that draws.
        capex_usd: Hardware and site.
        energy_usd: Over all days.
        net_usd: Capital less resale, plus energy.
        energy_usd_per_h: Running cost of an hour.
        net_usd_per_h: Net cost spread over the hours.
        hardware_usd: Of the capital, machines.
        site_usd: Of the capital, buildings and connection.
    """

    needed_eh_s: float
    idle_eh_s: float
    power_mw: float
    capex_usd: float
    energy_usd: float
    net_usd: float
    energy_usd_per_h: float
    net_usd_per_h: float | None
    hardware_usd: float
    site_usd: float


def majority_cost(plan: MajorityPlan) -> MajorityCost:
    """Cost of owning ``majority_frac``: the outsider adds A with A / (A + honest) = share.

    Raises:
        ValueError: A share outside 0 to 1, or a negative amount.

    >>> found = majority_cost(MajorityPlan(honest_eh_s=900.0, majority_frac=0.5, days=7.0, j_per_th=20.0,
    ...     usd_per_mwh=50.0, hardware_usd_per_th=15.0, site_usd_per_mw=5e5, resale_frac=0.5))
    >>> found.needed_eh_s, found.power_mw, found.capex_usd, found.energy_usd
    (900.0, 18000.0, 22500000000.0, 151200000.0)
    """
    _refuse(plan)
    needed = plan.honest_eh_s * plan.majority_frac / (1 - plan.majority_frac)
    idle = min(plan.idle_eh_s, needed)
    power_mw = needed * plan.j_per_th
    hardware = (
        needed - idle
    ) * TH_PER_EH * plan.hardware_usd_per_th + idle * TH_PER_EH * plan.idle_usd_per_th
    site = power_mw * plan.site_usd_per_mw
    hours = plan.days * HOURS_PER_DAY
    energy = power_mw * hours * plan.usd_per_mwh
    net = (hardware + site) * (1 - plan.resale_frac) + energy
    return MajorityCost(
        needed_eh_s=needed,
        idle_eh_s=idle,
        power_mw=power_mw,
        capex_usd=hardware + site,
        energy_usd=energy,
        net_usd=net,
        energy_usd_per_h=power_mw * plan.usd_per_mwh,
        net_usd_per_h=net / hours if hours else None,
        hardware_usd=hardware,
        site_usd=site,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """How far one assumption moves the net cost, all others at their base.

    Attributes:
        assumption: Name of the input.
        low: Its low value.
        high: Its high value.
        net_low_usd: Net cost with the low value.
        net_high_usd: Net cost with the high value.
    """

    assumption: str
    low: float
    high: float
    net_low_usd: float
    net_high_usd: float

    @property
    def width_usd(self) -> float:
        """How far the cost moves."""
        return abs(self.net_high_usd - self.net_low_usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityRange:
    """A range of cost.

    Attributes:
        base: All assumptions at their base.
        cheapest: Each assumption at whichever end costs less.
        dearest: Each at the other end.
        swings: One per assumption, the one that moves the cost most first.
    """

    base: MajorityCost
    cheapest: MajorityCost
    dearest: MajorityCost
    swings: tuple[Swing, ...]


def majority_range(plan: MajorityPlan, ranges: Mapping[str, tuple[float, float]]) -> MajorityRange:
    """The cost over ranges of assumptions, and which of them dominates.

    Args:
        plan: Every input at its base.
        ranges: Low and high of the inputs that are uncertain, by name.

    Raises:
        ValueError: An input is not one of the plan's.
    """
    unknown = sorted(set(ranges) - set(MajorityPlan.__dataclass_fields__))
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not an input of the plan")
    swings = [_swing(plan, name, low, high) for name, (low, high) in ranges.items()]
    cheap = {s.assumption: s.low if s.net_low_usd <= s.net_high_usd else s.high for s in swings}
    dear = {s.assumption: s.high if s.net_low_usd <= s.net_high_usd else s.low for s in swings}
    return MajorityRange(
        base=majority_cost(plan),
        cheapest=majority_cost(replace(plan, **cheap)),
        dearest=majority_cost(replace(plan, **dear)),
        swings=tuple(sorted(swings, key=lambda swing: -swing.width_usd)),
    )


def _swing(plan: MajorityPlan, name: str, low: float, high: float) -> Swing:
    at_low = majority_cost(replace(plan, **{name: low})).net_usd
    at_high = majority_cost(replace(plan, **{name: high})).net_usd
    return Swing(assumption=name, low=low, high=high, net_low_usd=at_low, net_high_usd=at_high)


def _refuse(plan: MajorityPlan) -> None:
    if not 0 < plan.majority_frac < 1:
        raise ValueError(f"majority_frac lies between 0 and 1: {plan.majority_frac}")
    if not 0 <= plan.resale_frac <= 1:
        raise ValueError(f"resale_frac lies from 0 to 1: {plan.resale_frac}")
    amounts = (
        "honest_eh_s",
        "days",
        "j_per_th",
        "hardware_usd_per_th",
        "site_usd_per_mw",
        "idle_eh_s",
        "idle_usd_per_th",
    )
    wrong = next((name for name in amounts if getattr(plan, name) < 0), None)
    if wrong is not None:
        raise ValueError(f"{wrong} is not negative: {getattr(plan, wrong)}")
