"""What a shell is worth on the day it is decided for: let to a tenant, or filled with own accelerators."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.conversion.case import Case
from bascule.study.conversion.cloud_value import CloudCurve
from bascule.study.conversion.forward import Curve
from bascule.study.conversion.lease_value import lease_curve
from bascule.study.conversion.plan_drivers import CONTRACT, RENT
from bascule.study.conversion.terms import Lead, Rung
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.problem import Amount

Leads = tuple[Lead, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offers:
    """Values of the uses of a shell by lead times, present value after tax per IT megawatt, shared by all rungs.

    Attributes:
        leases: Of a lease, by the rent of the day.
        clouds: Of own accelerators less their cost; empty where none are offered or their prices are not among the drivers.
    """

    leases: Mapping[Leads, Curve]
    clouds: Mapping[Leads, CloudCurve]

    @staticmethod
    def of(case: Case, drivers: Drivers) -> "Offers":
        """Offers of every lead time that the plan knows."""
        known = [case.shell.leads, *([] if case.option is None else [case.option.leads])]
        cloud = case.cloud if len(drivers.base) > CONTRACT else None
        return Offers(
            leases={leads: lease_curve(case, drivers, RENT, leads) for leads in known},
            clouds={}
            if cloud is None
            else {leads: CloudCurve(case, cloud, drivers, leads) for leads in known},
        )

    def lease(self, leads: Leads, rung: Rung, date: int, levels: Floats) -> Floats:
        """A lease signed at a date, from levels of shape (drivers, ...)."""
        return np.asarray(rung.rent_factor * self.leases[leads].at(date, levels[RENT]))

    def best(self, leads: Leads, rung: Rung, date: int, levels: Floats) -> Floats:
        """The better use of the day."""
        leased = self.lease(leads, rung, date, levels)
        return (
            np.maximum(leased, self.clouds[leads].at(date, levels, rung.rent_factor))
            if self.clouds
            else leased
        )

    def bends(self, case: Case) -> tuple[Amount, ...]:
        """Both uses and the better one on the plan's own terms, for least squares."""
        leads, plain = case.shell.leads, Rung(meter_mw=1.0)
        better: Amount = lambda date, levels: self.best(leads, plain, date, levels)  # noqa: E731 -- an amount
        return (
            lambda date, levels: self.lease(leads, plain, date, levels),
            *([better] if self.clouds else []),
        )

    def own(self, leads: Leads, rung: Rung, date: int, levels: Floats) -> NDArray[np.bool_]:
        """Whether own accelerators are the better use."""
        return np.asarray(self.ahead(leads, rung, date, levels) > 0)

    def ahead(self, leads: Leads, rung: Rung, date: int, levels: Floats) -> Floats:
        """Own accelerators over a lease; minus infinity where none are offered."""
        leased = self.lease(leads, rung, date, levels)
        if not self.clouds:
            return np.full(leased.shape, -np.inf)
        return self.clouds[leads].at(date, levels, rung.rent_factor) - leased
