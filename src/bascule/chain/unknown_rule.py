"""What to do with blocks that nobody claims."""

from enum import StrEnum


class UnknownRule(StrEnum):
    """The four rules.

    Attributes:
        EXCLUDE: They are left out of everything.
        ENTITY: They are one entity.
        ATOMISED: They stay in the total, each an entity of one; only named entities make up Nakamoto and CR.
        LARGEST: They belong to the largest named entity.
    """

    EXCLUDE = "exclude"
    ENTITY = "entity"
    ATOMISED = "atomised"
    LARGEST = "largest"
