"""What others say that data centres will take, with what their figures mean."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.study.sourced import Source
from bascule.units import HOURS_PER_YEAR, MW_PER_GW, MWH_PER_TWH


class Unit(StrEnum):
    """What is counted."""

    GW = "GW"
    TWH = "TWh"
    SHARE = "share"


class Measure(StrEnum):
    """What kind of figure it is."""

    LEVEL = "level"
    GROWTH = "growth"
    PEAK_GROWTH = "growth of the peak"
    HEADROOM = "headroom"
    QUEUE = "queue"


class Boundary(StrEnum):
    """Where it is counted."""

    IT = "IT nameplate"
    TOTAL = "whole site"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One published figure.

    Attributes:
        id: Name in files.
        who: Who publishes it.
        region: Of what.
        year: Of which year.
        low: Lower end, or the figure.
        high: Upper end, or the figure.
        unit: GW, TWh or a share.
        measure: Level, growth, headroom or queue.
        boundary: IT, whole site, or unstated.
        of: What the loads are, such as data centres.
        utilisation_frac: Mean over nameplate that the same source states; None for none.
        source: Who says so.
    """

    id: str
    who: str
    region: str
    year: int
    low: float
    high: float
    unit: Unit
    measure: Measure
    boundary: Boundary
    of: str
    utilisation_frac: float | None
    source: Source


class Why(StrEnum):
    """Why a figure is not turned into energy."""

    ALREADY_ENERGY = "already_energy"
    SHARE = "share"
    NOT_A_LEVEL = "not_a_level"
    NO_BOUNDARY = "no_boundary"
    NO_UTILISATION = "no_utilisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """A level of power as energy of a year.

    Attributes:
        low_twh: Lower end.
        high_twh: Upper end.
        boundary: Where it is counted.
        assumed: Whether the boundary is the asker's word rather than the source's.
        utilisation_frac: What was taken.
    """

    low_twh: float
    high_twh: float
    boundary: Boundary
    assumed: bool
    utilisation_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A figure whose definition does not allow it."""

    why: Why


def twh_of_gw(gw: float, utilisation_frac: float) -> float:
    """Energy of a year from nameplate power and its mean use.

    >>> round(twh_of_gw(106.0, 0.69))
    641
    """
    return gw * utilisation_frac * MW_PER_GW * HOURS_PER_YEAR / MWH_PER_TWH


def energy(
    outlook: Outlook, assumed: Boundary | None = None, utilisation_frac: float | None = None
) -> Energy | Refused:
    """A figure as TWh, where its definition allows.

    Only a level of GW whose boundary is known is nameplate times use times 8.76. Growth, headroom and queues are not levels,
    and a nameplate that may be of IT or of whole sites differs by PUE.

    Args:
        outlook: The figure.
        assumed: Boundary that the asker states where the source does not.
        utilisation_frac: Use that the asker states where the source does not.
    """
    boundary = assumed if outlook.boundary is Boundary.UNSTATED and assumed is not None else outlook.boundary
    use = outlook.utilisation_frac if outlook.utilisation_frac is not None else utilisation_frac
    why = _refusal(outlook, boundary)
    if why is not None:
        return Refused(why=why)
    if use is None:
        return Refused(why=Why.NO_UTILISATION)
    return Energy(
        low_twh=twh_of_gw(outlook.low, use),
        high_twh=twh_of_gw(outlook.high, use),
        boundary=boundary,
        assumed=boundary is not outlook.boundary or outlook.utilisation_frac is None,
        utilisation_frac=use,
    )


def _refusal(outlook: Outlook, boundary: Boundary) -> Why | None:
    if outlook.unit is Unit.TWH:
        return Why.ALREADY_ENERGY
    if outlook.unit is Unit.SHARE:
        return Why.SHARE
    if outlook.measure is not Measure.LEVEL:
        return Why.NOT_A_LEVEL
    return Why.NO_BOUNDARY if boundary is Boundary.UNSTATED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionTrap:
    """A revision of a forecast that is told as if it were growth.

    Attributes:
        today_gw: Level today.
        before_gw: What the forecast said before.
        after_gw: What it says now.
        revision_frac: Change of the forecast.
        growth_frac: Growth from today to the forecast's year.
    """

    today_gw: float
    before_gw: float
    after_gw: float
    revision_frac: float
    growth_frac: float


def revision_trap(today_gw: float, before_gw: float, after_gw: float) -> RevisionTrap:
    """Revision and growth of the same figure, side by side.

    >>> trap = revision_trap(40.0, 78.0, 106.0)
    >>> round(trap.revision_frac, 3), round(trap.growth_frac, 2)
    (0.359, 1.65)
    """
    return RevisionTrap(
        today_gw=today_gw,
        before_gw=before_gw,
        after_gw=after_gw,
        revision_frac=after_gw / before_gw - 1,
        growth_frac=after_gw / today_gw - 1,
    )
