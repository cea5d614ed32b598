"""Parts of a plan that cannot be: every wrong figure of a part in one message."""

from collections.abc import Mapping


def refuse_unless(part: object, rules: Mapping[str, tuple[bool, str]]) -> None:
    """Refuse a part of a plan whose figures break their rules.

    Args:
        part: What is being made.
        rules: By attribute, whether its rule holds, and the rule in words.

    Raises:
        ValueError: Every figure that breaks its rule, with its value.
    """
    wrong = [
        f"{type(part).__name__}.{name} = {getattr(part, name)!r}: {rule}"
        for name, (holds, rule) in rules.items()
        if not holds
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
