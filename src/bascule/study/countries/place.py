"""A place with its prices, its carbon and its law."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bascule.study.countries.component import Component
from bascule.study.countries.energy import Energy
from bascule.study.sourced import Source


class Flag(StrEnum):
    """An answer of law. Unknown is neither yes nor no."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFlag:
    """One answer with its reason.

    Attributes:
        id: Name of the question.
        title: The question.
        answer: Its answer here.
        why: The reason.
        source: Who says so.
    """

    id: str
    title: str
    answer: Flag
    why: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Carbon:
    """Carbon of the grid's power.

    Attributes:
        g_per_kwh: Mean over a year.
        source: Who says so.
    """

    g_per_kwh: float
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as the site meets it, with nothing left open.

    Attributes:
        id: Name in files.
        name: What people call it.
        energy: What energy costs.
        components: Everything else that is paid for power.
        carbon: Of the grid.
        law: Answers about data and control.
        data: May the site hold data of each class, by class.
        notes: What the reader must know.
    """

    id: str
    name: str
    energy: Energy
    components: tuple[Component, ...]
    carbon: Carbon
    law: tuple[LawFlag, ...]
    data: Mapping[str, LawFlag]
    notes: tuple[str, ...]
