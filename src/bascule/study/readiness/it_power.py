"""How many megawatts of IT could stand behind a connection and on a floor."""

from dataclasses import dataclass

from bascule.study.readiness.checklist import Checklist, Target
from bascule.study.readiness.hall import Hall
from bascule.study.readiness.requirement import AtLeast


@dataclass(frozen=True, slots=True, kw_only=True)
class ItPower:
    """Meter MW turned into IT MW; None where a fact is missing.

    Attributes:
        meter_mw: Energised at the meter.
        firm_meter_mw: Of it firm; None where nobody knows.
        redundant_meter_mw: What the transformers carry with the spare that the target asks for out.
        usable_meter_mw: The least of what is known.
        low_it_mw: IT power at the worst ratio of meter to IT; zero where nobody knows how much is firm.
        central_it_mw: At the design's own PUE, else at the usual ratio.
        high_it_mw: At the best ratio.
        floor_it_mw: What the existing floor holds.
        mining_share_it_mw: What is left if only the share of a miner's megawatts converts that usually does.
        gross_to_it: Meter MW, energised, per IT MW of the central figure.
    """

    meter_mw: float
    firm_meter_mw: float | None
    redundant_meter_mw: float | None
    usable_meter_mw: float
    low_it_mw: float
    central_it_mw: float
    high_it_mw: float
    floor_it_mw: float | None
    mining_share_it_mw: float
    gross_to_it: float | None


def it_power(hall: Hall, target: Target, checklist: Checklist) -> ItPower:
    """How much IT the hall's connection and floor carry at the redundancy that a target asks for.

    Power usable at the meter is the least of the energised, the firm, and what the transformers carry with their spare
    out. Where the design PUE and the transformers are known, IT is usable power over PUE, since redundancy has been taken
    off already; else the published ratio of meter to IT, which holds both, gives a range.
    """
    firm = hall.number("firm_mw")
    redundant = redundant_mw(hall, _level(target, checklist), checklist.power_factor.central)
    usable = min(mw for mw in (hall.meter_mw, firm, redundant) if mw is not None)
    low, central, high = _it_mw(usable, hall.number("design_pue"), redundant, checklist)
    return ItPower(
        meter_mw=hall.meter_mw,
        firm_meter_mw=firm,
        redundant_meter_mw=redundant,
        usable_meter_mw=usable,
        low_it_mw=0.0 if firm is None else low,
        central_it_mw=central,
        high_it_mw=high,
        floor_it_mw=_floor_it_mw(hall, checklist),
        mining_share_it_mw=central * checklist.convertible_frac.central,
        gross_to_it=hall.meter_mw / central if central > 0 else None,
    )


def redundant_mw(hall: Hall, level: int, power_factor: float) -> float | None:
    """Power that the transformers carry with their spare out: all at N (0), all but one at N+1 (1), half at 2N (2).

    None where count or size is not known.

    >>> known = Hall(name="a", meter_mw=100.0, planned_it_mw=None, facts={"transformers": 4, "transformer_mva": 30.0})
    >>> [redundant_mw(known, level, 0.95) for level in (0, 1, 2)]
    [114.0, 85.5, 57.0]
    """
    count, mva = hall.number("transformers"), hall.number("transformer_mva")
    if count is None or mva is None:
        return None
    left = (count, max(count - 1, 0), count // 2)[level]
    return left * mva * power_factor


def _level(target: Target, checklist: Checklist) -> int:
    asked = next(
        (item.asked.get(target) for item in checklist.items if item.fact == "redundancy_level"), None
    )
    return int(asked.value) if isinstance(asked, AtLeast) else 0


def _it_mw(
    usable_mw: float, pue: float | None, redundant: float | None, checklist: Checklist
) -> tuple[float, float, float]:
    if pue is not None and redundant is not None:
        return (usable_mw / pue,) * 3
    ratio = checklist.gross_to_it
    return usable_mw / ratio.high, usable_mw / ratio.central, usable_mw / ratio.low


def _floor_it_mw(hall: Hall, checklist: Checklist) -> float | None:
    floor_m2 = hall.number("floor_m2")
    return None if floor_m2 is None else floor_m2 / checklist.ai_m2_per_mw.central
