"""Formulas as text, so that the arithmetic that is printed is the arithmetic that was done."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from bascule.model.annuity import capital_recovery

_BINARY: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.Pow: operator.pow,
    }
)
_FUNCTIONS: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {"capital_recovery": capital_recovery}
)


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """What a formula comes to.

    Args:
        formula: Sums, products, quotients, powers and ``capital_recovery(rate, years)`` of numbers and names.
        values: Number of each name.

    Raises:
        KeyError: A name has no number.
        ValueError: The formula says something else.

    >>> evaluate("price / (0.024 * j_per_th)", {"price": 30.0, "j_per_th": 20.0})
    62.5
    """
    return _value(_parsed(formula), values)


@cache
def names(formula: str) -> tuple[str, ...]:
    """Names whose numbers a formula needs, in the order of their first use.

    >>> names("new / old - 1")
    ('new', 'old')
    """
    called = {id(node.func) for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Call)}
    found = [
        node for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name) and id(node) not in called
    ]
    return tuple(dict.fromkeys(node.id for node in sorted(found, key=lambda node: node.col_offset)))


@cache
def _parsed(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            return float(_BINARY[type(sign)](_value(left, values), _value(right, values)))
        case ast.Call(func=ast.Name(id=name), args=[first, second]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(first, values), _value(second, values))
        case _:
            raise ValueError(f"no arithmetic: {ast.unparse(node)}")
