"""What ``optimal`` plans for, as the command line asks for it."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.errors import InputProblem


class PlannerChoice(StrEnum):
    """One path of prices, or several."""

    NAIVE = "naive"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """The options; None where an option was not given.

    Attributes:
        kind: One path or several.
        scenarios: Most paths.
        seed: Seed of their draw.
        risk_weight: Share of the worst paths in what is maximised.
        risk_tail: Share of paths that are the worst ones.
    """

    kind: PlannerChoice = PlannerChoice.NAIVE
    scenarios: int | None = None
    seed: int | None = None
    risk_weight: float | None = None
    risk_tail: float | None = None

    def given(self) -> dict[str, float]:
        """Options about several paths that were given, with their values."""
        options = {
            "--scenarios": self.scenarios,
            "--seed": self.seed,
            "--risk-weight": self.risk_weight,
            "--risk-tail": self.risk_tail,
        }
        return {option: value for option, value in options.items() if value is not None}

    def problems(self, *, always: bool = False) -> list[InputProblem]:
        """Options that would change nothing.

        Args:
            always: Whether scenarios are planned with in any case.
        """
        hint = "needs --planner scenario: one forecast path has neither scenarios nor a tail of them"
        idle = {} if always or self.kind is PlannerChoice.SCENARIO else self.given()
        found = [_refused(option, value, hint) for option, value in idle.items()]
        if self.risk_tail is not None and not self.risk_weight and not idle:
            found.append(_refused("--risk-tail", self.risk_tail, "needs a --risk-weight above 0"))
        return found

    def words(self) -> list[str]:
        """The options as a command line repeats them.

        >>> Planning(kind=PlannerChoice.SCENARIO, scenarios=6).words()
        ['--planner', 'scenario', '--scenarios', '6']
        """
        chosen = [] if self.kind is PlannerChoice.NAIVE else ["--planner", self.kind.value]
        return chosen + [word for option, value in self.given().items() for word in (option, f"{value:g}")]


def _refused(option: str, value: float, hint: str) -> InputProblem:
    return InputProblem(file="command line", field=option, value=f"{value:g}", hint=hint)
