"""Rent of a shell lease, month by month: escalator, early departure, vacancy, the next tenant, the end of the term."""

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.project.paths import NEVER, Paths, by_path
from bascule.study.project.project import Project
from bascule.study.project.timing import MONTHS, Timing, of_years
from bascule.study.project.uses import Departure, ShellLease
from bascule.units import KW_PER_MW


def rents(project: Project, lease: ShellLease, paths: Paths, when: Timing) -> Floats:
    """Rent and termination payment of each year, by path.

    The ramp-up scales the rent, not the payment of a tenant who leaves.
    """
    age = when.age_months
    signed = by_path(None if paths.price is None else paths.price[:, 0], lease.rent_per_it_kw_month)
    full = (
        signed * project.block.it_mw * KW_PER_MW * (1 + lease.escalator_frac) ** np.maximum(age // MONTHS, 0)
    )
    leaving = by_path(paths.departure_months, NEVER if lease.departure is None else lease.departure.month)
    ramp = np.array([*project.build.ramp_frac, 1.0])
    level = ramp[np.clip(age // MONTHS, 0, len(ramp) - 1)] * occupancy(lease, age, leaving)
    return of_years(full * (level + payments(lease, age, leaving)))


def occupancy(lease: ShellLease, age: Ints, leaving: Floats) -> Floats:
    """Rent paid over the escalated one, by month of age: 1 in the term, then what renewal or the next tenant pays."""
    staying = np.where(age < lease.term_years * MONTHS, 1.0, lease.renewal_frac)
    gone = lease.departure or Departure(month=0, paid_frac=0.0, vacant_months=0, relet_frac=0.0)
    after = np.where(age < leaving + gone.vacant_months, 0.0, gone.relet_frac)
    return np.where(age < 0, 0.0, np.where(age < leaving, staying, after))


def payments(lease: ShellLease, age: Ints, leaving: Floats) -> Floats:
    """Months of rent that the tenant pays when it leaves before the term ends."""
    paid = lease.termination_months * (0.0 if lease.departure is None else lease.departure.paid_frac)
    at = (age == np.ceil(leaving)) & (age >= 0) & (age < lease.term_years * MONTHS)
    return np.where(at, paid, 0.0)
