"""What AI tenants ask of a hall, what closing each gap takes, and what of a mining site can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bascule.study.readiness.requirement import Requirement
from bascule.study.sourced import Source, Spread


class Target(StrEnum):
    """What the hall is to become."""

    TRAINING_SHELL = "training_shell"
    INFERENCE = "inference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is asked for.

    Attributes:
        id: Name in files.
        title: What people call it.
        area: What it belongs to, such as power or cooling.
        fact: Fact of the hall that decides.
        unit: Unit of the fact, empty for words.
        asked: What each target asks; a target that is not in it does not ask.
        weight: How much it counts in the score, above zero.
        capex_share_frac: Share of the whole capital cost per IT MW that closing it takes; None where money is not what
            closes it or nobody says how much.
        must: Whether no spending on the hall makes good for it.
        remedy: What to do where it is lacking, and whom to ask where it is unknown.
        source: Who says what is asked.
    """

    id: str
    title: str
    area: str
    fact: str
    unit: str
    asked: Mapping[Target, Requirement]
    weight: float
    capex_share_frac: float | None
    must: bool
    remedy: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part of a mining site.

    Attributes:
        name: What it is.
        kept: Whether AI can use it: yes, part or no.
        fact: Fact of the hall without which there is nothing to keep, empty for none.
        why: The reason.
        source: Who says so.
    """

    name: str
    kept: str
    fact: str
    why: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Everything that is asked, with what it costs.

    Attributes:
        items: What is asked.
        parts: What a mining site has.
        capex_musd_per_it_mw: Shell and power, no GPUs.
        earlier_capex_musd_per_it_mw: What was said of it before, to see how it moved.
        gross_to_it: Meter MW per critical IT MW: PUE, and power held back for redundancy.
        convertible_frac: Share of a miner's megawatts that suit AI at all.
        replaced_frac: Share of the gear that is replaced.
        ai_m2_per_mw: Floor of an AI hall.
        mining_m2_per_mw: Floor of a mining hall.
        power_factor: MW per MVA of transformers.
        split: Where the shares of capital cost come from.
        weights: Where the weights come from.
    """

    items: tuple[Item, ...]
    parts: tuple[Kept, ...]
    capex_musd_per_it_mw: Spread
    earlier_capex_musd_per_it_mw: Spread
    gross_to_it: Spread
    convertible_frac: Spread
    replaced_frac: Spread
    ai_m2_per_mw: Spread
    mining_m2_per_mw: Spread
    power_factor: Spread
    split: Source
    weights: Source
