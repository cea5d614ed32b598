"""Runs ``bascule chain exit``: what conversions to AI do to the network, with and without the answer of those who stay."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import scenario_text
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.chain.world import stale_banners, world
from bascule.apps.cli.progress import waiting
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.chain.grid_effects import grid_effects
from bascule.chain.joint_shock import joint_shock
from bascule.chain.pivot import Pivot, PivotRun, pivot
from bascule.chain.pivot_sensitivity import Sensitivity, pivot_sensitivity
from bascule.chain.scenario import PivotScenario
from bascule.chain.supply_change import supply_change
from bascule.report.chain.form import day, number
from bascule.report.chain.pivot import pivot_section, pivot_tables
from bascule.report.chain.supply import supply_section
from bascule.report.messages import text
from bascule.report.numbers import percent
from bascule.units import SECONDS_PER_DAY


def run(file: Path | None, *, template: bool, html: Path | None, json: str | None) -> None:
    """Run a scenario.

    Args:
        file: Scenario; None for the bundled one.
        template: Print the bundled scenario instead of running it.
        html: File for the page.
        json: File for the answer.

    Raises:
        InputError: Everything that is wrong with the file.
    """
    if template:
        sys.stdout.write(scenario_text())
        return
    refuse_unwritable(html, json)
    scenario = world(file)
    with waiting(say("chain_simulating")):
        found, sensitivity = pivot(scenario), pivot_sensitivity(scenario)
    banners = stale_banners(scenario, datetime.now(UTC).date())
    shown = page(
        text("chain.title.exit", name=scenario.name),
        [pivot_section(found, sensitivity), supply_section(scenario.cohorts, supply_change(scenario))],
        period=_period(scenario),
        headline=_headline(found),
        tiles=_tiles(found),
        banners=banners,
    )
    answer = document("exit", () if file is None else (file.name,), _found(found, sensitivity))
    put_out(
        pivot_tables(found, sensitivity),
        answer,
        json,
        html,
        shown,
        headline=_headline(found),
        banners=banners,
    )


def _period(scenario: PivotScenario) -> str:
    end_s = scenario.start_s + scenario.days * SECONDS_PER_DAY
    return text("chain.period", start=day(scenario.start_s), end=day(end_s))


def _headline(found: Pivot) -> str:
    stay, answer, alone = found.stay.path, found.answer.path, found.subtraction.path
    return text(
        "chain.pivot.headline",
        left=number(found.left_eh_s, 0),
        alone=percent(float(1 - alone.hashrate_eh_s[-1] / stay.hashrate_eh_s[-1])),
        answer=percent(float(1 - answer.hashrate_eh_s[-1] / stay.hashrate_eh_s[-1])),
        before=number(float(found.stay.income.usd_per_ph_day[-1]), 2),
        after=number(float(found.answer.income.usd_per_ph_day[-1]), 2),
    )


def _tiles(found: Pivot) -> list[tuple[str, str]]:
    return [
        (f"{number(found.left_eh_s, 1)} EH/s", text("chain.tile.left")),
        (percent(found.pass_through_frac), text("chain.tile.pass_through")),
        (f"{number(float(found.answer.idle_eh_s[-1]), 1)} EH/s", text("chain.tile.idle")),
        (f"{number(float(found.answer.path.block_s.max()), 0)} s", text("chain.tile.slowest")),
    ]


def _found(found: Pivot, sensitivity: tuple[Sensitivity, ...]) -> dict[str, Json]:
    return {
        "scenario": plain(found.scenario),
        "left_eh_s": found.left_eh_s,
        "pass_through_frac": found.pass_through_frac,
        "stay": _run(found.stay),
        "subtraction": _run(found.subtraction),
        "answer": _run(found.answer),
        "sensitivity": plain(sensitivity),
        "grid": plain(grid_effects(found.scenario)),
        "joint_shock": plain(joint_shock(found.scenario)),
    }


def _run(run_: PivotRun) -> dict[str, Json]:
    return {
        "hashrate_eh_s": plain(run_.path.hashrate_eh_s),
        "block_s": plain(run_.path.block_s),
        "difficulty": plain(run_.path.difficulty_end),
        "usd_per_ph_day": plain(run_.income.usd_per_ph_day),
        "issuance_btc": plain(run_.income.issuance_btc),
        "revenue_usd": plain(run_.income.revenue_usd),
        "power_mw": plain(run_.power_mw),
        "idle_eh_s": plain(run_.idle_eh_s),
        "energy_twh": run_.energy_twh,
        "retargets": plain(run_.path.retargets),
        "on_eh_s": {c.name: plain(on) for c, on in zip(run_.cohorts, run_.on_eh_s, strict=True)},
    }
