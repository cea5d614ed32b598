"""What the tables of training runs share."""

import math
from collections.abc import Iterable, Sequence

from bascule.report.numbers import NONE, fixed
from bascule.report.tables.table import Table
from bascule.report.tables.worded import worded


def table(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    """A table with headings ``training.column.HEADING``."""
    return worded("training", title, headings, rows, text_columns=text_columns, note=note)


def power_of_ten(value: float) -> str:
    """A number of operations.

    >>> power_of_ten(8.4e23), power_of_ten(9.999e23)
    ('8.40 × 10^23', '1.00 × 10^24')
    """
    exponent = math.floor(math.log10(value))
    shown = fixed(value / 10**exponent, 2)
    return f"1.00 × 10^{exponent + 1}" if shown == "10.00" else f"{shown} × 10^{exponent}"


def whole(value: float | None) -> str:
    """A number that is large enough to be whole; with decimals where it is not."""
    if value is None:
        return NONE
    return fixed(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3)


def share(frac: float | None) -> str:
    """A share in percent with one decimal."""
    return NONE if frac is None else f"{fixed(frac * 100, 1)} %"


def miss(frac: float | None) -> str:
    """How far a number is off, with its sign."""
    if frac is None:
        return NONE
    shown = fixed(frac * 100, 1)
    return f"{shown} %" if shown.startswith("−") else f"+{shown} %"


def billions(count: float) -> str:
    """Parameters or tokens.

    >>> billions(70e9), billions(14.8e12), billions(7.5e6)
    ('70 G', '14.8 T', '7.5 M')
    """
    for size, sign in ((1e12, "T"), (1e9, "G"), (1e6, "M")):
        if count >= size:
            return f"{fixed(count / size, 3).rstrip('0').rstrip('.')} {sign}"
    return fixed(count, 0)
