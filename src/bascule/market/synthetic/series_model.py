"""One calibrated series: latent score from calendar and memory, ranked, then read off real quantiles."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.market.synthetic.latent import Component, draw_memory, draw_noise
from bascule.market.synthetic.local_clock import LocalClock
from bascule.market.synthetic.shape import Shape

_RIPPLE_TAU_H = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scarcity:
    """A second score that decides which intervals take the highest ranks: price spikes.

    Attributes:
        share_frac: Share of the year's intervals that are scarce.
        score: When scarcity is likely, by month and hour.
        components: Memory of scarcity's own noise.
        coupling: Correlation of scarcity's noise with the noise of ordinary hours, -1 to 1.
    """

    share_frac: float
    score: Shape
    components: tuple[Component, ...]
    coupling: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesModel:
    """A series whose every local year has the calibrated distribution, at times that chance picks.

    Attributes:
        rank_frac: Ranks at which the real quantile function is known, rising, inside 0 to 1.
        value: Real values at those ranks, never falling, in the unit of the series.
        score: Mean of the latent score by calendar.
        log_scale: Natural logarithm of the latent noise's standard deviation by calendar.
        components: Memory of the latent noise.
        coupling: Correlation of the noise with the noise that drives the zone's price, -1 to 1.
        ripple: Spread of the half-hour unrest of scores above zero, as a share of the score: dear hours
            flicker, cheap ones do not. 0 for none.
        scarcity: The spike layer, or None.
    """

    rank_frac: tuple[float, ...]
    value: tuple[float, ...]
    score: Shape
    log_scale: Shape
    components: tuple[Component, ...]
    coupling: float
    ripple: float
    scarcity: Scarcity | None

    def draw_noise(
        self, clock: LocalClock, rng: np.random.Generator, driver: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Draw the latent noise, coupled to the noise of the price where one is given.

        Args:
            clock: Local calendar of the intervals.
            rng: Source of randomness; advanced by this call.
            driver: Noise of the zone's price, unit variance, one value per interval.

        Returns:
            Unit-variance noise, one value per interval.
        """
        own = draw_noise(self.components, len(clock.utc_s), step_h=clock.step_s / 3600, rng=rng)
        return own if driver is None else mixed(driver, own, self.coupling)

    def values(
        self, clock: LocalClock, noise: NDArray[np.float64], rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """Turn latent noise into values of the series.

        Args:
            clock: Local calendar of one whole local year, for ranks are taken within the year.
            noise: Unit-variance noise, one value per interval.
            rng: Source of randomness for ripple and spikes; advanced by this call where there are any.

        Returns:
            Values in the unit of the series, one per interval.
        """
        latent = self.score.at(clock) + np.exp(self.log_scale.at(clock)) * noise
        if self.ripple > 0:
            latent = latent + self.ripple * np.maximum(latent, 0.0) * _unrest(clock, rng)
        if self.scarcity is not None:
            latent = _with_scarcity(latent, noise, self.scarcity, clock, rng)
        return self._read_off(rank_frac(latent))

    def _read_off(self, rank: NDArray[np.float64]) -> NDArray[np.float64]:
        known_rank = np.array(self.rank_frac)
        values: NDArray[np.float64] = np.interp(_logit(rank), _logit(known_rank), np.array(self.value))
        return values


def mixed(driver: NDArray[np.float64], own: NDArray[np.float64], coupling: float) -> NDArray[np.float64]:
    """Return unit-variance noise that has the given correlation with the driver.

    Args:
        driver: Unit-variance noise.
        own: Independent unit-variance noise.
        coupling: Wanted correlation, -1 to 1.

    Returns:
        The mixture, one value per interval.
    """
    return coupling * driver + math.sqrt(1 - coupling**2) * own


def rank_frac(latent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each score's place among all, (rank + 1/2) / number of scores: strictly between 0 and 1."""
    rank = np.empty(len(latent))
    rank[np.argsort(latent, kind="stable")] = np.arange(len(latent)) + 0.5
    return rank / len(latent)


def _unrest(clock: LocalClock, rng: np.random.Generator) -> NDArray[np.float64]:
    carry = math.exp(-clock.step_s / 3600 / _RIPPLE_TAU_H)
    return draw_memory(len(clock.utc_s), carry=carry, rng=rng)


def _with_scarcity(
    latent: NDArray[np.float64],
    noise: NDArray[np.float64],
    scarcity: Scarcity,
    clock: LocalClock,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    own = draw_noise(scarcity.components, len(latent), step_h=clock.step_s / 3600, rng=rng)
    tension = scarcity.score.at(clock) + mixed(noise, own, scarcity.coupling)
    scarce = rank_frac(tension) > 1 - scarcity.share_frac
    above_all = latent.max() - tension.min() + 1.0
    return np.where(scarce, tension + above_all, latent)


def _logit(frac: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(frac / (1 - frac))
