"""Runs ``bascule plan hindcast``: what the rules would have decided at past dates, and what they would have earned."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bascule.apps.chain_json import plain
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.cli.progress import waiting
from bascule.apps.hindcast_json import dated_json, hindcast_json
from bascule.apps.hindcast_wiring import read_days, read_hindcast
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.chain.days import ChainDays
from bascule.report.hindcast.page import banners, earned, headline, hindcast_page, terminal_tables
from bascule.report.messages import text
from bascule.study.hindcast.hindcast import Hindcast, hindcast
from bascule.study.hindcast.plan import HindcastPlan


def run(file: Path, days: Sequence[Path], *, html: Path | None, json: str | None) -> None:
    """Decide at every date, book what followed, tell and write.

    Args:
        file: What is stated.
        days: Tables of days of the network.
        html: File for the page.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with the files or the places to write to.
    """
    refuse_unwritable(html, json)
    plan, known = read_hindcast(file), read_days(days)
    with refusing(", ".join(path.name for path in days), "date"), waiting(text("hindcast.running")):
        found = hindcast(plan, known)
    put_out(
        list(terminal_tables(found)),
        _document([file, *days], plan, known, found),
        json,
        html,
        hindcast_page(plan, found, ["bascule", *sys.argv[1:]]),
        headline=" ".join(f"{headline(one)} {earned(one)}".strip() for one in found),
        banners=banners(plan, found),
    )


def _document(
    files: Sequence[Path], plan: HindcastPlan, days: ChainDays, found: Sequence[Hindcast]
) -> dict[str, Json]:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_hindcast",
        "sources": [path.name for path in files],
        "name": plan.name,
        "currency": plan.currency,
        "measure": plan.measure,
        "basis": "per meter MW, after tax",
        "continuous_rate_per_year": plan.rate,
        "pricing_drift_per_year": plan.hashprice.drift,
        "assumed": {
            "hashprice": plain(plan.hashprice),
            "rent": plain(plan.rent),
            "mining": plain(plan.mining),
            "shell": plain(plan.shell),
            "lease": plain(plan.lease),
            "tax_frac": plan.tax_frac,
            "horizon_quarters": plan.quarters,
        },
        "inputs": [dated_json(one) for one in (plan.power, plan.fleet, plan.capex, *plan.context)],
        "first_day_of_data": _day(days.starts_s[0]),
        "last_day_of_data": _day(days.starts_s[-1]),
        "series": [hindcast_json(one) for one in found],
    }


def _day(moment_s: int) -> str:
    return datetime.fromtimestamp(int(moment_s), tz=UTC).date().isoformat()
