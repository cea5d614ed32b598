"""What pages of figures say."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FIGURES: Final[Mapping[str, str]] = MappingProxyType({"figures.none": "No data"})
"""Text by key."""
