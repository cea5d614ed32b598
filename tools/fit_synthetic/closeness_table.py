"""Print the tables of `docs/market-synthetic.md`: figures of generated years beside those of the real ones.

Usage: python -m tools.fit_synthetic.closeness_table
"""

import sys
from dataclasses import fields
from datetime import UTC, datetime

import numpy as np

from bascule.market.synthetic import Closeness, Zone, closeness, generate, shape_error_frac, zone_facts
from bascule.market.synthetic.calibration import real_closeness
from bascule.market.synthetic.local_clock import local_clock, year_start_s

SEEDS = (1, 2, 3)
LABELS = {
    "mean_per_mwh": "mean, per MWh",
    "std_per_mwh": "standard deviation, per MWh",
    "p5_per_mwh": "p5, per MWh",
    "p50_per_mwh": "p50, per MWh",
    "p95_per_mwh": "p95, per MWh",
    "p99_per_mwh": "p99, per MWh",
    "below_zero_h": "hours below zero",
    "autocorrelation_1h": "autocorrelation, 1 h",
    "autocorrelation_24h": "autocorrelation, 24 h",
    "autocorrelation_168h": "autocorrelation, 168 h",
}
SHAPE_LABEL = "largest error of 24 hourly means, share of the mean"


def generated_closeness(zone: Zone, year: int, seed: int) -> Closeness:
    """Return the figures of one generated local year, in the calendar of the calibration year."""
    facts = zone_facts(zone)
    begin_s, end_s = year_start_s(year, facts.time_zone), year_start_s(year + 1, facts.time_zone)
    steps = (end_s - begin_s) // facts.step_s
    start = datetime.fromtimestamp(begin_s, UTC)
    market = generate(zone, calibration_year=year, start=start, steps=steps, seed=seed)
    clock = local_clock(begin_s, steps, step_s=facts.step_s, time_zone=facts.time_zone)
    return closeness(market[facts.price_key], clock.hour, step_h=facts.step_h)


def zone_table(zone: Zone) -> str:
    """Return one Markdown table: a row per figure, per year a column of the real and of the generated."""
    years = zone_facts(zone).years
    heads = [head for year in years for head in (f"{year} real", f"{year} generated")]
    columns = [column for year in years for column in _columns(zone, year)]
    lines = [["figure", *heads], ["---", *("---:" for _ in heads)]]
    lines += [[label, *(column[label] for column in columns)] for label in columns[0]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _columns(zone: Zone, year: int) -> tuple[dict[str, str], dict[str, str]]:
    real = real_closeness(zone, year)
    made = [generated_closeness(zone, year, seed) for seed in SEEDS]
    names = [field.name for field in fields(Closeness) if field.name in LABELS]
    left = {LABELS[name]: _shown(name, [getattr(real, name)]) for name in names}
    right = {LABELS[name]: _shown(name, [getattr(one, name) for one in made]) for name in names}
    errors = [shape_error_frac(one, real) for one in made]
    return left | {SHAPE_LABEL: "0"}, right | {SHAPE_LABEL: _shown("autocorrelation", errors)}


def _shown(name: str, values: list[float]) -> str:
    digits = 3 if name.startswith("autocorrelation") else 2
    low, middle, high = (f"{value:.{digits}f}" for value in (min(values), np.mean(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


if __name__ == "__main__":
    for place in ("france", "texas"):
        sys.stdout.write(f"{place}\n\n{zone_table(place)}\n\n")
