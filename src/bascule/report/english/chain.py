"""What the chain commands say, on the terminal and on their page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CHAIN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "chain.answers": "Answers",
        "chain.result": "Result",
        "chain.value": "Value",
    }
)
"""Text by key."""
