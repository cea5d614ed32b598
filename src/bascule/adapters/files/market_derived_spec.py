"""What a market file says of series that are made from others, or drawn."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SeriesKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""Name of a series: lower-case letters, digits and ``_``."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class AboveSpec(_Entry):
    """1.0 where another series is at least a threshold, else 0.0.

    Attributes:
        series: The other series.
        threshold: In its unit.
    """

    series: SeriesKey
    threshold: float


class DearestSpec(_Entry):
    """The intervals in which a series is at or above a quantile of its values in the run.

    Attributes:
        series: The series, usually a price.
        quantile_frac: The quantile; 0.95 leaves the dearest twentieth.
    """

    series: SeriesKey
    quantile_frac: Annotated[float, Field(ge=0, lt=1)]


class CallsSpec(_Entry):
    """Simulated calls of the grid.

    Attributes:
        per_year: Mean number in a year.
        duration_h: Hours of each.
        seed: Same seed, same calls.
        above: Where they may start; anywhere if not given.
    """

    per_year: Annotated[float, Field(gt=0, le=8760)]
    duration_h: Annotated[float, Field(gt=0, le=168)]
    seed: Annotated[int, Field(ge=0)]
    above: DearestSpec | None = None
