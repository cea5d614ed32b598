"""Scenario files: a stated world of miners and who leaves it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import Field, ValidationError

from bascule.adapters.chain.scenario_entries import (
    CohortEntry,
    ExitEntry,
    JointEntry,
    NetworkEntry,
    RangeEntry,
    RegionEntry,
    ResaleEntry,
    ResponseEntry,
)
from bascule.adapters.files.document import Document, parse_document, read_document
from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_finding import Finding, problems
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_hints import entry_findings
from bascule.chain.scenario import PivotScenario
from bascule.chain.statement import Statement
from bascule.errors import InputError

BUNDLED: Final = "pivot.yaml"
ATTACK_INPUTS: Final = frozenset(
    {
        "days",
        "j_per_th",
        "usd_per_mwh",
        "hardware_usd_per_th",
        "site_usd_per_mw",
        "resale_frac",
        "idle_availability_frac",
    }
)

T = TypeVar("T")


class ScenarioEntry(Entry):
    """A whole file."""

    name: Sentence = Field(description="what people call it")
    start: Day = Field(description="day 0")
    days: Annotated[int, Field(ge=1, le=3660)] = Field(description="how long to look")
    stale_after: Day | None = Field(default=None, description="last day for which it can be relied on")
    network: NetworkEntry = Field(description="price, fees, height and difficulty at the start")
    cohorts: Annotated[list[CohortEntry], Field(min_length=1)] = Field(description="everybody's machines")
    exits: list[ExitEntry] = Field(default_factory=list, description="who leaves")
    response: ResponseEntry | None = Field(default=None, description="how the others answer")
    resale: ResaleEntry | None = Field(default=None, description="where sold machines start again")
    regions: list[RegionEntry] = Field(default_factory=list, description="regions of the grid")
    joint_shock: JointEntry | None = Field(default=None, description="AI rent and bitcoin together")
    attack: dict[str, RangeEntry] = Field(default_factory=dict, description="what an attacker pays")


def bundled_scenario() -> PivotScenario:
    """The scenario that ships with the package."""
    return scenario_of(parse_document(scenario_text(), BUNDLED))


def scenario_text() -> str:
    """Text of the bundled scenario, to copy and edit."""
    return files("bascule.adapters.catalogue").joinpath("data", BUNDLED).read_text(encoding="utf-8")


def read_scenario(path: Path) -> PivotScenario:
    """Read a scenario.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return scenario_of(read_document(path))


def scenario_of(document: Document) -> PivotScenario:
    """The scenario of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    try:
        entry = ScenarioEntry.model_validate(document.value)
    except ValidationError as error:
        found = list(entry_findings(error, ScenarioEntry, ()))
        raise InputError(problems(document.name, found, document.lines)) from None
    findings = list(_findings(entry))
    if findings:
        raise InputError(problems(document.name, findings, document.lines))
    try:
        return _scenario(entry)
    except ValueError as error:
        raise InputError(
            problems(document.name, [Finding(path=(), hint=str(error))], document.lines)
        ) from None


def _findings(entry: ScenarioEntry) -> Iterator[Finding]:
    regions = {region.name for region in entry.regions}
    for index, leaving in enumerate(entry.exits):
        if leaving.region is not None and leaving.region not in regions:
            yield Finding(
                path=("exits", index, "region"), value=leaving.region, hint="is no region of this file"
            )
        yield from _tried(("exits", index), partial(leaving.to_model, entry.start))
    for name, part in entry.attack.items():
        if name not in ATTACK_INPUTS:
            yield Finding(path=("attack", name), hint=f"must be one of {', '.join(sorted(ATTACK_INPUTS))}")
        yield from _tried(("attack", name), part.to_model)
    names = [leaving.name for leaving in entry.exits]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Finding(path=("exits", index, "name"), value=name, hint="stands twice: name each exit once")


def _tried(path: Place, make: Callable[[], object]) -> Iterator[Finding]:
    try:
        make()
    except ValueError as error:
        yield Finding(path=path, hint=str(error))


def _scenario(entry: ScenarioEntry) -> PivotScenario:
    start = datetime(entry.start.year, entry.start.month, entry.start.day, tzinfo=UTC)
    return PivotScenario(
        name=entry.name,
        start_s=int(start.timestamp()),
        days=entry.days,
        usd_per_btc=entry.network.btc_usd,
        fees_btc_per_block=entry.network.fees_btc_per_block,
        height=entry.network.height,
        difficulty=entry.network.difficulty,
        cohorts=tuple(part.to_model() for part in entry.cohorts),
        exits=tuple(part.to_model(entry.start) for part in entry.exits),
        **({} if entry.response is None else {"response": entry.response.to_model()}),
        resale=None if entry.resale is None else entry.resale.to_model(),
        regions=tuple(part.to_model() for part in entry.regions),
        joint=None if entry.joint_shock is None else entry.joint_shock.to_model(),
        attack={name: part.to_model() for name, part in entry.attack.items()},
        statements=dict(_statements(entry)),
        stale_after="" if entry.stale_after is None else entry.stale_after.isoformat(),
    )


def _statements(entry: ScenarioEntry) -> Iterator[tuple[str, Statement]]:
    yield "network", entry.network.statement()
    for name, part in (
        ("response", entry.response),
        ("resale", entry.resale),
        ("joint_shock", entry.joint_shock),
    ):
        if part is not None:
            yield name, part.statement()
    for cohort in entry.cohorts:
        yield f"cohort {cohort.name}", cohort.statement()
    for leaving in entry.exits:
        yield f"exit {leaving.name}", leaving.statement()
    for region in entry.regions:
        yield f"region {region.name}", region.statement()
    for name, figure in entry.attack.items():
        yield f"attack {name}", figure.statement()
