"""Series values on a grid, as rates and ledgers read them."""

from collections.abc import Mapping

import numpy as np

from bascule.errors import DataGap
from bascule.model.series import Floats, Level, SeriesRef

Values = Mapping[str, Floats]
"""Series values by name, each of shape (grid.count,)."""

HASH_VALUE = "hash_value_per_th_h"
"""Name under which the value of 1 TH/s for an hour, in the site's currency, stands among the values."""


def resolve(level: Level, values: Values, count: int) -> Floats:
    """A level as one value per interval, shape (count,).

    Raises:
        DataGap: The level names a series that is not there.
    """
    if isinstance(level, SeriesRef):
        return series(level.name, values)
    return np.full(count, level)


def series(name: str, values: Values) -> Floats:
    """Values of one series.

    Raises:
        DataGap: There is no such series.
    """
    if name not in values:
        hint = "give a file with that column, or an entry of that name in a market file"
        raise DataGap(f"the site needs the series {name!r}, which the market does not have: {hint}")
    return values[name]
