"""What a backtest found, on the terminal."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.model.market import Market
from bascule.model.rule import Rule
from bascule.report import headline
from bascule.report.messages import policy_name, text
from bascule.report.notes import grouped
from bascule.report.numbers import fixed, money
from bascule.report.rules import rule_assumptions, rule_notes
from bascule.report.tables.accounts import accounts_table
from bascule.report.tables.information import information_table
from bascule.report.tables.months import peaks_table
from bascule.report.tables.network import system_peaks_table
from bascule.report.tables.origin import forecasts_table
from bascule.report.tables.policies import comparison_table
from bascule.report.tables.reserves import reserves_table
from bascule.report.tables.service import service_table
from bascule.study.backtest import rate_names
from bascule.study.results import Backtest

CENT: Final = 0.005
"""Less than this is no money."""


def show_backtest(screen: Screen, backtest: Backtest) -> None:
    """Site and period, what it rests on, policies side by side, sums of their ledgers, reserves, forecasts, peaks."""
    screen.line(backtest.site.name, "bold")
    screen.line(headline.period(backtest))
    show_labels(screen, backtest.market, optimistic=backtest.optimistic)
    show_basis(screen, backtest.market)
    show_rules(screen, backtest.site.rules, backtest.grid.start, backtest.grid.end)
    screen.table(comparison_table(backtest))
    screen.line()
    screen.line(headline.headline(backtest))
    if backtest.regret is not None:
        code = backtest.site.currency
        price, peak = money(backtest.regret.price, code), money(backtest.regret.peak, code)
        screen.line(say("regret", price=price, peak=peak))
    information = information_table(backtest)
    if information is not None:
        screen.table(information)
    screen.table(accounts_table(backtest))
    screen.table(reserves_table(backtest))
    screen.table(forecasts_table(backtest, frozenset(rate_names(backtest.site))))
    screen.table(peaks_table(backtest))
    screen.table(service_table(backtest))
    screen.table(system_peaks_table(backtest))
    _show_approximations(screen, backtest)
    for result in backtest.results:
        for note in result.notes:
            screen.line(say("policy_note", policy=policy_name(result.policy), note=note))


def _show_approximations(screen: Screen, backtest: Backtest) -> None:
    """How far the plans' linear forms were from the bill, a line per policy."""
    code = backtest.site.currency
    for result in (result for result in backtest.results if result.approximations):
        planned = money(sum(one.planned for one in result.approximations), code)
        billed = money(sum(one.billed for one in result.approximations), code)
        if all(abs(one.planned) < CENT and abs(one.billed) < CENT for one in result.approximations):
            continue
        named = policy_name(result.policy)
        screen.line(say("approximations", policy=named, planned=planned, billed=billed))


def show_labels(screen: Screen, market: Market, *, optimistic: bool = False) -> None:
    """What nobody may miss about a result."""
    made = headline.generated(market)
    for key, holds in (("cli.synthetic", market.synthetic), ("cli.optimistic", optimistic)):
        if holds:
            screen.banner(text(key, **made))


def show_basis(screen: Screen, market: Market) -> None:
    """What stands in for data, and what was repaired."""
    for assumption in market.assumptions:
        screen.line(say("assumption", statement=assumption.statement, source=assumption.source))
    show_notes(screen, market.notes)


def show_rules(screen: Screen, rules: Iterable[Rule], start: datetime, end: datetime) -> None:
    """Dated rules that hold in a period, with their sources; changes and rules that may be stale."""
    used = tuple(rules)
    for rule in rule_assumptions(used, start, end):
        screen.line(say("assumption", statement=rule.statement, source=rule.source))
    show_notes(screen, rule_notes(used, start, end))


def show_notes(screen: Screen, notes: Iterable[str]) -> None:
    """Remarks, a line each; series of which the same is said share one."""
    for note in grouped(notes):
        screen.line(say("note", note=note))


def show_files(screen: Screen, files: Mapping[Path, bytes]) -> None:
    """The files that were written with their sizes."""
    if files:
        screen.line()
    for path, data in files.items():
        screen.line(say("wrote", file=str(path), kilobytes=fixed(len(data) / 1000, 0)))
