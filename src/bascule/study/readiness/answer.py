"""What is known about one thing that AI asks of a hall."""

from enum import StrEnum


class Answer(StrEnum):
    """Whether a hall has it. What nobody knows is neither had nor lacking."""

    MET = "met"
    LACKING = "lacking"
    UNKNOWN = "unknown"
