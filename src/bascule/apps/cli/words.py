"""What only the command line says; everything that a report says too stands in its catalogue of messages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.report.template import Fact, fill

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "interrupted": "Stopped. Nothing was written.",
        "one_problem": "One problem; nothing was done.",
        "problems": "{count} problems; nothing was done.",
        "our_fault": (
            "{kind}: {reason}\nThis is a fault of Bascule, not of your input. "
            "For the traceback: bascule --debug COMMAND ..."
        ),
        "unexpected": (
            "Unexpected {kind}: {reason}\nThis is a fault of Bascule, not of your input. "
            "For the traceback: bascule --debug COMMAND ..."
        ),
        "assumption": "Assumed: {statement} ({source})",
        "note": "Note: {note}",
        "policy_note": "Note on {policy}: {note}",
        "wrote": "Wrote {file} ({kilobytes} kB)",
        "disclaimer": "Not investment advice.",
    }
)
"""Text by key, with gaps as in the report's messages."""


def say(key: str, *, currency: str = "", **facts: Fact) -> str:
    """A text with its gaps filled.

    Args:
        key: Which text.
        currency: ISO code for amounts.
        facts: What fills the gaps; numbers are written by the unit suffix of their name.

    >>> say("problems", count=3)
    '3 problems; nothing was done.'
    """
    return fill(WORDS[key], facts, currency)
