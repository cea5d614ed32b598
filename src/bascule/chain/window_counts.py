"""Blocks by entity in many windows at once."""

from dataclasses import dataclass

import numpy as np

from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.shares import Groups, group_of
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.windows import Windows
from bascule.model.series import Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindowCounts:
    """Counts by window and entity.

    Attributes:
        names: Entities.
        named: Blocks by window and entity, shape (windows, entities).
        atoms: Unclaimed blocks that count as one entity each, shape (windows,).
    """

    names: tuple[str, ...]
    named: Ints
    atoms: Ints

    @property
    def totals(self) -> Ints:
        """Blocks that count, shape (windows,)."""
        return np.asarray(self.named.sum(axis=1) + self.atoms)


def window_counts(
    blocks: Blocks, windows: Windows, *, rule: UnknownRule, groups: Groups | None = None
) -> WindowCounts:
    """Count the blocks of every window by entity, groups before the rule.

    Args:
        blocks: Consecutive blocks with pools.
        windows: Where to count.
        rule: What blocks of no known pool are.
        groups: Pools that count as one.

    Raises:
        ValueError: The blocks name no pools, or a pool stands in two groups.
    """
    if blocks.pools is None:
        raise ValueError(f"{blocks.source or 'these blocks'} name no pools: give a table with a column pool")
    belongs = group_of(groups or {})
    entity = [belongs.get(name, name) for name in blocks.names]
    names = sorted(set(entity) - {UNKNOWN})
    codes = np.array([len(names) if name == UNKNOWN else names.index(name) for name in entity])
    counted = _counted(codes[blocks.pools], windows, len(names) + 1)
    return _ruled(tuple(names), counted[:, :-1], counted[:, -1], rule)


def _counted(codes: Ints, windows: Windows, size: int) -> Ints:
    """Shape (windows, size); by sums up to each end, so that overlapping windows cost no more."""
    edges = np.unique(np.concatenate((windows.first, windows.end)))
    piece = np.searchsorted(edges, np.arange(len(codes)), side="right")
    table = np.bincount(piece * size + codes, minlength=(len(edges) + 1) * size).reshape(-1, size)
    upto = table.cumsum(axis=0)
    ends, firsts = np.searchsorted(edges, windows.end), np.searchsorted(edges, windows.first)
    return np.asarray(upto[ends] - upto[firsts], dtype=np.int64)


def _ruled(names: tuple[str, ...], named: Ints, unknown: Ints, rule: UnknownRule) -> WindowCounts:
    none = np.zeros(len(unknown), dtype=np.int64)
    if rule is UnknownRule.ENTITY:
        return WindowCounts(names=(*names, UNKNOWN), named=np.column_stack((named, unknown)), atoms=none)
    if rule is UnknownRule.LARGEST and names:
        largest = named.copy()
        # In a window without a named block nobody is the largest: nothing counts there.
        largest[np.arange(len(named)), named.argmax(axis=1)] += np.where(named.any(axis=1), unknown, 0)
        return WindowCounts(names=names, named=largest, atoms=none)
    return WindowCounts(names=names, named=named, atoms=unknown if rule is UnknownRule.ATOMISED else none)
