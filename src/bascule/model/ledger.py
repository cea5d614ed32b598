"""What an outcome earned and cost, line by line."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


class Account(StrEnum):
    """Groups of ledger lines, in the order in which people read them."""

    MINING = "mining"
    AI = "ai"
    AI_PENALTY = "ai_penalty"
    PASS_THROUGH = "pass_through"
    LOAD = "load"
    HEAT = "heat"
    EXPORT = "export"
    ENERGY = "energy"
    BLOCK = "block"
    NETWORK = "network"
    DEMAND_CHARGE = "demand_charge"
    COINCIDENT_PEAK = "coincident_peak"
    SUBSCRIBED_POWER = "subscribed_power"
    RESERVE = "reserve"
    RESERVE_PENALTY = "reserve_penalty"
    WEAR = "wear"
    BREACH = "breach"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LedgerLine:
    """One line: money earned (positive) or spent (negative).

    Attributes:
        account: Group of the line.
        item: Contract or asset that it belongs to.
        quantity: How much, in ``unit``.
        unit: Unit of the quantity, such as ``MWh``.
        amounts: Money per interval, shape (grid.count,); a monthly charge stands in the month's last
            interval.
        take_or_pay: Owed whatever the site does, so no policy can move it.
    """

    account: Account
    item: str
    quantity: float
    unit: str
    amounts: Floats
    take_or_pay: bool = False

    @property
    def amount(self) -> float:
        """Money of the line over the whole ledger, rounded once."""
        return math.fsum(self.amounts.tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger:
    """Every line once; the total is their exact sum, rounded once.

    Attributes:
        currency: Currency of every amount.
        grid: Intervals settled.
        lines: The lines.
    """

    currency: str
    grid: TimeGrid
    lines: tuple[LedgerLine, ...]

    @property
    def total(self) -> float:
        """Margin: everything earned less everything spent."""
        return total(self.lines)

    @property
    def movable(self) -> float:
        """Margin without take-or-pay lines: what a policy can move."""
        return total(line for line in self.lines if not line.take_or_pay)

    def of(self, account: Account) -> float:
        """Sum of an account's lines."""
        return total(line for line in self.lines if line.account is account)


def total(lines: Iterable[LedgerLine]) -> float:
    """Exact sum of the amounts of lines, rounded once."""
    return math.fsum(line.amount for line in lines)
