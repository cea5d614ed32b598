"""Runs ``bascule chain supply``: who mines at which hashprice, before and after the exits of a scenario."""

from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.chain.world import stale_banners, world
from bascule.chain.supply_change import supply_change
from bascule.report.chain.supply import equilibrium_table, supply_section, who_runs
from bascule.report.messages import text


def run(file: Path | None, *, html: Path | None, json: str | None) -> None:
    """Show the supply of hashrate.

    Raises:
        InputError: Everything that is wrong with the file.
    """
    bare = None if file is None else problem_document(file)
    if bare is not None:
        run_bare(bare, "supply", json)
        return
    refuse_unwritable(html, json)
    scenario = world(file)
    change = supply_change(scenario)
    tables = [equilibrium_table(change), *who_runs(scenario.cohorts, change)]
    section = supply_section(scenario.cohorts, change)
    banners = stale_banners(scenario, datetime.now(UTC).date())
    shown = page(text("chain.title.supply"), [section], period=scenario.name, headline="", banners=banners)
    found = document(
        "supply",
        () if file is None else (file.name,),
        {"scenario": scenario.name, "cohorts": plain(scenario.cohorts), "change": plain(change)},
    )
    put_out(tables, found, json, html, shown, banners=banners)
