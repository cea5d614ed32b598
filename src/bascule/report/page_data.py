"""What the page's script draws from: one block of JSON with every series packed once."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from bascule.dispatch.reasons import ReasonTrack
from bascule.model.reason import ReasonKind
from bascule.model.time_grid import TimeGrid
from bascule.report.bands import bands, given_mw, lines
from bascule.report.messages import CATALOGUES, policy_name
from bascule.report.numbers import currency_sign
from bascule.report.packing import SeriesStore
from bascule.report.tables.months import month_name, monthly_margin
from bascule.report.tables.policies import above_always_on
from bascule.report.worth import Worth, worths
from bascule.study.results import Backtest, PolicyResult

Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | bool | None

BOUND: Final = "foresight"
LEAST_SHOWN_MW: Final = 5e-4
MOST_BYTES: Final = 4_900_000
"""With it, the chart library and the tables, a report stays below 10 MB."""


def page_json(
    backtest: Backtest, stack_policies: Sequence[str], language: str, most_bytes: int = MOST_BYTES
) -> str:
    """The block, safe to stand inside a script element.

    Args:
        backtest: What was found.
        stack_policies: Policies whose power, prices and reasons are shown interval by interval.
        language: Which catalogue.
        most_bytes: Largest block; from the last on, policies are left out until it fits, the first never.
    """
    block = json.dumps(_page(backtest, stack_policies, language), allow_nan=False, separators=(",", ":"))
    if len(block) > most_bytes and len(stack_policies) > 1:
        return page_json(backtest, stack_policies[:-1], language, most_bytes)
    return block.replace("<", "\\u003c")


def _page(backtest: Backtest, stack_policies: Sequence[str], language: str) -> Json:
    store = SeriesStore()
    rate = store.floats(backtest.import_rate)
    runs = [_run(backtest, backtest.result(policy), store) for policy in stack_policies]
    grid = backtest.grid
    return {
        "sign": currency_sign(backtest.site.currency),
        "start_s": grid.start_s,
        "step_s": grid.step_s,
        "count": grid.count,
        "offsets": _offsets(grid, backtest.site.time_zone),
        "limit_mw": backtest.site.grid.import_limit_mw,
        "bus_share": 1.0 - backtest.site.grid.loss_frac,
        "text": _texts(language),
        "kinds": [kind.value for kind in ReasonKind],
        "policies": [_policy(backtest, result) for result in backtest.results],
        "bound": BOUND,
        "months": _months(backtest),
        "worths": [_worth_json(worth) for worth in worths(backtest)],
        "rate": rate,
        "runs": runs,
        "series": store.packed,
    }


def _texts(language: str) -> dict[str, str]:
    return {key: value for key, value in CATALOGUES[language].items() if key.startswith(("reason.", "page."))}


def _offsets(grid: TimeGrid, zone: str) -> list[list[int]]:
    """Index from which on each offset of local time from UTC holds, and the offset in seconds."""
    offsets = grid.local_seconds(zone) - grid.starts_s()
    first = np.flatnonzero(np.diff(offsets, prepend=offsets[0] + 1))
    return [[int(index), int(offsets[index])] for index in first]


def _policy(backtest: Backtest, result: PolicyResult) -> Json:
    return {
        "policy": result.policy,
        "label": policy_name(result.policy),
        "margin": result.metrics.margin,
        "movable": result.metrics.movable,
        "above": above_always_on(result, backtest),
    }


def _months(backtest: Backtest) -> Json:
    margins = [monthly_margin(result, backtest.site.time_zone) for result in backtest.results]
    months = sorted({month for by_month in margins for month in by_month})
    return {
        "labels": [month_name(month) for month in months],
        "margins": [[by_month.get(month, 0.0) for month in months] for by_month in margins],
    }


def _worth_json(worth: Worth) -> Json:
    return {
        "name": worth.name,
        "mining": worth.mining,
        "median": worth.median_per_mwh,
        "low": worth.low_per_mwh,
        "high": worth.high_per_mwh,
    }


def _run(backtest: Backtest, result: PolicyResult, store: SeriesStore) -> Json:
    return {
        "policy": result.policy,
        "label": policy_name(result.policy),
        "bands": [
            {"name": b.name, "asset": b.asset, "group": b.group.value, "series": store.floats(b.power_mw)}
            for b in bands(backtest.site, result.outcome)
            if b.power_mw.max() >= LEAST_SHOWN_MW
        ],
        "lines": [
            {"name": line.name, "kind": line.kind, "series": store.floats(line.power_mw)}
            for line in lines(result.outcome)
        ],
        "given": [
            {"asset": name, "series": store.floats(power_mw)}
            for name, power_mw in given_mw(result.outcome).items()
        ],
        "export": store.floats(result.outcome.export_mw),
        "bus": store.floats(result.bus_per_mwh),
        "reasons": [_track(track, store) for track in result.reasons.values()],
    }


def _track(track: ReasonTrack, store: SeriesStore) -> Json:
    return {
        "asset": track.asset,
        "codes": store.codes(track.codes),
        "numbers": {name: store.floats(values) for name, values in track.numbers.items()},
    }
