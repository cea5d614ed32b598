"""Dated rules that ship with the package, with their sources."""

from functools import cache
from importlib.resources import files

from bascule.adapters.catalogue.nearest import nearest
from bascule.adapters.files.rule_file import parse_rules
from bascule.errors import InputError, InputProblem
from bascule.model.rule import Rule, RuleBook


@cache
def bundled_rules() -> RuleBook:
    """Every rule of the catalogue."""
    text = files("bascule.adapters.catalogue").joinpath("data", "rules.yaml").read_text(encoding="utf-8")
    return RuleBook(rules=parse_rules(text, file="rules.yaml").rules)


def find_rule(name: str) -> tuple[Rule, ...]:
    """Every version of a rule.

    Raises:
        InputError: No such rule; the hint names the nearest ones.

    >>> find_rule("fr_arenh")[0].values["per_mwh"]
    42.0
    """
    book = bundled_rules()
    if name not in book.ids():
        raise InputError(
            [InputProblem(file="catalogue", field="rules", value=name[:60], hint=rule_hint(name, book))]
        )
    return book.versions(name)


def rule_hint(name: str, book: RuleBook) -> str:
    """What to do about an id that no rule has."""
    near = nearest(name, book.ids())
    listed = f"; the nearest are {', '.join(near)}" if near else ""
    return f"is no rule{listed} (bascule catalog rules lists all)"
