"""What is taken where a training run's file says nothing."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A default.

    Attributes:
        name: Key of the file that would replace it.
        value: The number.
        source: Who says so.
        as_of: Day or month of the source.
        stale_after: Month after which it is not to be relied on; empty for a bound that does not age.
    """

    name: str
    value: float
    source: str
    as_of: str
    stale_after: str


COMPUTING: Final = Assumed(
    name="computing_frac",
    value=0.90,
    source="over 90 % of effective training time on 16,384 H100 (Llama 3, arXiv 2407.21783), from memory",
    as_of="2024-07",
    stale_after="2028-07",
)
LOAD: Final = Assumed(
    name="load_frac",
    value=1.0,
    source="servers at full load all the time: an upper bound of energy",
    as_of="2026-11",
    stale_after="",
)
