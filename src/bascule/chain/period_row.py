"""A period as a table states it: what the rule reads, and the target that came after."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One row.

    Attributes:
        height_next: First height after the period; None where the table names none.
        bits: Compact target of the period.
        first_time_s: Header time of its first block; 0 where only the span is known.
        last_time_s: Header time of its last block.
        stated_next_bits: What the table says came after.
        limit_bits: Easiest target that the network allows.
    """

    height_next: int | None
    bits: int
    first_time_s: int
    last_time_s: int
    stated_next_bits: int
    limit_bits: int
