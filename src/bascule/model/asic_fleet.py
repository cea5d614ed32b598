"""A fleet of like Bitcoin mining machines."""

from dataclasses import dataclass

from bascule.model.curve import TemperatureCurve, flat
from bascule.model.hull import Hull, Point, concave_hull
from bascule.model.reserves import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """One way of running a machine: wall power in watts and hashrate in TH/s."""

    name: str
    power_w: float
    hashrate_th_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Derate:
    """What heat does to a machine, as functions of intake temperature.

    Attributes:
        power_frac: Largest power, as a fraction of the top operating point.
        hashrate_frac: Hashrate kept at the same power.
    """

    power_frac: TemperatureCurve
    hashrate_frac: TemperatureCurve


@dataclass(frozen=True, slots=True, kw_only=True)
class AsicFleet:
    """``count`` like machines behind one hall meter.

    Attributes:
        name: Unique on the site.
        model: Catalogue or own model name.
        count: Machines installed.
        points: Operating points, at rest included.
        pool_fee_frac: Share of revenue that the pool keeps.
        availability_frac: Share of the machines that can run.
        pue: Hall power over machine power, by outdoor temperature.
        derate: What heat does to the machines, or None.
        start_cost: Wear of one start of one machine, in the site's currency.
        warmup_s: Time that a started machine draws power without hashing.
        whole_block: The fleet switches as one block: all machines run, or none.
        initial_on_frac: Share of the available machines running before the first interval.
        control: Whether it follows base points or goes off by a breaker; None sells no reserve.
        shed_s: Time in which the whole fleet can go to rest.
    """

    name: str
    model: str
    count: int
    points: tuple[OperatingPoint, ...]
    pool_fee_frac: float = 0.0
    availability_frac: float = 1.0
    pue: TemperatureCurve = flat(1.0)
    derate: Derate | None = None
    start_cost: float = 0.0
    warmup_s: float = 0.0
    whole_block: bool = False
    initial_on_frac: float = 1.0
    control: Control | None = None
    shed_s: float = 60.0

    @property
    def devices(self) -> float:
        """Machines that can run."""
        return self.count * self.availability_frac

    def hull(self) -> Hull:
        """Concave hull of hashrate (TH/s) over watts, per machine."""
        return concave_hull(
            [Point(name=p.name, power_w=p.power_w, yield_=p.hashrate_th_s) for p in self.points]
        )
