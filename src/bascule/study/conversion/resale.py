"""What the machines of a site sell for second-hand, by date and hashprice."""

import numpy as np

from bascule.model.series import Floats
from bascule.study.conversion.case import STEP_YEARS, Case
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.law import first_law
from bascule.units import PH_PER_EH


def resale(case: Case, date: int, hashprice: Floats) -> Floats:
    """Money before tax for the machines behind one meter megawatt, aged to a date; zero where the plan states no price.

    The price follows the market's hashprice, not the one that the site's own exit lifts.

    Args:
        case: The plan.
        date: Number of the quarter.
        hashprice: Per PH and day, any shape.
    """
    machines = case.machines
    if machines is None:
        return np.zeros(hashprice.shape)
    followed = (hashprice / machines.at_hashprice) ** machines.elasticity
    return np.asarray(_unmoved(case, date) * followed)


def resale_left(case: Case, hashprice: Floats) -> Floats:
    """The same for machines that are still there at the horizon: the price of the last quarter.

    Args:
        case: The plan.
        hashprice: Of the last quarter, any shape.
    """
    return resale(case, case.quarters - 1, hashprice)


def expected_resale_left(case: Case, drivers: Drivers) -> float:
    """Mean of that over the hashprice of the last quarter: a mixture of lognormal laws where it jumps.

    Args:
        case: The plan.
        drivers: Under one of the measures.
    """
    last, machines = case.quarters - 1, case.machines
    if machines is None:
        return 0.0
    law, power = first_law(drivers), machines.elasticity
    at = law.dates == last
    raised = law.chances[at] @ np.exp(power * law.centres[at] + (power * law.spreads[at]) ** 2 / 2)
    return float(resale(case, last, drivers.base[HASHPRICE, last]) * raised)


def _unmoved(case: Case, date: int) -> float:
    """Money per meter megawatt at the hashprice for which the price is stated."""
    machines, years = case.machines, date * STEP_YEARS
    if machines is None:
        return 0.0
    ph = case.network.site_eh_s * PH_PER_EH / case.mining.connection_meter_mw
    kept = (1 - machines.decline_frac) * (1 - case.mining.ageing_frac)
    return float(machines.resale_per_ph * ph * kept**years)
