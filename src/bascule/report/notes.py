"""Remarks about series, with those of which the same is said named together."""

from collections.abc import Iterable


def grouped(notes: Iterable[str]) -> tuple[str, ...]:
    """Notes of the form ``name: what``, one per ``what``; all others as they are.

    >>> grouped(["btc_usd: repeated", "spot: filled", "difficulty: repeated", "see the site file"])
    ('btc_usd, difficulty: repeated', 'spot: filled', 'see the site file')
    """
    names: dict[str, list[str]] = {}
    for note in notes:
        name, colon, what = note.partition(": ")
        simple = bool(colon) and name.replace("_", "").isalnum()
        names.setdefault(what if simple else note, []).extend([name] if simple else [])
    return tuple(f"{', '.join(some)}: {what}" if some else what for what, some in names.items())
