"""What a kind of claim is made of: inputs with their limits, and formulas that lead to what can be claimed."""

from collections.abc import Mapping
from dataclasses import dataclass

from bascule.study.claims.arithmetic import evaluate, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausible:
    """A range in which an input usually lies.

    Attributes:
        low: Least.
        high: Most.
        source: Who says so.
        as_of: Month of the source, ``YYYY-MM``.
        stale_after: Last month for which it can be relied on, ``YYYY-MM``.
    """

    low: float
    high: float
    source: str
    as_of: str
    stale_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A number that a claim rests on.

    Attributes:
        name: With its unit as suffix.
        unit: As people write it, empty for a factor.
        least: Smallest number that means anything.
        most: Largest number that means anything.
        plausible: Where it usually lies; None for facts of one case, such as the years of a contract.
    """

    name: str
    unit: str
    least: float
    most: float
    plausible: Plausible | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of arithmetic.

    Attributes:
        name: What it gives, with its unit as suffix.
        unit: As people write it; ``level`` stands for the unit that the claim states.
        formula: Of inputs and earlier lines.
        claimable: Whether people state such numbers.
    """

    name: str
    unit: str
    formula: str
    claimable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line with its numbers.

    Attributes:
        line: What was reckoned.
        values: Number of each name in its formula.
        value: What it came to.
    """

    line: Line
    values: Mapping[str, float]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKind:
    """A kind of claim.

    Attributes:
        name: As it stands in a file.
        inputs: What it can rest on.
        lines: Its arithmetic; each line uses inputs and lines before it.
    """

    name: str
    inputs: tuple[Input, ...]
    lines: tuple[Line, ...]

    @property
    def quantities(self) -> tuple[str, ...]:
        """What can be claimed."""
        return tuple(line.name for line in self.lines if line.claimable)

    def needs(self, quantity: str) -> tuple[str, ...]:
        """Inputs that a quantity rests on, in the order of the kind."""
        used = {name for line in self._way(quantity) for name in names(line.formula)}
        return tuple(part.name for part in self.inputs if part.name in used)

    def steps(self, quantity: str, given: Mapping[str, float]) -> tuple[Step, ...]:
        """The arithmetic that leads to a quantity.

        Args:
            quantity: What is reckoned.
            given: Number of each input that it needs.

        Raises:
            KeyError: An input is missing.
        """
        known, found = dict(given), []
        for line in self._way(quantity):
            known[line.name] = evaluate(line.formula, known)
            values = {name: known[name] for name in names(line.formula)}
            found.append(Step(line=line, values=values, value=known[line.name]))
        return tuple(found)

    def value(self, quantity: str, given: Mapping[str, float]) -> float:
        """What a quantity comes to.

        Raises:
            KeyError: An input is missing.
        """
        return self.steps(quantity, given)[-1].value

    def _way(self, quantity: str) -> tuple[Line, ...]:
        """The lines that lead to a quantity, itself last."""
        wanted, way = {quantity}, []
        for line in reversed(self.lines):
            if line.name in wanted:
                way.append(line)
                wanted.update(names(line.formula))
        return tuple(reversed(way))
