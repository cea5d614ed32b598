"""Runs ``bascule fit-strike``: the best single strike price of a past period."""

from functools import partial
from pathlib import Path

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.interruptible import interruptible
from bascule.apps.cli.period import read_period
from bascule.apps.cli.problems import Problems
from bascule.apps.cli.words import say
from bascule.apps.json_text import SCHEMA_VERSION
from bascule.apps.wiring import read_market, read_site
from bascule.report.numbers import money, rate
from bascule.study.backtest import set_stage
from bascule.study.strike_fit import fit_strike


def run(
    site: Path,
    market: tuple[str, ...],
    period: tuple[str, str],
    *,
    debounce_h: float,
    optimistic: bool,
    json: str | None,
) -> None:
    """Fit a strike price from the command line.

    Args:
        site: Site file.
        market: Data files, market files, or one ``embedded:`` spec.
        period: First moment and the moment after the last, as written.
        debounce_h: Hours at or below the strike before machines return.
        optimistic: Whether real-time prices are known at their interval's start.
        json: File for the answer, ``-`` for standard output.

    Raises:
        InputError: Everything that is wrong with it, before anything runs.
    """
    problems, stage = Problems(), None
    problems.add(unwritable_json(json))
    with problems.collecting():
        read = read_site(site).site
        start, end = read_period(*period, read.time_zone)
        stage = set_stage(read, read_market(read, market, start, end, optimistic=optimistic), start, end)
    problems.raise_any()
    if stage is None:
        raise ValueError("a request without problems was read")
    found = interruptible(partial(fit_strike, stage, None, debounce_h))
    answer(
        json,
        {
            "schema_version": SCHEMA_VERSION,
            "kind": "strike_fit",
            "currency": read.currency,
            "best_per_mwh": found.best_per_mwh,
            "strikes_per_mwh": list(found.strikes_per_mwh),
            "movable": list(found.movable),
        },
    )
    best = rate(found.best_per_mwh, read.currency)
    earned = money(max(found.movable), read.currency)
    screen_beside(json).line(say("strike", strike=best, money=earned))
