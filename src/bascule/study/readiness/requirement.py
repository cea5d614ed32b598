"""What a tenant asks of one fact of a hall."""

from dataclasses import dataclass
from typing import assert_never

from bascule.study.readiness.answer import Answer
from bascule.study.readiness.hall import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """A number that must be reached."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """A number that must not be passed."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """A word out of some; ``yes`` for what must merely be there."""

    words: tuple[str, ...]


Requirement = AtLeast | AtMost | OneOf


def answer(fact: Fact | None, asked: Requirement) -> Answer:
    """Whether a fact satisfies a requirement; unknown where there is no fact.

    Raises:
        TypeError: A number is asked for and the fact is none.

    >>> answer(15.0, AtLeast(value=100.0)), answer(None, AtMost(value=1.3)), answer(True, OneOf(words=("yes",)))
    (<Answer.LACKING: 'lacking'>, <Answer.UNKNOWN: 'unknown'>, <Answer.MET: 'met'>)
    """
    if fact is None:
        return Answer.UNKNOWN
    return Answer.MET if _satisfies(fact, asked) else Answer.LACKING


def _satisfies(fact: Fact, asked: Requirement) -> bool:
    match asked:
        case AtLeast():
            return _number(fact) >= asked.value
        case AtMost():
            return _number(fact) <= asked.value
        case OneOf():
            return _word(fact) in asked.words
        case _:
            assert_never(asked)


def _number(fact: Fact) -> float:
    if isinstance(fact, str | bool):
        raise TypeError(f"{fact!r} is no number")
    return fact


def _word(fact: Fact) -> str:
    return {True: "yes", False: "no"}[fact] if isinstance(fact, bool) else str(fact)
