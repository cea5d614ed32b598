"""When a hashrate path has done so many hashes: the integral of the path and its inverse."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HashClock:
    """Hashes done by time.

    Attributes:
        step_s: Length of a step of the hashrate.
        rate: Hashes per second of each step, shape (steps,) for all paths or (paths, steps).
        done: Hashes done at the start of each step and at the end of the last, shape (..., steps + 1).
    """

    step_s: float
    rate: Floats
    done: Floats

    @classmethod
    def of(cls, rate: Floats, step_s: float) -> "HashClock":
        """The clock of a hashrate path.

        Raises:
            ValueError: A hashrate is negative or no number, or the last one is zero, after which nothing ends.
        """
        if not np.isfinite(rate).all() or (rate < 0).any():
            raise ValueError("a hashrate path holds finite numbers from 0")
        if (rate[..., -1] <= 0).any():
            raise ValueError(
                "the last hashrate of a path is above zero: without it the last period never ends"
            )
        done = np.zeros((*rate.shape[:-1], rate.shape[-1] + 1))
        np.cumsum(rate * step_s, axis=-1, out=done[..., 1:])
        return cls(step_s=step_s, rate=rate, done=done)

    def time_of(self, hashes: Floats, after: Ints) -> tuple[Floats, Ints]:
        """Moment at which each path has done so many hashes, and the step in which that is.

        Args:
            hashes: Shape (paths,).
            after: A step of each path that lies no later, shape (paths,); the search begins there.
        """
        step, last = after.copy(), self.rate.shape[-1] - 1
        behind = np.arange(len(step))
        while len(behind):
            here = step[behind]
            later = (here < last) & (self._pick(self.done, here + 1, behind) <= hashes[behind])
            behind = behind[later]
            step[behind] += 1
        missing = hashes - self._pick(self.done, step)
        return step * self.step_s + missing / self._pick(self.rate, step), step

    def _pick(self, values: Floats, step: Ints, path: Ints | None = None) -> Floats:
        if values.ndim == 1:
            return np.asarray(values[step])
        rows = np.arange(len(step)) if path is None else path
        return np.asarray(values[rows, step])
