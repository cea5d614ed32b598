"""When a block operates: months of building, of ramp-up and of full operation, by path."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.project.paths import Paths, by_path
from bascule.study.project.project import Project

MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Shape (paths or 1, years or months).

    Attributes:
        age_months: Months since the first of operation, by path and month; negative while building.
        running: Share of each year from 1 in operation.
        ramped: The same, scaled by the ramp-up.
        lead_months: By path, whole.
        built: First year's end at which building is over, by path: the loan is repaid from the next year.
    """

    age_months: Ints
    running: Floats
    ramped: Floats
    lead_months: Ints
    built: Ints


def timing(project: Project, paths: Paths) -> Timing:
    """Months of every path; a month that has begun counts as building."""
    lead = np.ceil(by_path(paths.lead_months, project.build.lead_months) - 1e-9).astype(np.int64)
    age = np.arange(project.years * MONTHS)[None, :] - lead
    ramp = np.array([*project.build.ramp_frac, 1.0])
    level = np.where(age >= 0, ramp[np.clip(age // MONTHS, 0, len(ramp) - 1)], 0.0)
    return Timing(
        age_months=age,
        running=of_years(np.where(age >= 0, 1.0, 0.0)) / MONTHS,
        ramped=of_years(level) / MONTHS,
        lead_months=lead[:, 0],
        built=-(-lead[:, 0] // MONTHS),
    )


def of_years(months: Floats) -> Floats:
    """Sums of twelve months."""
    years: Floats = np.sum(months.reshape(len(months), -1, MONTHS), axis=2)
    return years
