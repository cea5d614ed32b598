"""The next adjustment from the blocks so far, and how far such estimates were off over real periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.chain.blocks import Blocks
from bascule.chain.replay import first_period, whole_periods
from bascule.chain.retarget import LEAST_S, MOST_S
from bascule.chain.rules import PERIOD_BLOCKS, PERIOD_GAPS, PERIOD_S, SPACING_S
from bascule.model.series import Floats

PSEUDO_GAPS: Final = 500.0
"""Weight of the prior in gaps: chosen on the 52 periods of 2021 and 2022, scored on those of 2023 and 2024
(``docs/chain/difficulty.md``); any weight from 300 to 1,500 scores nearly the same there."""
SHARES: Final = (0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def expected_change(
    gaps: float | Floats, elapsed_s: float | Floats, *, pseudo_gaps: float = PSEUDO_GAPS
) -> Floats:
    """Next difficulty over this one, less one.

    The pace so far is drawn towards 600 s by a weight of pseudo-gaps; the rest of the period is expected at that pace, and
    the rule's cut applies.

    Args:
        gaps: Gaps since the period's first block, from 0 to 2,015.
        elapsed_s: Time that they took.
        pseudo_gaps: Weight of 600 s; 0 is the bare pace.

    Raises:
        ValueError: Neither gaps nor weight, so no pace.

    >>> round(float(expected_change(1007, 1007 * 500.0, pseudo_gaps=0.0)), 4)
    0.2006
    """
    weight = np.asarray(gaps, dtype=np.float64) + pseudo_gaps
    if (weight <= 0).any():
        raise ValueError("no gap yet and no prior: there is no pace to go by")
    pace_s = (np.asarray(elapsed_s) + pseudo_gaps * SPACING_S) / weight
    span_s = elapsed_s + (PERIOD_GAPS - np.asarray(gaps)) * pace_s
    return np.asarray(PERIOD_S / np.clip(span_s, LEAST_S, MOST_S) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentError:
    """Mean absolute error at a share of the period, in points of the change.

    Attributes:
        elapsed_frac: Share of the period's gaps that had passed.
        naive: Of expecting no change.
        pace: Of the bare pace.
        drawn: Of the pace drawn towards 600 s.
        former: Of expecting the former period's change again.
    """

    elapsed_frac: float
    naive: float
    pace: float
    drawn: float
    former: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentScores:
    """Errors over real periods.

    Attributes:
        pseudo_gaps: Weight of the prior.
        fitted: Periods on which the weight was chosen.
        scored: Later periods on which all were scored.
        errors: By share of the period.
        errors_all: The same over all periods.
    """

    pseudo_gaps: float
    fitted: int
    scored: int
    errors: tuple[AdjustmentError, ...]
    errors_all: tuple[AdjustmentError, ...]


def adjustment_scores(blocks: Blocks, shares: Sequence[float] = SHARES) -> AdjustmentScores:
    """Choose the prior's weight on the first half of the periods and score every rule on the second.

    Args:
        blocks: Consecutive blocks with at least four whole periods.
        shares: Shares of a period at which to judge.

    Raises:
        ValueError: There are too few periods.
    """
    stamps = _stamps(blocks)
    if len(stamps) < 4:
        raise ValueError(f"scores need four whole periods of 2,016 blocks: there are {len(stamps)}")
    half = len(stamps) // 2
    weight = _fitted_weight(stamps[:half], shares)
    return AdjustmentScores(
        pseudo_gaps=weight,
        fitted=half,
        scored=len(stamps) - half,
        errors=_errors(stamps, half, shares, weight),
        errors_all=_errors(stamps, 1, shares, weight),
    )


def _stamps(blocks: Blocks) -> Floats:
    """Header times by period and block, shape (periods, 2016)."""
    start, count = first_period(blocks), whole_periods(blocks)
    kept = blocks.times_s[start : start + count * PERIOD_BLOCKS]
    return kept.reshape(count, PERIOD_BLOCKS).astype(np.float64)


def _fitted_weight(stamps: Floats, shares: Sequence[float]) -> float:
    weights = np.array([0, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 700, 1000, 1500], dtype=np.float64)
    losses = [sum(float(_miss(stamps, share, weight).mean()) for share in shares) for weight in weights]
    return float(weights[int(np.argmin(losses))])


def _errors(
    stamps: Floats, first: int, shares: Sequence[float], weight: float
) -> tuple[AdjustmentError, ...]:
    changes = _changes(stamps)
    naive, former = np.abs(changes[first:]).mean(), np.abs(np.diff(changes))[first - 1 :].mean()
    return tuple(
        AdjustmentError(
            elapsed_frac=share,
            naive=float(naive),
            pace=float(_miss(stamps[first:], share, 0.0).mean()),
            drawn=float(_miss(stamps[first:], share, weight).mean()),
            former=float(former),
        )
        for share in shares
    )


def _miss(stamps: Floats, share: float, weight: float) -> Floats:
    gaps = max(1, round(share * PERIOD_GAPS))
    guess = expected_change(gaps, stamps[:, gaps] - stamps[:, 0], pseudo_gaps=weight)
    return np.asarray(np.abs(guess - _changes(stamps)))


def _changes(stamps: Floats) -> Floats:
    span_s = np.clip(stamps[:, -1] - stamps[:, 0], LEAST_S, MOST_S)
    return np.asarray(PERIOD_S / span_s - 1)
