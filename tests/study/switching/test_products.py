"""Products of low, wide tables: what plain matrix products say, and the same bits on any number of cores."""

import os
import subprocess
import sys
from typing import Final

import numpy as np
import pytest

from bascule.study.switching.products import MOST, TILE, combined, summed

POLICY: Final = """
import hashlib
from tests.study.switching.cases import LEAD_TIME
from bascule.study.switching.bracket import Effort, bracket
found = bracket(LEAD_TIME, Effort(fitting=20_000, valuing=4_000, bounding=400))
print(hashlib.sha256(found.policy.continuation.tobytes()).hexdigest(), found.lower.mean.hex(), found.upper.mean.hex())
"""


@pytest.mark.parametrize("paths", [2, MOST // 6, MOST // 6 + 1, 100_000])
def test_stretches_add_up_to_the_whole_product(paths: int) -> None:
    """Whether the paths make whole stretches or leave a rest."""
    rng = np.random.default_rng(paths)
    one, other, weights = rng.random((2, paths)), rng.random((3, paths)), rng.random((3, 4))
    np.testing.assert_allclose(summed(one, other), one @ other.T, rtol=1e-12)
    np.testing.assert_allclose(combined(weights, other), weights.T @ other, rtol=1e-12)


@pytest.mark.parametrize("rows", [TILE, TILE + 1, 3 * TILE - 1])
def test_high_tables_are_taken_in_tiles(rows: int) -> None:
    """Of whole ones and of what is left."""
    rng = np.random.default_rng(rows)
    one, other = rng.random((rows, 500)), rng.random((TILE + 7, 500))
    np.testing.assert_allclose(summed(one, other), one @ other.T, rtol=1e-12)


def test_a_policy_has_the_same_bits_on_one_core_and_on_two() -> None:
    """A library that splits sums among threads would round them otherwise."""
    assert _policy(threads=1) == _policy(threads=2)


def _policy(threads: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", POLICY],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": str(threads), "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    return done.stdout
