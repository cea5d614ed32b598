"""Where a figure of the assumptions sheet comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Source of one input, or a further assumption that the cash flow does not read.

    Attributes:
        key: The input's name on the sheet, such as ``block.pue`` or ``yearly.margin``; another one adds a row.
        source: Who says so.
        dated: Day of the source, as text; empty where it has none.
        stale_after: Day from which it should be looked up again.
        label: What it is; needed for a further assumption only.
        value: The same.
        unit: The same.
    """

    key: str
    source: str
    dated: str = ""
    stale_after: str = ""
    label: str = ""
    value: float | str = ""
    unit: str = ""
