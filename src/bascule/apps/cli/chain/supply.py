"""Runs ``bascule chain supply``: who mines at which hashprice, before and after the exits of a scenario."""

from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.chain.bare import problem_document, run_bare
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.chain.world import stale_banners, world
from bascule.chain.equilibrium import equilibrium
from bascule.chain.joint_shock import without
from bascule.chain.pivot import network_revenue_usd_per_day
from bascule.report.chain.supply import cohorts_table, equilibrium_table, supply_section
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
    revenue = network_revenue_usd_per_day(scenario)
    before = equilibrium(scenario.cohorts, revenue)
    later = without(scenario, [leaving.name for leaving in scenario.exits])
    after = equilibrium(later, revenue) if scenario.exits else None
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    left = sum(leaving.hashrate_eh_s(of[leaving.cohort].j_per_th) for leaving in scenario.exits)
    tables = [equilibrium_table(before, after, left), cohorts_table(scenario.cohorts, before)]
    if after is not None:
        tables.append(cohorts_table(later, after, after=True))
    section = supply_section(scenario.cohorts, before, later, after, left)
    banners = stale_banners(scenario, datetime.now(UTC).date())
    shown = page(text("chain.title.supply"), [section], period=scenario.name, headline="", banners=banners)
    found = document(
        "supply",
        () if file is None else (file.name,),
        {
            "scenario": scenario.name,
            "revenue_usd_per_day": revenue,
            "cohorts": plain(scenario.cohorts),
            "before": plain(before),
            "cohorts_after": plain(later),
            "after": plain(after),
            "left_eh_s": left,
        },
    )
    put_out(tables, found, json, html, shown, banners=banners)
