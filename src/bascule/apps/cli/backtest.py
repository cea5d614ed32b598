"""Runs ``bascule backtest``: checks what was asked for, compares, prints, writes."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path

from bascule.apps.backtest_files import backtest_files, file_names
from bascule.apps.backtest_json import backtest_document
from bascule.apps.cli.answer import json_file, print_json, screen_beside, unwritable_json
from bascule.apps.cli.findings import show_backtest
from bascule.apps.cli.problems import Problems
from bascule.apps.cli.progress import Bar
from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.wiring import (
    SiteFile,
    instant,
    read_market,
    read_site,
    suggestion,
    unwritable_files,
    write_files,
)
from bascule.study.compare import POLICIES, Settings, compare
from bascule.study.results import Backtest


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A backtest as the command line asks for it.

    Attributes:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec.
        start: First moment, as written.
        end: Moment after the last, as written.
        policies: Names, or ``all``.
        strike_per_mwh: Threshold of ``strike-price``.
        optimistic: Whether real-time prices are known at their interval's start.
        out: Folder for all files.
        json: File for the answer, ``-`` for standard output.
    """

    site: Path
    market: tuple[str, ...]
    start: str
    end: str
    policies: tuple[str, ...]
    strike_per_mwh: float | None
    optimistic: bool
    out: Path | None
    json: str | None


def run(asked: Request) -> None:
    """Run a backtest from the command line.

    Args:
        asked: What to run.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    problems = Problems()
    policies = _policies(asked.policies, problems)
    problems.add(_unwritable(asked, policies))
    _check_strike(asked.strike_per_mwh, problems)
    with problems.collecting():
        file = read_site(asked.site)
        _compare_and_write(asked, policies, file, problems)
    problems.raise_any()


def _compare_and_write(asked: Request, policies: Sequence[str], file: SiteFile, problems: Problems) -> None:
    start, end = period(asked.start, asked.end, file.site.time_zone, problems)
    problems.raise_any()


def _policies(names: Sequence[str], problems: Problems) -> tuple[str, ...]:
    for name in names:
        if name not in {*POLICIES, "all"}:
            problems.refuse("--policy", name, f"no such policy: {suggestion(name, [*POLICIES, 'all'])}")
    return POLICIES if "all" in names else tuple(dict.fromkeys(names))
