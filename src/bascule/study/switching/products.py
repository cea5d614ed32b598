"""Products of tables that are a few rows high and very many paths wide.

They are taken in short stretches of paths, which are added in order: no library splits such a stretch among threads, so the sum
is the same to the bit on any number of cores, and no core waits for another over what takes microseconds.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bascule.model.series import Floats

MOST: Final = 2**18
"""Multiplications of a stretch: half of what OpenBLAS needs before it wakes a second thread."""
TILE: Final = 64
"""Rows taken at a time: with more, a stretch would be a few paths, and the products of little else than calls."""


def summed(one: Floats, other: Floats) -> Floats:
    """Sums over paths of the products of every two rows, shape (rows of one, rows of the other).

    >>> summed(np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 4.0]])).tolist()
    [[11.0], [4.0]]
    """
    found = np.zeros((len(one), len(other)))
    for a in range(0, len(one), TILE):
        for b in range(0, len(other), TILE):
            _add(found[a : a + TILE, b : b + TILE], one[a : a + TILE], other[b : b + TILE])
    return found


def _add(found: Floats, one: Floats, other: Floats) -> None:
    for left, right in zip(*_stretches(len(one) * len(other), one, other), strict=True):
        found += np.matmul(left, right.transpose(0, 2, 1)).sum(axis=0)


def combined(weights: Floats, rows: Floats) -> Floats:
    """Rows added up with weights of shape (rows, answers), shape (answers, paths).

    >>> combined(np.array([[1.0], [10.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [[31.0, 42.0]]
    """
    turned = np.ascontiguousarray(weights.T)
    found = np.empty((len(turned), rows.shape[1]))
    for part, out in zip(*_stretches(weights.size, rows, found), strict=True):
        np.matmul(turned, part, out=out)
    return found


def _stretches(products: int, *tables: Floats) -> list[Iterator[Floats]]:
    """Views of shape (stretches, rows, paths): all whole stretches, then the rest if there is one."""
    size = max(MOST // max(products, 1), 1)
    return [_cut(table, size) for table in tables]


def _cut(table: Floats, size: int) -> Iterator[Floats]:
    rows, paths = table.shape
    whole = paths - paths % size
    if whole:
        yield table[:, :whole].reshape(rows, -1, size).transpose(1, 0, 2)
    if whole < paths:
        yield table[None, :, whole:]
