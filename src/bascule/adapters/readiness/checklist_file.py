"""The bundled checklist: what AI tenants ask of a hall."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.document import parse_document
from bascule.adapters.files.entry_document import entry_of
from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry, SpreadEntry
from bascule.adapters.readiness.rig_entry import RigEntry, TaskEntry
from bascule.study.readiness.checklist import Checklist, Item, Kept, Target
from bascule.study.readiness.requirement import AtLeast, AtMost, OneOf, Requirement
from bascule.study.readiness.rig import Rig
from bascule.study.readiness.training_node import TrainingTask
from bascule.study.sourced import Source

BUNDLED: Final = "readiness.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessData:
    """What the bundled file holds.

    Attributes:
        checklist: What is asked of a hall.
        rigs: Machines to compare with.
        tasks: Models to train.
        tasks_source: Where these come from.
    """

    checklist: Checklist
    rigs: tuple[Rig, ...]
    tasks: tuple[TrainingTask, ...]
    tasks_source: Source


class AskedEntry(Entry):
    """What a target asks: exactly one of three forms."""

    at_least: float | None = Field(default=None, description="number that must be reached")
    at_most: float | None = Field(default=None, description="number that must not be passed")
    one_of: list[str] | None = Field(default=None, description="words, or [yes]")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """None or several forms."""
        del zone
        if sum(part is not None for part in (self.at_least, self.at_most, self.one_of)) != 1:
            yield Finding(path=(), hint="give exactly one of at_least, at_most, one_of")

    def to_model(self) -> Requirement:
        """The noun."""
        if self.at_least is not None:
            return AtLeast(value=self.at_least)
        return OneOf(words=tuple(self.one_of or ())) if self.at_most is None else AtMost(value=self.at_most)


class ItemEntry(SourcedEntry):
    """One thing that is asked for."""

    id: Name = Field(description="name in answers")
    title: Name = Field(description="what people call it")
    area: Name = Field(description="power, cooling, building, fibre, grid, law or staff")
    fact: Name = Field(description="fact of the hall that decides")
    unit: str = Field(description="of the fact")
    asked: dict[Literal["training_shell", "inference"], AskedEntry] = Field(description="by target")
    weight: Annotated[float, Field(gt=0, le=100)] = Field(description="in the score")
    capex_share_frac: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="of all capital cost"
    )
    must: bool = Field(default=False, description="whether spending on the hall does not bring it")
    remedy: Sentence = Field(description="what to do")

    def to_model(self, stale_after: str) -> Item:
        """The noun."""
        return Item(
            id=self.id,
            title=self.title,
            area=self.area,
            fact=self.fact,
            unit=self.unit,
            asked={Target(name): asked.to_model() for name, asked in self.asked.items()},
            weight=self.weight,
            capex_share_frac=self.capex_share_frac,
            must=self.must,
            remedy=self.remedy,
            source=self.said(stale_after),
        )


class PartEntry(SourcedEntry):
    """A part of a mining site."""

    name: Name = Field(description="what it is")
    kept: Literal["yes", "part", "no"] = Field(description="whether AI can use it")
    fact: str = Field(default="", description="fact without which there is nothing to keep")
    why: Sentence = Field(description="the reason")

    def to_model(self, stale_after: str) -> Kept:
        """The noun."""
        return Kept(
            name=self.name, kept=self.kept, fact=self.fact, why=self.why, source=self.said(stale_after)
        )


class ChecklistEntry(Entry):
    """The whole file."""

    stale_after: Day = Field(description="last day for figures that state none")
    capex_musd_per_it_mw: SpreadEntry = Field(description="shell and power, no GPUs")
    earlier_capex_musd_per_it_mw: SpreadEntry = Field(description="what was said before")
    gross_to_it: SpreadEntry = Field(description="meter MW per IT MW")
    convertible_frac: SpreadEntry = Field(description="of a miner's MW")
    replaced_frac: SpreadEntry = Field(description="of the gear")
    ai_m2_per_mw: SpreadEntry = Field(description="floor of an AI hall")
    mining_m2_per_mw: SpreadEntry = Field(description="floor of a mining hall")
    power_factor: SpreadEntry = Field(description="MW per MVA")
    split: SourcedEntry = Field(description="where the shares of capital cost come from")
    weights: SourcedEntry = Field(description="where the weights come from")
    items: Annotated[list[ItemEntry], Field(min_length=1)] = Field(description="what is asked")
    parts: list[PartEntry] = Field(description="what a mining site has")
    tasks: Annotated[list[TaskEntry], Field(min_length=1)] = Field(description="models to train")
    tasks_source: SourcedEntry = Field(description="where these come from")
    rigs: list[RigEntry] = Field(description="machines to compare with")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Shares of capital cost that do not add up to one."""
        del zone
        total = sum(item.capex_share_frac or 0.0 for item in self.items)
        if abs(total - 1) > 1e-9:
            yield Finding(path=("items",), value=f"{total:g}", hint="capex_share_frac must add up to 1")

    def to_model(self) -> ReadinessData:
        """The nouns."""
        stale = self.stale_after.isoformat()
        checklist = Checklist(
            items=tuple(item.to_model(stale) for item in self.items),
            parts=tuple(part.to_model(stale) for part in self.parts),
            capex_musd_per_it_mw=self.capex_musd_per_it_mw.to_model(stale),
            earlier_capex_musd_per_it_mw=self.earlier_capex_musd_per_it_mw.to_model(stale),
            gross_to_it=self.gross_to_it.to_model(stale),
            convertible_frac=self.convertible_frac.to_model(stale),
            replaced_frac=self.replaced_frac.to_model(stale),
            ai_m2_per_mw=self.ai_m2_per_mw.to_model(stale),
            mining_m2_per_mw=self.mining_m2_per_mw.to_model(stale),
            power_factor=self.power_factor.to_model(stale),
            split=self.split.said(stale),
            weights=self.weights.said(stale),
        )
        return ReadinessData(
            checklist=checklist,
            rigs=tuple(rig.to_model(stale) for rig in self.rigs),
            tasks=tuple(task.to_model() for task in self.tasks),
            tasks_source=self.tasks_source.said(stale),
        )


def bundled_readiness() -> ReadinessData:
    """The checklist, machines and models that ship with the package."""
    text = files("bascule.adapters.catalogue").joinpath("data", BUNDLED).read_text(encoding="utf-8")
    return entry_of(parse_document(text, BUNDLED), ChecklistEntry).to_model()
