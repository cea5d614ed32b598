"""Answers a file of bare problems: every answer is written, then what erred is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from bascule.apps.bare.chain import CHAIN_KINDS
from bascule.apps.bare.problem import Answer, Kind, answers
from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.faults import INPUT
from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.json_text import Json
from bascule.apps.wiring import Document, is_problem_file, problems_of, read_document
from bascule.errors import InputError, InputProblem
from bascule.report.messages import text
from bascule.report.numbers import NONE
from bascule.report.tables.table import Row, RowKind, Table

_DOCUMENTS = frozenset({".json", ".yaml", ".yml"})


def problem_document(path: Path) -> Document | None:
    """The document of a file of bare problems; None where the file is data.

    Raises:
        InputError: A JSON or YAML file cannot be read.
    """
    if path.suffix.lower() not in _DOCUMENTS:
        return None
    document = read_document(path)
    return document if is_problem_file(document) else None


def run_bare(
    document: Document, command: str | None, json: str | None, kinds: Mapping[str, Kind[Any]] = CHAIN_KINDS
) -> None:
    """Answer all problems of a document in order.

    Args:
        document: The problems.
        command: The only kind, for problems that name none; None where each names its own.
        json: File for the answers, ``-`` for standard output.
        kinds: What can be solved.

    Raises:
        InputError: The answer cannot be written.
        Exit: Problems erred; all answers are written before, and the code is that of wrong input.
    """
    _refuse_unwritable(json)
    listed = problems_of(document)
    found = answers(listed.problems, kinds, command)
    documents: list[Json] = [part.document() for part in found]
    answer(json, documents[0] if listed.single else documents)
    _show(found, json)
    wrong = _errors(document.name, found)
    if wrong:
        screen = Screen(to_error=True)
        for problem in wrong:
            screen.line(str(problem))
        screen.line(say("chain_erred", wrong=str(len(wrong)), all=str(len(found))))
        raise typer.Exit(INPUT)


def run_one(inputs: dict[str, object], command: str, json: str | None) -> None:
    """Answer one problem of the command line.

    Raises:
        InputError: It is wrong, or the answer cannot be written.
    """
    _refuse_unwritable(json)
    found = answers([{"inputs": inputs}], CHAIN_KINDS, command)
    wrong = _errors("command line", found)
    if wrong:
        raise InputError(wrong)
    answer(json, found[0].document())
    _show(found, json)


def _refuse_unwritable(json: str | None) -> None:
    problems = unwritable_json(json)
    if problems:
        raise InputError(problems)


def _errors(file: str, found: Sequence[Answer]) -> list[InputProblem]:
    return [
        InputProblem(file=file, field=f"problem {_name(part, number)}", value="", hint=part.error)
        for number, part in enumerate(found, start=1)
        if part.error is not None
    ]


def _show(found: Sequence[Answer], json: str | None) -> None:
    rows: list[Row] = []
    for number, part in enumerate(found, start=1):
        if part.solved is None:
            continue
        if len(found) > 1:
            rows.append(Row(cells=(_name(part, number), ""), kind=RowKind.GROUP))
        rows += [Row(cells=(name, shown)) for name, shown in _lines("", part.solved.results)]
        if part.solved.standard_error is not None:
            rows.append(Row(cells=(text("calibration.column.error"), f"{part.solved.standard_error:.3g}")))
    screen_beside(json).table(
        Table(
            title=text("chain.answers"),
            headings=(text("chain.result"), text("chain.value")),
            rows=tuple(rows),
            note="; ".join(dict.fromkeys(part.solved.method for part in found if part.solved is not None)),
        )
    )


def _name(part: Answer, number: int) -> str:
    return str(number) if part.id is None else str(part.id)


def _lines(prefix: str, value: Json) -> list[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"numerator", "denominator", "float"}:
        return [(prefix, f"{value['float']:.6g} ({value['numerator']}/{value['denominator']})")]
    if isinstance(value, dict):
        return [
            line for key, part in value.items() for line in _lines(f"{prefix}.{key}" if prefix else key, part)
        ]
    if isinstance(value, list):
        return [line for index, part in enumerate(value) for line in _lines(f"{prefix}[{index}]", part)]
    if value is None:
        return [(prefix, NONE)]
    return [(prefix, f"{value:.10g}" if isinstance(value, float) else str(value))]
