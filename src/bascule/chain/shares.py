"""Who mined how many blocks: grouped, with a rule for those that nobody claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bascule.chain.blocks import UNKNOWN
from bascule.chain.unknown_rule import UnknownRule

Groups = Mapping[str, Iterable[str]]
"""Members by group; a pool in no group stays on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Blocks by entity.

    Attributes:
        named: Blocks by entity, most first, ties by name.
        atoms: Unclaimed blocks that count as an entity of one each.
    """

    named: Mapping[str, int]
    atoms: int = 0

    @property
    def total(self) -> int:
        """All blocks that count."""
        return sum(self.named.values()) + self.atoms

    @property
    def n_entities(self) -> int:
        """All entities, atoms included."""
        return len(self.named) + self.atoms


def group_of(groups: Groups) -> dict[str, str]:
    """Group by member.

    Raises:
        ValueError: A member stands in two groups.
    """
    found: dict[str, str] = {}
    for group, members in groups.items():
        for member in members:
            if found.setdefault(member, group) != group:
                raise ValueError(f"{member!r} stands in the groups {found[member]!r} and {group!r}: keep one")
    return found


def grouped(counts: Mapping[str, int], groups: Groups | None) -> dict[str, int]:
    """Blocks by group, pools in no group under their own name; a pool named like a group belongs to it.

    Raises:
        ValueError: A member stands in two groups, or a count is negative.
    """
    belongs = group_of(groups or {})
    found: dict[str, int] = {}
    for name, blocks in counts.items():
        if blocks < 0:
            raise ValueError(f"blocks of {name!r} = {blocks}: must not be negative")
        key = belongs.get(name, name)
        found[key] = found.get(key, 0) + blocks
    return found


def tally(
    counts: Mapping[str, int],
    *,
    unknown: int,
    rule: UnknownRule,
    groups: Groups | None = None,
    keep_zero: bool = False,
) -> Tally:
    """Blocks by entity under a rule; groups are made before the rule.

    Args:
        counts: Blocks by pool.
        unknown: Blocks of no known pool.
        rule: What they are.
        groups: Pools that count as one.
        keep_zero: Whether entities without a block count as entities.

    Raises:
        ValueError: No block is left, or the largest of nobody is asked for.
    """
    if unknown < 0:
        raise ValueError(f"unknown = {unknown}: must not be negative")
    named = grouped(counts, groups)
    if rule is UnknownRule.ENTITY and unknown:
        named[UNKNOWN] = named.get(UNKNOWN, 0) + unknown
    if rule is UnknownRule.LARGEST and unknown:
        largest = min(named, key=lambda name: (-named[name], name), default=None)
        if largest is None or not named[largest]:
            raise ValueError(
                "no named entity has a block, so none is the largest: choose another rule for unknown blocks"
            )
        named[largest] += unknown
    kept = {name: blocks for name, blocks in named.items() if blocks or keep_zero}
    ordered = dict(sorted(kept.items(), key=lambda entry: (-entry[1], entry[0])))
    found = Tally(named=ordered, atoms=unknown if rule is UnknownRule.ATOMISED else 0)
    if found.total == 0:
        raise ValueError(
            "no block is left to count: all are unknown, or there are none; choose another rule or window"
        )
    return found
