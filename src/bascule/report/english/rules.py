"""What is said about dated rules."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rule.statement": "{title}: {values} {term}, {status} as of {as_of}[; {remark}]",
        "rule.term": "from {start} to {end}",
        "rule.open": "from {start}, relied on to {stale_after}",
        "rule.changed": "rule {rule} changed on {day}: now {values}; each day is settled by the rule of its day",
        "rule.stale": "rule {rule} is stale after {day}, and this period goes beyond: check what holds now",
    }
)
"""Text by key."""
