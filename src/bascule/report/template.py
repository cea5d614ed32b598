"""Sentences with gaps: a tiny language that the report's own script speaks too.

``{name}`` is a fact by name; ``{name:bare}`` leaves its unit out. ``[one|other]`` takes the first whose
facts are all there, and nothing where none is. Choices do not nest.
"""

import re
from collections.abc import Mapping
from typing import Final

from bascule.report.numbers import named, plain_rate

Fact = str | float

_CHOICE: Final = re.compile(r"\[([^\]]*)\]")
_GAP: Final = re.compile(r"\{(\w+)(:bare)?\}")


def fill(template: str, facts: Mapping[str, Fact], currency: str = "") -> str:
    """A template with its gaps filled.

    Args:
        template: Text with gaps and choices.
        facts: What fills them, by name; numbers are written by the unit suffix of their name.
        currency: ISO code for amounts.

    Raises:
        KeyError: A fact outside every choice is missing.

    >>> fill("{asset} off[: power costs {price_per_mwh}].", {"asset": "Hall 1", "price_per_mwh": 61.0}, "USD")
    'Hall 1 off: power costs 61.0 $/MWh.'
    >>> fill("{asset} off[: power costs {price_per_mwh}].", {"asset": "Hall 1"})
    'Hall 1 off.'
    """
    chosen = _CHOICE.sub(lambda match: _choose(match[1], facts), template)
    return _GAP.sub(lambda match: _shown(match[1], facts[match[1]], currency, bare=bool(match[2])), chosen)


def gaps(template: str) -> frozenset[str]:
    """Names of the facts that a template may use."""
    return frozenset(match[1] for match in _GAP.finditer(template))


def needed(template: str) -> frozenset[str]:
    """Names of the facts that a template cannot do without."""
    return gaps(_CHOICE.sub("", template))


def _choose(choices: str, facts: Mapping[str, Fact]) -> str:
    return next((choice for choice in choices.split("|") if gaps(choice) <= facts.keys()), "")


def _shown(name: str, fact: Fact, currency: str, *, bare: bool) -> str:
    if isinstance(fact, str):
        return fact
    return plain_rate(fact) if bare else named(name, fact, currency)
