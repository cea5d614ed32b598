"""Runs ``bascule chain attack``: odds, cost and what pays against it, in a scenario's world."""

from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.apps.cli.chain.world import stale_banners, world
from bascule.chain.attack_study import attack_study
from bascule.report.chain.attack import attack_section, attack_tables
from bascule.report.messages import text


def run(file: Path | None, *, html: Path | None, json: str | None) -> None:
    """Study attack in a world.

    Raises:
        InputError: Everything that is wrong with the file.
    """
    bare = None if file is None else problem_document(file)
    if bare is not None:
        run_bare(bare, "attack", json)
        return
    refuse_unwritable(html, json)
    scenario = world(file)
    with refusing("scenario" if file is None else file.name, "attack"):
        study = attack_study(scenario)
    banners = stale_banners(scenario, datetime.now(UTC).date())
    shown = page(
        text("chain.title.attack"),
        [attack_section(study)],
        period=scenario.name,
        headline="",
        banners=banners,
    )
    found = document("attack", () if file is None else (file.name,), {"study": plain(study)})
    put_out(attack_tables(study), found, json, html, shown, banners=banners)
