"""The Bermudan put by least squares on simulated paths: a policy from one set of paths, its value from another."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from bascule.model.series import Floats
from bascule.study.plan.put import Put

DEGREE: Final = 4
MOST_CELLS: Final = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPut:
    """What simulation says of a put.

    Attributes:
        value: Mean over valuing paths of a policy fitted on others: too low on average, never too high.
        standard_error: Of that mean; it does not hold the error of the policy.
        dates: On which it may be exercised, the last at its end, none now.
    """

    value: float
    standard_error: float
    dates: int


def lsmc_put(
    put: Put, dates: int, paths: int, seed: int, *, degree: int = DEGREE, control: bool = True
) -> SimulatedPut:
    """Value of a put with equally spaced dates.

    Args:
        put: The option; its own dates are not read.
        dates: On which it may be exercised, after now.
        paths: To fit on, and as many others to value on.
        seed: Of both sets.
        degree: Of the polynomial in the price, fitted where the option is in the money.
        control: Whether to take off the European put at the date of exercise, whose mean is known.

    Raises:
        ValueError: Too few or too many paths or dates.

    Source: F. Longstaff and E. Schwartz, Review of Financial Studies 14, 2001; the control, N. Rasmussen, Journal of
    Computational Finance 9, 2005.
    """
    if dates < 1 or paths < 100 or dates * paths > MOST_CELLS:
        raise ValueError(
            f"{paths:,} paths x {dates:,} dates: needs 100 paths or more, and paths x dates up to {MOST_CELLS:,}"
        )
    fitting, valuing = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    policy = _policy(put, _ratios(put, dates, paths, fitting), degree)
    return _valued(put, _ratios(put, dates, paths, valuing), policy, control=control)


def _valued(put: Put, ratios: Floats, policy: list["_Fit"], *, control: bool) -> SimulatedPut:
    """What a policy earns on paths that it has not seen."""
    dates, paths = ratios.shape
    paid, price, left = _exercised(put, ratios, policy)
    if control:
        european = _european(put, price, left) * np.exp(-put.rate * (put.years - left))
        known = float(_european(put, np.array([put.spot / put.strike]), np.array([put.years]))[0])
        # A slope from these paths is biased by the order of 1/paths, far below the error.
        slope = np.cov(paid, european)[0, 1] / max(float(european.var(ddof=1)), 1e-300)
        paid = paid - slope * (european - known)
    error = put.strike * float(paid.std(ddof=1)) / math.sqrt(paths)
    return SimulatedPut(value=put.strike * float(paid.mean()), standard_error=error, dates=dates)


def _ratios(put: Put, dates: int, paths: int, rng: np.random.Generator) -> Floats:
    """Price over strike, a row per date."""
    years = put.years / dates
    logs = rng.standard_normal((dates, paths))
    logs *= put.vol * math.sqrt(years)
    logs += (put.rate - put.vol**2 / 2) * years
    logs[0] += math.log(put.spot / put.strike)
    np.cumsum(logs, axis=0, out=logs)
    return np.exp(logs, out=logs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """A polynomial in the standardised price; no weights where too few paths were in the money to fit one."""

    centre: float
    scale: float
    weights: Floats | None

    def at(self, price: Floats) -> Floats:
        """Value of going on."""
        if self.weights is None:
            return np.full(len(price), np.inf)
        moved, found = (price - self.centre) / self.scale, np.full(len(price), self.weights[-1])
        for weight in self.weights[-2::-1]:
            found *= moved
            found += weight
        return found


def _policy(put: Put, ratios: Floats, degree: int) -> list[_Fit]:
    """A fit per date before the last, from the last back."""
    discount = math.exp(-put.rate * put.years / len(ratios))
    cash, fits = np.maximum(1.0 - ratios[-1], 0.0), []
    for prices in ratios[-2::-1]:
        cash *= discount
        inside = np.flatnonzero(prices < 1.0)
        price = prices[inside]
        fit = _fit(price, cash[inside], degree)
        now = 1.0 - price
        better = now > fit.at(price)
        cash[inside[better]] = now[better]
        fits.append(fit)
    return fits[::-1]


def _fit(price: Floats, cash: Floats, degree: int) -> _Fit:
    scale = float(price.std()) if len(price) else 0.0
    if len(price) <= degree + 1 or scale == 0:
        return _Fit(centre=0.0, scale=1.0, weights=None)
    centre = float(price.mean())
    moved = (price - centre) / scale
    # Sums of powers fill the normal equations; standardised, they are well conditioned at these degrees.
    sums, products, power = [float(len(price))], [float(cash.sum())], moved.copy()
    for k in range(1, 2 * degree + 1):
        sums.append(float(power.sum()))
        if k <= degree:
            products.append(float(power @ cash))
        power *= moved
    gram = np.array([[sums[i + j] for j in range(degree + 1)] for i in range(degree + 1)])
    weights = np.linalg.lstsq(gram, np.array(products), rcond=None)[0]
    return _Fit(centre=centre, scale=scale, weights=weights)


def _exercised(put: Put, ratios: Floats, policy: list[_Fit]) -> tuple[Floats, Floats, Floats]:
    """Discounted pay by strike, price over strike at exercise or the end, and years left then."""
    dates, paths = ratios.shape
    price, left = ratios[-1].copy(), np.zeros(paths)
    step = put.years / dates
    # From the last date back: an earlier exercise replaces a later one.
    for date in range(dates - 2, -1, -1):
        inside = np.flatnonzero(ratios[date] < 1.0)
        now = ratios[date, inside]
        better = 1.0 - now > policy[date].at(now)
        chosen = inside[better]
        price[chosen], left[chosen] = now[better], put.years - (date + 1) * step
    return np.exp(-put.rate * (put.years - left)) * np.maximum(1.0 - price, 0.0), price, left


def _european(put: Put, price: Floats, left: Floats) -> Floats:
    """Black and Scholes put by strike; at its end, what it pays."""
    value = np.maximum(1.0 - price, 0.0)
    alive = left > 0
    years, now = left[alive], price[alive]
    spread = put.vol * np.sqrt(years)
    low = (np.log(now) + (put.rate - put.vol**2 / 2) * years) / spread
    value[alive] = np.exp(-put.rate * years) * ndtr(-low) - now * ndtr(-low - spread)
    return value
