"""One bare problem and its answer: a bad one yields its error and does not stop the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pydantic import ValidationError

from bascule.apps.bare.numbers import Inputs
from bascule.apps.json_text import Json
from bascule.errors import BasculeError

_SHOWN: Final = 60

T = TypeVar("T", bound=Inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What a solver found.

    Attributes:
        results: Figures by name.
        method: How they were found, in a few words.
        standard_error: Of a simulated figure; None where nothing was drawn at random.
    """

    results: Mapping[str, Json]
    method: str
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """A kind of problem.

    Attributes:
        name: As ``kind`` in a file.
        inputs: What it needs.
        solve: Finds its results.
    """

    name: str
    inputs: type[T]
    solve: Callable[[T], Solved]

    def answer(self, raw: object) -> Solved:
        """Check inputs and solve.

        Raises:
            ValueError: The inputs are wrong, each with its place.
        """
        return self.solve(self.inputs.model_validate(raw))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written for a problem: results, or the reason why there are none."""

    id: Json
    solved: Solved | None = None
    error: str | None = None

    def document(self) -> dict[str, Json]:
        """As JSON."""
        found = self.solved
        return {
            "id": self.id,
            "results": None if found is None else found.results,
            "method": None if found is None else found.method,
            "standard_error": None if found is None else found.standard_error,
            "error": self.error,
        }


def answers(
    problems: Sequence[object], kinds: Mapping[str, Kind[T]], command: str | None = None
) -> list[Answer]:
    """An answer per problem, in order.

    Args:
        problems: As a file holds them: ``{id, kind, inputs}``.
        kinds: What can be solved, by name.
        command: The kind of a problem that names none, and the only one; None where each must name its own.
    """
    return [_answer(problem, kinds, command) for problem in problems]


def _answer(problem: object, kinds: Mapping[str, Kind[T]], command: str | None) -> Answer:
    if not isinstance(problem, dict):
        return Answer(id=None, error=f"{_short(problem)} is no problem: write {{id, kind, inputs}}")
    try:
        return Answer(id=problem.get("id"), solved=_kind(problem, kinds, command).answer(_inputs(problem)))
    except ValidationError as error:
        return Answer(id=problem.get("id"), error=told(error))
    except (BasculeError, ValueError, OverflowError, ZeroDivisionError) as error:
        return Answer(id=problem.get("id"), error=str(error))


def _kind(problem: Mapping[str, object], kinds: Mapping[str, Kind[T]], command: str | None) -> Kind[T]:
    unknown = sorted(str(key) for key in problem.keys() - {"id", "kind", "inputs"})
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not a part of a problem; put it under inputs, or remove it")
    name = problem.get("kind", command)
    if command is not None and name != command:
        raise ValueError(f"kind = {_short(name)}: this command answers problems of kind {command}")
    if name not in kinds:
        raise ValueError(f"kind = {_short(name)}: must be one of {', '.join(kinds)}")
    return kinds[str(name)]


def _inputs(problem: Mapping[str, object]) -> object:
    if not isinstance(problem.get("inputs"), dict):
        raise ValueError("inputs: is missing: write the inputs by name")  # noqa: TRY004 -- an answer, not a crash
    return problem["inputs"]


def told(error: ValidationError) -> str:
    """Everything that is wrong with inputs: place, value, remedy."""
    return "; ".join(_complaint(dict(part)) for part in error.errors())


def _complaint(part: Mapping[str, object]) -> str:
    where = part["loc"]
    place = ".".join(str(step) for step in where) if isinstance(where, tuple) else ""
    kind, text = part["type"], str(part["msg"]).removeprefix("Value error, ")
    if kind == "missing":
        return f"inputs.{place}: is missing"
    if kind == "extra_forbidden":
        return f"inputs.{place}: is not an input of this kind: correct its name, or remove it"
    return f"{f'inputs.{place}' if place else 'inputs'} = {_short(part['input'])}: {text}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
