"""Measured figures, their targets, and the table that shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Record = dict[str, str | float | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number.

    Attributes:
        part: Which part of the benchmark.
        name: What was measured.
        value: The number, None where it could not be measured (the note says why).
        unit: Its unit, empty for counts and ratios.
        at_most: Target that the value must not exceed, or None.
        at_least: Target that the value must reach, or None.
        note: What else to know.
    """

    part: str
    name: str
    value: float | None
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without one, or where nothing was measured."""
        if self.value is None:
            return None
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    @property
    def target(self) -> str:
        """The target in words, empty without one."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"

    def record(self) -> Record:
        """The figure as a JSON object."""
        return {
            "part": self.part,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "target": self.target or None,
            "reached": self.reached,
            "note": self.note,
        }


def figure_of(record: Record, *, targets: bool) -> Figure:
    """A figure read back from its record; without ``targets`` it has none (a shortened run shows nothing about them)."""
    target = str(record["target"] or "") if targets else ""
    number = float(target.rpartition(" ")[2]) if target else None
    return Figure(
        part=str(record["part"]),
        name=str(record["name"]),
        value=None if record["value"] is None else float(record["value"]),
        unit=str(record["unit"]),
        at_most=number if target.startswith("at most") else None,
        at_least=number if target.startswith("at least") else None,
        note=str(record["note"]),
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table, one line each."""
    head = ["part", "figure", "value", "unit", "target", "", "note"]
    rows = [[f.part, f.name, shown(f.value), f.unit, f.target, _verdict(f), f.note] for f in figures]
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(row, widths) for row in [head, rule, *rows])


def shown(value: float | None) -> str:
    """A number with about four significant digits, a dash for none.

    >>> [shown(value) for value in (35040.0, 0.01234, 8.0, 2.1e-13, None)]
    ['35,040', '0.01234', '8', '2.1e-13', '-']
    """
    if value is None:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def _verdict(figure: Figure) -> str:
    return {True: "reached", False: "NOT REACHED", None: ""}[figure.reached]


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
