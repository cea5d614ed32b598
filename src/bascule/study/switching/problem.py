"""A switching problem: modes that earn, moves between them that cost and take time, and the drivers that decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.switching.drivers import Drivers

Amount = Callable[[int, Floats], Floats]
"""Money as a function of the date's number and the levels of shape (drivers, ...): an array of the shape (...)."""

Codes = NDArray[np.signedinteger]
"""Small whole numbers."""

MOST_DRIVERS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A way to run a block of megawatts.

    Attributes:
        name: Its name.
        flow: Money per year.
        closing: Money at the end of the horizon for a block found in this mode.
    """

    name: str
    flow: Amount
    closing: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of mode.

    Attributes:
        start: Number of the mode that is left.
        end: Number of the mode that is entered.
        cost: Paid at the decision; negative where money is received.
        lag: Steps without flow, the current one included, and without change of mind.
        until: Number of the first date at which the move is no longer open; None for always.
    """

    start: int
    end: int
    cost: Amount
    lag: int = 0
    until: int | None = None

    def open_at(self, date: int) -> bool:
        """Whether it may be chosen at a date."""
        return self.until is None or date < self.until


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Choose a mode at every date, observing the drivers: its flow of the step is received at once.

    Attributes:
        drivers: What is uncertain.
        modes: Ways to run.
        moves: Ways to change, at most one per pair of modes.
        rate: Continuous discount rate per year.
        step_years: Length of a step.
        start: Number of the mode at date 0, before its decision.
        bends: Further money of the state, such as what a move is worth, that continuation values are expected to bend with:
            regressors for least squares, of no effect on anything else.
    """

    drivers: Drivers
    modes: tuple[Mode, ...]
    moves: tuple[Move, ...]
    rate: float
    step_years: float
    start: int = 0
    bends: tuple[Amount, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be solved."""
        count = len(self.modes)
        refuse_many(self.drivers)
        if any(not (0 <= move.start < count and 0 <= move.end < count) for move in self.moves):
            raise ValueError("a move leads from or to a mode that does not exist")
        if not 0 <= self.start < count:
            raise ValueError(f"it starts in a mode that does not exist: {self.start}")
        if not (self.step_years > 0 and np.isfinite(self.rate)):
            raise ValueError(f"a step takes time and a rate is a number: {self.step_years}, {self.rate}")
        if any(move.start == move.end or move.lag < 0 for move in self.moves):
            raise ValueError("a move leads to another mode, and takes no less than no time")
        if len({(move.start, move.end) for move in self.moves}) != len(self.moves):
            raise ValueError("two moves lead the same way: keep one")

    @property
    def dates(self) -> int:
        """How many decision dates."""
        return self.drivers.dates

    @property
    def discount(self) -> float:
        """Of a step."""
        return float(np.exp(-self.rate * self.step_years))

    @property
    def years(self) -> float:
        """The horizon."""
        return self.dates * self.step_years

    def moves_from(self, mode: int) -> list[Move]:
        """Ways out of a mode, in order."""
        return [move for move in self.moves if move.start == mode]

    def earned(self, mode: int, date: int, levels: Floats) -> Floats:
        """Money of a step in a mode."""
        return self.step_years * self.modes[mode].flow(date, levels)

    def without_moves(self, start: int | None = None) -> "Problem":
        """The same, staying where it starts."""
        return replace(self, moves=(), start=self.start if start is None else start)


def refuse_many(drivers: Drivers) -> None:
    """Refuse more uncertain drivers than least squares can tell apart.

    Raises:
        ValueError: There are more than `MOST_DRIVERS`.
    """
    uncertain = int(np.count_nonzero(drivers.shock))
    if uncertain > MOST_DRIVERS:
        raise ValueError(
            f"at most {MOST_DRIVERS} uncertain drivers: {uncertain}; take some as known (sigma 0)"
        )


def flat(value: float) -> Amount:
    """The same amount always."""
    return lambda _date, levels: np.full(levels.shape[1:], value)


def longest_lag(problem: Problem) -> int:
    """Most steps that a move takes."""
    return max((move.lag for move in problem.moves), default=0)


def best_choice(stay: Floats, moved: Sequence[Floats]) -> tuple[Floats, Codes]:
    """Best of staying (0) and moves (1, 2 and so on), a tie for what comes first: value and number."""
    stacked = np.stack([stay, *moved])
    chosen = stacked.argmax(axis=0)
    return np.take_along_axis(stacked, chosen[None], axis=0)[0], chosen
