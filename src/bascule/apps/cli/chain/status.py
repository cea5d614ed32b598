"""Runs ``bascule chain status``: the network as it is, and one page of everything that the files allow."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import ChainInputs, bundled_groups, bundled_scenario, read_chain
from bascule.apps.cli.chain.concentration import study_facts
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.chain.world import stale_banners
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.chain.anchors import start_bits
from bascule.chain.attack_study import attack_study
from bascule.chain.concentration_study import ConcentrationStudy, Drawing, study_blocks
from bascule.chain.facts import ChainFacts
from bascule.chain.hashprice_levels import day_hashprice
from bascule.chain.next_adjustment import adjustment_scores
from bascule.chain.pivot import pivot
from bascule.chain.pivot_sensitivity import pivot_sensitivity
from bascule.chain.replay import Replayed, difficulty_of_blocks, replay_blocks, whole_periods
from bascule.chain.status import WEEK_BLOCKS, ChainStatus, chain_status
from bascule.chain.supply_change import supply_change
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.windows import calendar_windows
from bascule.model.series import Floats
from bascule.report.chain.attack import attack_section
from bascule.report.chain.concentration import concentration_section, rules_table
from bascule.report.chain.hashprice import hashprice_section
from bascule.report.chain.pivot import pivot_section
from bascule.report.chain.retarget import retarget_section
from bascule.report.chain.status import status_section, status_table
from bascule.report.chain.supply import supply_section
from bascule.report.figures.page import Section
from bascule.report.messages import text

_DRAWING = Drawing(draws=200, seed=1)
_FEW_PERIODS = 4


def run(
    files: tuple[Path, ...],
    *,
    usd_per_btc: float | None,
    j_per_th: float,
    html: Path | None,
    json: str | None,
) -> None:
    """Show the network as the files have it.

    Args:
        files: Blocks, days and explorers' answers.
        usd_per_btc: Price, where no file states one.
        j_per_th: Efficiency at which a MWh is valued.
        html: File for one page of everything.
        json: File for the answer.

    Raises:
        InputError: Everything that is wrong with the files.
    """
    refuse_unwritable(html, json)
    inputs = read_chain(files)
    periods, difficulties = _difficulties(inputs)
    facts = ChainFacts.joined((_day_facts(inputs), inputs.facts))
    status = chain_status(inputs.blocks, difficulties, facts, usd_per_btc)
    with refusing("files", "pools"), waiting(say("chain_counting")):
        last = _last_week(inputs)
        sections = [] if html is None else _sections(inputs, periods, status, j_per_th)
    tables = [status_table(status, j_per_th), *(() if last is None else (rules_table(last),))]
    banners = () if html is None else stale_banners(bundled_scenario(), datetime.now(UTC).date())
    shown = page(
        text("chain.title.status"), sections, period=", ".join(inputs.sources), headline="", banners=banners
    )
    found = document("status", inputs.sources, {"status": plain(status), "concentration": _cases(last)})
    put_out(tables, found, json, html, shown)


def _difficulties(inputs: ChainInputs) -> tuple[tuple[Replayed, ...], Floats | None]:
    blocks = inputs.blocks
    if blocks is None:
        return (), None
    found = start_bits(blocks, None)
    if found is None or not whole_periods(blocks):
        return (), None
    periods = replay_blocks(blocks, found)
    return periods, difficulty_of_blocks(blocks, periods)


def _day_facts(inputs: ChainInputs) -> ChainFacts:
    """Price and fees of the last block's day, or of the last day that has them where there are no blocks."""
    days, blocks = inputs.days, inputs.blocks
    if days is None:
        return ChainFacts()
    end_s = int(days.starts_s[-1]) if blocks is None else int(blocks.times_s[-1])
    known = np.flatnonzero(np.isfinite(days.usd_per_btc) & (days.starts_s <= end_s))
    if not len(known):
        return ChainFacts()
    at = int(known[-1])
    count = float(days.blocks[at])
    fees = float(days.fees_btc[at]) / count if count > 0 and np.isfinite(days.fees_btc[at]) else None
    return ChainFacts(usd_per_btc=float(days.usd_per_btc[at]), fees_btc_per_block=fees, sources=())


def _last_week(inputs: ChainInputs) -> ConcentrationStudy | None:
    blocks = inputs.blocks
    if blocks is not None and blocks.pools is not None and blocks.count >= WEEK_BLOCKS:
        part = blocks.part(blocks.count - WEEK_BLOCKS, blocks.count)
        return study_blocks(
            part, calendar_windows(part, "week"), bundled_groups(), tuple(UnknownRule), _DRAWING
        )
    if inputs.facts.pools is not None:
        return study_facts(inputs.facts, bundled_groups(), tuple(UnknownRule), _DRAWING)
    return None


def _sections(
    inputs: ChainInputs, periods: tuple[Replayed, ...], status: ChainStatus, j_per_th: float
) -> list[Section]:
    """Everything that the files allow, then the bundled scenario."""
    sections = [status_section(status, j_per_th)]
    blocks = inputs.blocks
    if blocks is not None and blocks.pools is not None:
        windows = calendar_windows(blocks, "week" if blocks.count < 60 * WEEK_BLOCKS else "month")
        study = study_blocks(blocks, windows, bundled_groups(), tuple(UnknownRule), _DRAWING)
        sections.append(concentration_section(study))
    elif inputs.facts.pools is not None:
        facts_study = study_facts(inputs.facts, bundled_groups(), tuple(UnknownRule), _DRAWING)
        sections.append(concentration_section(facts_study))
    if blocks is not None and periods:
        scores = adjustment_scores(blocks) if len(periods) >= _FEW_PERIODS else None
        sections.append(retarget_section(periods, scores))
    if inputs.days is not None:
        sections.append(hashprice_section(inputs.days, day_hashprice(inputs.days), j_per_th))
    scenario = bundled_scenario()
    return [
        *sections,
        pivot_section(pivot(scenario), pivot_sensitivity(scenario)),
        supply_section(scenario.cohorts, supply_change(scenario)),
        attack_section(attack_study(scenario)),
    ]


def _cases(study: ConcentrationStudy | None) -> list[Json] | None:
    if study is None:
        return None
    return [
        {"grouped": case.grouped, "rule": case.rule.value, "whole": plain(case.whole)} for case in study.cases
    ]
