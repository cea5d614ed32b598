"""A load that is worth something per MWh and has its own habits of starting and stopping."""

from dataclasses import dataclass

from bascule.model.reserves import Control
from bascule.model.series import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSale:
    """Heat recovered from a load and sold up to a demand.

    Attributes:
        recovered_frac: Heat over electric energy of the load.
        demand_mw: Most heat that can be sold.
        price_per_mwh: Money per MWh of heat.
    """

    recovered_frac: float
    demand_mw: Level
    price_per_mwh: Level


_ON_FRAC = 0.01
"""A load that is on draws at least this share of its power: one that drew nothing would be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexibleLoad:
    """A load of any kind, in MW at the bus.

    Attributes:
        name: Unique on the site.
        power_mw: Power when fully on.
        value_per_mwh: What a MWh is worth here.
        modes_mw: The only powers allowed besides zero, rising; empty means anything between ``least_mw`` and
            ``power_mw``.
        least_mw: Least power while on.
        min_up_h: Least time on once started.
        min_down_h: Least time off once stopped.
        start_cost: Money per start.
        ramp_mw_per_h: Largest change of power per hour, or None.
        initial_mw: Power before the first interval.
        initial_h: Time already spent in that state.
        heat: Heat recovery, or None.
        control: Whether it follows base points or goes off by a breaker; None sells no reserve.
        shed_s: Time in which it can stop.
    """

    name: str
    power_mw: float
    value_per_mwh: Level
    modes_mw: tuple[float, ...] = ()
    least_mw: float = 0.0
    min_up_h: float = 0.0
    min_down_h: float = 0.0
    start_cost: float = 0.0
    ramp_mw_per_h: float | None = None
    initial_mw: float = 0.0
    initial_h: float = 1e6
    heat: HeatSale | None = None
    control: Control | None = None
    shed_s: float = 60.0

    @property
    def floor_mw(self) -> float:
        """Least power while on: the smallest mode, the least power, or 1 % of the power where on and off differ otherwise."""
        if self.modes_mw:
            return self.modes_mw[0]
        return max(self.least_mw, _ON_FRAC * self.power_mw) if self.commits else 0.0

    @property
    def commits(self) -> bool:
        """True where on and off differ by more than power: modes, a floor, times or a start cost."""
        return (
            bool(self.modes_mw)
            or self.least_mw > 0
            or self.min_up_h > 0
            or self.min_down_h > 0
            or self.start_cost > 0
        )
