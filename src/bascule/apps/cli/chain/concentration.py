"""Runs ``bascule chain concentration``: how few mine how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import ChainInputs, bundled_groups, read_chain, read_groups
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.period import cut_blocks
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.concentration_study import ConcentrationStudy, Drawing, study_blocks, study_counts
from bascule.chain.facts import ChainFacts
from bascule.chain.pool_groups import PoolGroups
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.windows import CALENDAR, Windows, calendar_windows, rolling_windows
from bascule.errors import InputError, InputProblem
from bascule.report.chain.concentration import concentration_section, concentration_tables
from bascule.report.chain.form import day
from bascule.report.messages import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for."""

    file: Path
    period: tuple[str | None, str | None]
    window: str
    unknown: UnknownRule | None
    groups: Path | None
    draws: int
    seed: int
    html: Path | None
    json: str | None


def run(asked: Request) -> None:
    """Measure concentration.

    Raises:
        InputError: Everything that is wrong with the request.
    """
    bare = problem_document(asked.file)
    if bare is not None:
        run_bare(bare, "concentration", asked.json)
        return
    refuse_unwritable(asked.html, asked.json)
    groups = bundled_groups() if asked.groups is None else read_groups(asked.groups)
    inputs = read_chain([asked.file])
    with waiting(say("chain_counting")):
        study = _study(inputs, asked, groups)
    shown = page(
        text("chain.title.concentration"),
        [concentration_section(study)],
        period=text("chain.period", start=day(study.start_s), end=day(study.end_s)),
        headline="",
    )
    found = document("concentration", inputs.sources, concentration_json(study, asked.seed))
    put_out(concentration_tables(study), found, asked.json, asked.html, shown)


def concentration_json(study: ConcentrationStudy, seed: int) -> dict[str, Json]:
    """What was measured, without the counts of every window."""
    return {
        "blocks": study.blocks,
        "unknown": study.unknown,
        "groups": plain(study.groups),
        "group_statements": plain(study.statements),
        "seed": seed,
        "window_starts_s": None if study.windows is None else plain(study.windows.start_s),
        "cases": [
            {
                "grouped": case.grouped,
                "rule": case.rule.value,
                "whole": plain(case.whole),
                "whole_nakamoto_third": case.whole_nakamoto_third,
                "bands": plain(case.bands),
                "windows": plain(case.path),
                "window_bands": plain(case.path_bands),
            }
            for case in study.cases
        ],
    }


def _study(inputs: ChainInputs, asked: Request, groups: PoolGroups) -> ConcentrationStudy:
    rules = tuple(UnknownRule) if asked.unknown is None else (asked.unknown,)
    drawing = Drawing(draws=asked.draws, seed=asked.seed)
    with refusing(asked.file.name, "blocks"):
        if inputs.blocks is not None:
            blocks = cut_blocks(inputs.blocks, asked.period)
            return study_blocks(blocks, windows_of(blocks, asked.window), groups, rules, drawing)
        if inputs.facts.pools is not None:
            return study_facts(inputs.facts, groups, rules, drawing)
    hint = "needs blocks with pools, or an explorer's answer that counts them"
    raise InputError([InputProblem(file=asked.file.name, field="columns", value="", hint=hint)])


def study_facts(
    facts: ChainFacts, groups: PoolGroups, rules: Sequence[UnknownRule], drawing: Drawing
) -> ConcentrationStudy:
    """Measure what an explorer counted: blocks of its window in no named pool are unknown."""
    pools = {name: blocks for name, blocks in (facts.pools or {}).items() if name.lower() != UNKNOWN}
    total = facts.pool_blocks or sum((facts.pools or {}).values())
    return study_counts(pools, total - sum(pools.values()), groups, rules, drawing, ", ".join(facts.sources))


def windows_of(blocks: Blocks, window: str) -> Windows:
    """Windows by name, or of a number of blocks each, seven per window.

    Raises:
        InputError: It is neither.
    """
    if window in CALENDAR:
        return calendar_windows(blocks, window)
    plain_number = window.replace(",", "")
    if plain_number.isdecimal() and 0 < int(plain_number) <= blocks.count:
        return rolling_windows(blocks, int(plain_number), max(1, int(plain_number) // 7))
    hint = f"must be {', '.join(CALENDAR)}, or a number of blocks from 1 to {blocks.count:,}"
    raise InputError([InputProblem(file="command line", field="--window", value=window[:40], hint=hint)])
