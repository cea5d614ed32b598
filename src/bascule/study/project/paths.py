"""What differs from path to path: arrays by path, or one row for all of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats
from bascule.study.project.project import Project

NEVER: Final = np.inf
"""Month of a departure that does not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Random parts of a project's cash flow; None takes the project's own value.

    Attributes:
        margin: Operating margin at full operation from the dispatch, by path and year from 1; scaled by ramp-up, added to the
            use's own revenue.
        lost: Mining margin that the block would have earned, by path and year from 1.
        price: The use's price by path and year from 1: hashprice, per GPU-hour, per MWh; a lease takes its first column as
            the rent that is signed.
        capex_factor: Capital cost over the stated one, by path.
        lead_months: Months to the first operation, by path.
        departure_months: Months of rent until the tenant leaves, by path; infinity where it stays. The project's lease must
            state a departure for what happens then.
    """

    margin: Floats | None = None
    lost: Floats | None = None
    price: Floats | None = None
    capex_factor: Floats | None = None
    lead_months: Floats | None = None
    departure_months: Floats | None = None

    def count(self) -> int:
        """How many paths there are.

        Raises:
            ValueError: Two arrays disagree.
        """
        given = (
            self.margin,
            self.lost,
            self.price,
            self.capex_factor,
            self.lead_months,
            self.departure_months,
        )
        sizes = {len(part) for part in given if part is not None} - {1}
        if len(sizes) > 1:
            raise ValueError(f"arrays of paths differ in length: {sorted(sizes)}")
        return sizes.pop() if sizes else 1


def yearly(values: tuple[float, ...], years: int) -> Floats:
    """A row of years; the last value holds on.

    >>> yearly((3.0, 2.0), 4).tolist()
    [[3.0, 2.0, 2.0, 2.0]]
    """
    kept = [*values[:years], *[values[-1]] * max(years - len(values), 0)]
    return np.array([kept])


def by_year(given: Floats | None, project: Project) -> Floats:
    """An array of years as it is, or zeros.

    Raises:
        ValueError: Its years are not the project's.
    """
    if given is None:
        return np.zeros((1, project.years))
    if given.ndim != 2 or given.shape[1] != project.years:
        raise ValueError(f"an array has shape (paths, {project.years}): {given.shape}")
    return given


def by_path(given: Floats | None, default: float) -> Floats:
    """One number per path as a column, or one for all."""
    return np.array([[default]]) if given is None else np.asarray(given, dtype=np.float64)[:, None]
