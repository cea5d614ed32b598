"""Runs ``bascule check``: reads a site file and prints what was understood."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.contract_tables import contracts_table, jobs_table
from bascule.apps.cli.findings import show_basis, show_notes, show_rules
from bascule.apps.cli.period import read_period
from bascule.apps.cli.problems import Problems
from bascule.apps.cli.screen import Screen
from bascule.apps.cli.site_tables import (
    connection_table,
    fleet_table,
    plant_table,
    pool_table,
    series_table,
)
from bascule.apps.cli.words import say
from bascule.apps.site_json import site_document
from bascule.apps.wiring import SiteFile, read_market, read_site
from bascule.model.market import Market
from bascule.model.needs import needed_series
from bascule.model.rule import Rule
from bascule.report.messages import text
from bascule.report.numbers import fixed
from bascule.report.rules import rule_statement


def run(
    *,
    site: Path,
    market: tuple[str, ...],
    start: str | None,
    end: str | None,
    hashprice_usd_per_ph_day: float,
    json: str | None,
) -> None:
    """Check a site file, and market files where there are any.

    Args:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec; none to check the site alone.
        start: First moment of a period that must be covered, as written.
        end: Moment after its last, as written.
        hashprice_usd_per_ph_day: For the break-evens shown.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong.
    """
    problems, file, known, period = Problems(), None, None, None
    problems.add(unwritable_json(json))
    _refuse_halves(market, start, end, problems)
    with problems.collecting():
        file = read_site(site)
        if market and start is not None and end is not None:
            period = read_period(start, end, file.site.time_zone)
            known = read_market(file.site, market, *period)
    problems.raise_any()
    if file is not None:
        needed = needed_series(file.site)
        answer(json, site_document(file.site, file.notes, needed, file.text_hash))
        screen = screen_beside(json)
        _show(screen, file, hashprice_usd_per_ph_day)
        _show_rules(screen, file.site.rules, period)
        if known is not None:
            _show_market(screen, file.site.time_zone, known)
        screen.line()
        screen.line(text("cli.site_fits", file=site.name), "bold green")


def _refuse_halves(market: tuple[str, ...], start: str | None, end: str | None, problems: Problems) -> None:
    given = {"--market": bool(market), "--from": start is not None, "--to": end is not None}
    for option in [option for option, there in given.items() if not there and any(given.values())]:
        problems.refuse(option, "", "is missing: --market, --from and --to belong together")


def _show_rules(screen: Screen, rules: tuple[Rule, ...], period: tuple[datetime, datetime] | None) -> None:
    """Rules of a period with what changes in it, or all that the site ever uses."""
    if period is not None:
        show_rules(screen, rules, *period)
        return
    for rule in rules:
        screen.line(say("assumption", statement=rule_statement(rule), source=rule.source))


def _show(screen: Screen, file: SiteFile, hashprice: float) -> None:
    site = file.site
    screen.line(site.name, "bold")
    screen.line(say("place", country=site.country, zone=site.time_zone, code=site.currency))
    screen.table(connection_table(site))
    for fleet in site.fleets:
        screen.table(fleet_table(fleet, hashprice))
    for pool in site.pools:
        screen.table(pool_table(pool))
    screen.table(plant_table(site))
    screen.table(contracts_table(site))
    screen.table(jobs_table(site))
    screen.table(series_table(site))
    screen.line()
    show_notes(screen, file.notes)


def _show_market(screen: Screen, zone: str, market: Market) -> None:
    end = market.grid.end.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    minutes = fixed(market.grid.step / timedelta(minutes=1), 0)
    screen.line()
    screen.line(say("market_covers", minutes=minutes, end=end, count=fixed(len(market.series), 0)))
    show_basis(screen, market)
