"""How far concentration may be off because a window is only so many draws."""

from dataclasses import dataclass, fields

import numpy as np

from bascule.chain.concentration_path import ConcentrationPath, measures
from bascule.chain.window_counts import WindowCounts
from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConcentrationBands:
    """Ends of the band of every measure by window.

    Attributes:
        low: Lower ends.
        high: Upper ends.
        level_frac: Share of draws between them.
        draws: Draws per window.
    """

    low: ConcentrationPath
    high: ConcentrationPath
    level_frac: float
    draws: int


def concentration_bands(
    counts: WindowCounts, rng: np.random.Generator, *, draws: int = 200, level_frac: float = 0.95
) -> ConcentrationBands:
    """Multinomial bootstrap: each window is drawn again from its own shares.

    Draws are made from the window's shares, so that on average their unbiased HHI is the window's sum of squared shares
    of named entities, and their plug-in HHI is more than the window's by the sum of s (1 - s) over named entities, by N.
    Both bands are moved down to lie around the value of their window. Those of Gini and entropy are not moved.

    Args:
        counts: Blocks by window and entity.
        rng: Source of chance.
        draws: Draws per window.
        level_frac: Share of draws inside the band.
    """
    size = len(counts.totals)
    ends = {field.name: np.full((2, size), np.nan) for field in fields(ConcentrationPath)}
    tails = ((1 - level_frac) / 2, (1 + level_frac) / 2)
    for window in range(size):
        if not counts.totals[window]:
            continue
        for name, values in _drawn(counts, window, rng, draws).items():
            kept = values[np.isfinite(values)]
            if len(kept):
                ends[name][:, window] = np.quantile(kept, tails)
    low, high = (ConcentrationPath(**{name: pair[end] for name, pair in ends.items()}) for end in (0, 1))
    return ConcentrationBands(low=low, high=high, level_frac=level_frac, draws=draws)


def _drawn(counts: WindowCounts, window: int, rng: np.random.Generator, draws: int) -> dict[str, Floats]:
    named, atoms, total = counts.named[window], int(counts.atoms[window]), int(counts.totals[window])
    there = np.flatnonzero(named)
    shares = np.append(named[there], atoms) / total
    rows = rng.multinomial(total, shares / shares.sum(), size=draws)
    found = measures(rows[:, :-1] if len(there) else np.zeros((draws, 1), dtype=np.int64), rows[:, -1])
    values = {field.name: getattr(found, field.name) for field in fields(ConcentrationPath)}
    exact = measures(named[None, :], counts.atoms[window : window + 1])
    squares = float((shares[:-1] ** 2).sum())
    return {
        **values,
        "hhi": values["hhi"] - (float(shares[:-1].sum()) - squares) / total,
        "hhi_unbiased": values["hhi_unbiased"] - (squares - exact.hhi_unbiased[0]),
    }
