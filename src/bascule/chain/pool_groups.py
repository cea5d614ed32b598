"""Pools that count as one, found under any spelling of their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bascule.chain.shares import group_of
from bascule.chain.statement import Statement

_SIGNS: Final = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolGroups:
    """Members by group, each with who says so.

    Attributes:
        members: Pools by group, in any spelling.
        statements: Source by group.
    """

    members: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, Statement]

    def __post_init__(self) -> None:
        """Refuse a pool in two groups."""
        group_of({group: {plain(pool) for pool in pools} for group, pools in self.members.items()})

    def of(self, pools: Iterable[str]) -> dict[str, list[str]]:
        """Members by group among pools as a source spells them; groups without any are left out."""
        wanted = {plain(pool): group for group, members in self.members.items() for pool in members}
        found: dict[str, list[str]] = {}
        for pool in pools:
            group = wanted.get(plain(pool))
            if group is not None:
                found.setdefault(group, []).append(pool)
        return found


def plain(pool: str) -> str:
    """A name in small letters and digits.

    >>> plain("BTC.com"), plain("Binance Pool")
    ('btccom', 'binancepool')
    """
    return _SIGNS.sub("", pool.lower())
