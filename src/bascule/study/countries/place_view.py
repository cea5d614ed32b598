"""The site at one place: what its power costs, what it earns, what it may hold."""

from dataclasses import dataclass

from bascule.study.countries.component import Basis, Kind, Use
from bascule.study.countries.energy import RunningMargin
from bascule.study.countries.place import LawFlag, Place
from bascule.study.sourced import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One part of what a MWh at the meter costs a flat load, in the report's currency.

    Attributes:
        title: What it is.
        kind: What is paid for.
        use: Who pays it.
        low_per_mwh: Lower end.
        central_per_mwh: What is taken.
        high_per_mwh: Upper end.
        as_charged: Figure as the source has it.
        basis: What that is per.
        currency: Of that figure.
        source: Who says so.
    """

    title: str
    kind: Kind
    use: Use
    low_per_mwh: float
    central_per_mwh: float
    high_per_mwh: float
    as_charged: float
    basis: Basis
    currency: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MiningMargin:
    """Mining per MW at the meter and year, before capital.

    Attributes:
        value_per_mwh: What a MWh earns.
        adders_per_mwh: Charges on each MWh beside energy.
        fixed_per_meter_mw_year: Charges on power, what stepping aside avoids taken off.
        other_per_meter_mw_year: Staff, repairs, rent.
        running: Margin over energy and adders, flat and dispatched.
        flat_per_meter_mw_year: Running always, all charges paid.
        dispatched_per_meter_mw_year: Running where it pays, all charges paid.
    """

    value_per_mwh: float
    adders_per_mwh: float
    fixed_per_meter_mw_year: float
    other_per_meter_mw_year: float
    running: RunningMargin
    flat_per_meter_mw_year: float
    dispatched_per_meter_mw_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AiMargin:
    """AI per MW of IT and year, before capital.

    Attributes:
        income_per_it_mw_year: Lease or GPU rent.
        power_per_it_mw_year: Cost of power, whoever pays it.
        borne_per_it_mw_year: Of it the operator's.
        other_per_it_mw_year: Staff, repairs, rent of land.
        per_it_mw_year: What is left, per MW of IT.
        per_meter_mw_year: The same per MW at the meter, to lay beside mining.
    """

    income_per_it_mw_year: float
    power_per_it_mw_year: float
    borne_per_it_mw_year: float
    other_per_it_mw_year: float
    per_it_mw_year: float
    per_meter_mw_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """The site at one place.

    Attributes:
        place: Where.
        lines: What power costs, part by part, at a flat load.
        mining_all_in_per_mwh: Their sum for mining that never stops, stepping aside at peaks not counted.
        ai_all_in_per_mwh: Their sum for AI: low, central, high.
        mining: What mining earns.
        ai: What AI earns.
        carbon_t_per_meter_mw_year: Tonnes of a MW that is always on.
        data: Whether the site may hold the tenant's data.
    """

    place: Place
    lines: tuple[CostLine, ...]
    mining_all_in_per_mwh: tuple[float, float, float]
    ai_all_in_per_mwh: tuple[float, float, float]
    mining: MiningMargin
    ai: AiMargin
    carbon_t_per_meter_mw_year: float
    data: LawFlag
