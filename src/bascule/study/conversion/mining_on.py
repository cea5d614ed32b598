"""What hashing on for ever is worth, in closed form: the margin is a broken line in the hashprice, its mean a strip of calls."""

import numpy as np
from scipy.special import ndtr

from bascule.model.series import Floats
from bascule.study.conversion.build import gross_margin
from bascule.study.conversion.case import STEP_YEARS, Case
from bascule.study.conversion.plan_drivers import HASHPRICE
from bascule.study.conversion.resale import expected_resale_left
from bascule.study.switching.law import first_law


def mining_on(case: Case) -> float:
    """Present value after tax of one meter megawatt that hashes to the horizon, without what the connection is worth then.

    Machines that are still there count at what they sell for.

    Source of the mean of a call: F. Black, Journal of Financial Economics 3, 1976; with jumps, the same journal, R. Merton.
    """
    drivers, dates = case.drivers(), np.arange(case.quarters)
    law = first_law(drivers)
    aged = (1 - case.mining.ageing_frac) ** (dates * STEP_YEARS)
    discount = np.exp(-case.rate * STEP_YEARS * dates)
    growth = np.exp(law.centres + law.spreads**2 / 2)
    forwards = drivers.base[HASHPRICE, law.dates] * growth * aged[law.dates]
    each = law.chances * _means(case, forwards, law.spreads)
    means = np.bincount(law.dates, each, minlength=case.quarters)
    left = expected_resale_left(case, drivers) * float(np.exp(-case.rate * STEP_YEARS * case.quarters))
    return (float((discount * means).sum()) * STEP_YEARS + left) * (1 - case.tax_frac)


def _means(case: Case, forwards: Floats, spreads: Floats) -> Floats:
    """Mean margin per year before tax over lognormal hashprices of an aged fleet, by law."""
    knots = case.mining.surface.hashprice
    values = gross_margin(case, 0, knots, np.full(knots.shape, case.mining.power_scale))
    if len(knots) == 1:
        return np.full(forwards.shape, values[0])
    slopes = np.diff(values) / np.diff(knots)
    line = values[0] + slopes[0] * (forwards - knots[0])
    return np.asarray(line + _calls(forwards, spreads, knots[1:-1]) @ np.diff(slopes))


def _calls(forwards: Floats, spreads: Floats, strikes: Floats) -> Floats:
    """Mean of what lognormal variables lie above strikes above zero, shape (variables, strikes)."""
    forward, spread = forwards[:, None], np.maximum(spreads, 1e-12)[:, None]
    high = np.log(forward / strikes) / spread + spread / 2
    return np.asarray(forward * ndtr(high) - strikes * ndtr(high - spread))
