"""A hall against what AI tenants ask: score, gaps, cost, what can be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bascule.study.readiness.answer import Answer
from bascule.study.readiness.checklist import Checklist, Item, Kept, Target
from bascule.study.readiness.hall import REDUNDANCY, Fact, Hall
from bascule.study.readiness.it_power import ItPower, it_power
from bascule.study.readiness.requirement import Requirement, answer
from bascule.study.sourced import Spread


class Verdict(StrEnum):
    """Where a hall stands for a target."""

    READY = "ready"
    AFTER_SPENDING = "after_spending"
    BLOCKED = "blocked"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was checked.

    Attributes:
        item: What is asked.
        asked: What the target asks of it.
        fact: What the hall has, None where nobody knows.
        answer: Met, lacking or unknown.
        low_musd_per_it_mw: What closing it costs at least, None where that is not a matter of stated money.
        central_musd_per_it_mw: At the central capital cost.
        high_musd_per_it_mw: At most.
    """

    item: Item
    asked: Requirement
    fact: Fact | None
    answer: Answer
    low_musd_per_it_mw: float | None
    central_musd_per_it_mw: float | None
    high_musd_per_it_mw: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the gaps cost per IT MW: the lower figures close what is lacking, the upper ones also what is unknown.

    Attributes:
        low_musd_per_it_mw: Lacking, at the low end.
        central_lacking_musd_per_it_mw: Lacking, central.
        central_unknown_too_musd_per_it_mw: Lacking and unknown, central.
        high_musd_per_it_mw: Lacking and unknown, at the high end.
    """

    low_musd_per_it_mw: float
    central_lacking_musd_per_it_mw: float
    central_unknown_too_musd_per_it_mw: float
    high_musd_per_it_mw: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """A hall for one target.

    Attributes:
        target: What it is to become.
        power: Meter MW turned into IT MW.
        checked: Everything that was asked, in order of the list.
        gaps: What is lacking, dearest first, what money does not close last.
        open: What nobody knows, in the same order.
        score_low_frac: Weight of what is met over all weight.
        score_high_frac: Weight of what is met or unknown over all weight.
        cost: What the gaps cost.
        verdict: Where it stands.
    """

    target: Target
    power: ItPower
    checked: tuple[Checked, ...]
    gaps: tuple[Checked, ...]
    open: tuple[Checked, ...]
    score_low_frac: float
    score_high_frac: float
    cost: Cost
    verdict: Verdict


def assess(hall: Hall, target: Target, checklist: Checklist) -> Readiness:
    """Check a hall against everything that a target asks."""
    power = it_power(hall, target, checklist)
    facts = facts_of(hall, power, checklist.gross_to_it.low)
    spread = checklist.capex_musd_per_it_mw
    asked = [item for item in checklist.items if target in item.asked]
    checked = tuple(_checked(item, target, facts.get(item.fact), spread) for item in asked)
    gaps, unsure = _dearest_first(checked, Answer.LACKING), _dearest_first(checked, Answer.UNKNOWN)
    low, high = score(checked)
    return Readiness(
        target=target,
        power=power,
        checked=checked,
        gaps=gaps,
        open=unsure,
        score_low_frac=low,
        score_high_frac=high,
        cost=cost_of(gaps, unsure),
        verdict=verdict_of(gaps, unsure),
    )


def facts_of(hall: Hall, power: ItPower, gross_to_it: float) -> dict[str, Fact]:
    """The hall's facts, and those that follow from them and the planned IT power.

    Args:
        hall: The hall.
        power: What its connection carries.
        gross_to_it: Meter MW per IT MW where no design PUE is known.
    """
    it_mw = power.central_it_mw if hall.planned_it_mw is None else hall.planned_it_mw
    facts = dict(hall.facts)
    floor_m2, firm_mw, redundancy = hall.number("floor_m2"), hall.number("firm_mw"), hall.word("redundancy")
    if floor_m2 is not None and it_mw > 0:
        facts["floor_m2_per_it_mw"] = floor_m2 / it_mw
    if firm_mw is not None:
        taken_mw = it_mw * (hall.number("design_pue") or gross_to_it)
        # Rounded, because IT power that was divided out of firm power must come back as all of it.
        facts["firm_share_frac"] = round(firm_mw / taken_mw, 9) if taken_mw > 0 else float(firm_mw > 0)
    if redundancy is not None:
        facts["redundancy_level"] = float(REDUNDANCY.index(redundancy))
    return facts


def score(checked: Sequence[Checked]) -> tuple[float, float]:
    """Share of the weight that is surely met, and that may be met."""
    total = sum(part.item.weight for part in checked)
    met = sum(part.item.weight for part in checked if part.answer is Answer.MET)
    lacking = sum(part.item.weight for part in checked if part.answer is Answer.LACKING)
    return met / total, (total - lacking) / total


def cost_of(gaps: Sequence[Checked], unsure: Sequence[Checked]) -> Cost:
    """Sums over what has a stated cost."""
    both = [*gaps, *unsure]
    return Cost(
        low_musd_per_it_mw=sum(part.low_musd_per_it_mw or 0.0 for part in gaps),
        central_lacking_musd_per_it_mw=sum(part.central_musd_per_it_mw or 0.0 for part in gaps),
        central_unknown_too_musd_per_it_mw=sum(part.central_musd_per_it_mw or 0.0 for part in both),
        high_musd_per_it_mw=sum(part.high_musd_per_it_mw or 0.0 for part in both),
    )


def verdict_of(gaps: Sequence[Checked], unsure: Sequence[Checked]) -> Verdict:
    """Blocked where something is lacking that spending on the hall does not bring; else what is unknown decides."""
    if any(part.item.must for part in gaps):
        return Verdict.BLOCKED
    if unsure:
        return Verdict.CANNOT_TELL
    return Verdict.AFTER_SPENDING if gaps else Verdict.READY


def kept(hall: Hall, checklist: Checklist) -> tuple[tuple[Kept, str], ...]:
    """What of the site AI can use: yes, part, no, nothing there, or unknown."""
    return tuple((part, _kept(part, hall)) for part in checklist.parts)


def _kept(part: Kept, hall: Hall) -> str:
    if not part.fact:
        return part.kept
    fact = hall.facts.get(part.fact)
    if fact is None:
        return "unknown"
    return "nothing there" if fact in (False, 0, "no") else part.kept


def _checked(item: Item, target: Target, fact: Fact | None, capex: Spread) -> Checked:
    asked, share = item.asked[target], item.capex_share_frac
    return Checked(
        item=item,
        asked=asked,
        fact=fact,
        answer=answer(fact, asked),
        low_musd_per_it_mw=None if share is None else share * capex.low,
        central_musd_per_it_mw=None if share is None else share * capex.central,
        high_musd_per_it_mw=None if share is None else share * capex.high,
    )


def _dearest_first(checked: Sequence[Checked], wanted: Answer) -> tuple[Checked, ...]:
    found = [part for part in checked if part.answer is wanted]
    return tuple(
        sorted(
            found, key=lambda part: (part.central_musd_per_it_mw is None, -(part.central_musd_per_it_mw or 0))
        )
    )
