"""Concentration of a stretch of blocks: every grouping beside every rule, over the whole and over windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bascule.chain.blocks import UNKNOWN, Blocks
from bascule.chain.concentration import Concentration, concentration, nakamoto
from bascule.chain.concentration_bands import ConcentrationBands, concentration_bands
from bascule.chain.concentration_path import ConcentrationPath, concentration_path
from bascule.chain.pool_groups import PoolGroups
from bascule.chain.statement import Statement
from bascule.chain.unknown_rule import UnknownRule
from bascule.chain.window_counts import WindowCounts, window_counts
from bascule.chain.windows import Windows

THIRD = Fraction(1, 3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConcentrationCase:
    """One grouping under one rule.

    Attributes:
        grouped: Whether groups count as one.
        rule: What blocks of no known pool are.
        whole: Over all blocks.
        whole_nakamoto_third: Fewest entities above one third of all blocks.
        bands: Of all blocks; None where none were drawn.
        counts: By window; None for counts without time.
        path: By window.
        path_bands: By window.
    """

    grouped: bool
    rule: UnknownRule
    whole: Concentration
    whole_nakamoto_third: int | None
    bands: ConcentrationBands | None = None
    counts: WindowCounts | None = None
    path: ConcentrationPath | None = None
    path_bands: ConcentrationBands | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConcentrationStudy:
    """What was measured.

    Attributes:
        blocks: All blocks, those of no known pool included.
        unknown: Blocks of no known pool.
        start_s: Header time of the first; None for counts without time.
        end_s: Header time of the last.
        windows: Over which the paths go.
        cases: Every grouping under every rule; the first is the one to draw.
        groups: Pools that count as one, as spelled by the source.
        statements: Who says so, by group.
        source: Where the blocks come from.
    """

    blocks: int
    unknown: int
    cases: tuple[ConcentrationCase, ...]
    groups: Mapping[str, Sequence[str]]
    statements: Mapping[str, Statement]
    source: str
    start_s: int | None = None
    end_s: int | None = None
    windows: Windows | None = None

    def case(self, rule: UnknownRule, *, grouped: bool) -> ConcentrationCase | None:
        """One case, None where it was not measured."""
        return next((case for case in self.cases if case.rule is rule and case.grouped == grouped), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How bands are drawn: by so many draws from a seed, none for zero."""

    draws: int
    seed: int


def study_blocks(
    blocks: Blocks, windows: Windows, groups: PoolGroups, rules: Sequence[UnknownRule], drawing: Drawing
) -> ConcentrationStudy:
    """Measure a stretch of blocks.

    Raises:
        ValueError: The blocks name no pools, or a rule leaves no block to count.
    """
    if blocks.pools is None:
        raise ValueError(f"{blocks.source or 'these blocks'} name no pools: give a table with a column pool")
    counts = dict(
        zip(blocks.names, np.bincount(blocks.pools, minlength=len(blocks.names)).tolist(), strict=True)
    )
    unknown = counts.pop(UNKNOWN, 0)
    found = groups.of(counts)
    whole = Windows(first=np.array([0]), end=np.array([blocks.count]), start_s=blocks.times_s[:1])
    cases = []
    for chosen in (None, found) if found else (None,):
        for rule in rules:
            by_window = window_counts(blocks, windows, rule=rule, groups=chosen)
            all_of_it = window_counts(blocks, whole, rule=rule, groups=chosen)
            bands, path_bands = _bands(all_of_it, drawing), _bands(by_window, drawing)
            cases.append(
                _case(counts, unknown, rule, chosen, bands=bands, by_window=by_window, path_bands=path_bands)
            )
    return ConcentrationStudy(
        blocks=blocks.count,
        unknown=unknown,
        cases=tuple(cases),
        groups=found,
        statements=groups.statements,
        source=blocks.source,
        start_s=int(blocks.times_s[0]),
        end_s=int(blocks.times_s[-1]),
        windows=windows,
    )


def study_counts(
    counts: Mapping[str, int],
    unknown: int,
    groups: PoolGroups,
    rules: Sequence[UnknownRule],
    drawing: Drawing,
    source: str = "",
) -> ConcentrationStudy:
    """Measure counts without time, as an explorer gives them.

    Raises:
        ValueError: A rule leaves no block to count.
    """
    found = groups.of(counts)
    cases = [
        _case(counts, unknown, rule, chosen, bands=_count_bands(counts, unknown, rule, chosen, drawing))
        for chosen in ((None, found) if found else (None,))
        for rule in rules
    ]
    return ConcentrationStudy(
        blocks=sum(counts.values()) + unknown,
        unknown=unknown,
        cases=tuple(cases),
        groups=found,
        statements=groups.statements,
        source=source,
    )


def _case(
    counts: Mapping[str, int],
    unknown: int,
    rule: UnknownRule,
    groups: Mapping[str, Sequence[str]] | None,
    *,
    bands: ConcentrationBands | None,
    by_window: WindowCounts | None = None,
    path_bands: ConcentrationBands | None = None,
) -> ConcentrationCase:
    whole = concentration(counts, unknown=unknown, rule=rule, groups=groups)
    named = [int(share * whole.total) for share in whole.shares.values()]
    return ConcentrationCase(
        grouped=groups is not None,
        rule=rule,
        whole=whole,
        whole_nakamoto_third=nakamoto(named, whole.total, THIRD),
        bands=bands,
        counts=by_window,
        path=None if by_window is None else concentration_path(by_window),
        path_bands=path_bands,
    )


def _bands(counts: WindowCounts, drawing: Drawing) -> ConcentrationBands | None:
    if not drawing.draws:
        return None
    return concentration_bands(counts, np.random.default_rng(drawing.seed), draws=drawing.draws)


def _count_bands(
    counts: Mapping[str, int],
    unknown: int,
    rule: UnknownRule,
    groups: Mapping[str, Sequence[str]] | None,
    drawing: Drawing,
) -> ConcentrationBands | None:
    found = concentration(counts, unknown=unknown, rule=rule, groups=groups)
    named = np.array([[int(share * found.total) for share in found.shares.values()]], dtype=np.int64)
    atoms = np.array([found.total - int(named.sum())], dtype=np.int64)
    return _bands(WindowCounts(names=tuple(found.shares), named=named, atoms=atoms), drawing)
