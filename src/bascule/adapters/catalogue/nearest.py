"""The known words nearest to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Known words like ``word``, nearest first; empty where none is like it.

    >>> nearest("s19j po", ["S19j Pro", "S19k Pro", "M60S"], count=1)
    ('S19j Pro',)
    """
    spelled = {plain(name): name for name in known}
    # Similarity costs the product of the lengths: a word longer than any name is no misspelling of one.
    return tuple(
        spelled[match] for match in get_close_matches(plain(word)[:80], spelled, n=count, cutoff=0.6)
    )


def suggestion(word: str, known: Iterable[str]) -> str:
    """A sentence that names what was probably meant, else what there is.

    >>> suggestion("spott", ["spot", "fixed"])
    'did you mean spot?'
    >>> suggestion("x", ["spot", "fixed"])
    'one of: fixed, spot'
    """
    names = sorted(set(known))
    near = nearest(word, names, count=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"one of: {', '.join(names)}" if names else "there is none"


def plain(word: str) -> str:
    """The word without case, spaces and hyphens.

    >>> plain(" S19j-PRO ")
    's19jpro'
    """
    return "".join(word.casefold().replace("-", " ").split())
