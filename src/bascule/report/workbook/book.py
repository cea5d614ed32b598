"""The workbook of a project's cash flow: every derived cell a formula, each with its computed value."""

import os
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import xlsxwriter

from bascule.report.messages import text
from bascule.report.workbook import months
from bascule.report.workbook.assumption import Assumption
from bascule.report.workbook.assumptions import write_assumptions
from bascule.report.workbook.capital_rows import capital_rows, write_off_rows
from bascule.report.workbook.case import case_of
from bascule.report.workbook.inputs import yearly_inputs
from bascule.report.workbook.loan_rows import loan_rows, lost_rows
from bascule.report.workbook.model import HEAD, Model
from bascule.report.workbook.operating_rows import operating_rows
from bascule.report.workbook.places import Entry, Heading, Places
from bascule.report.workbook.results import checks, results
from bascule.report.workbook.sheets import Sheets
from bascule.report.workbook.tax_rows import tax_rows
from bascule.report.workbook.worth_rows import worth_rows
from bascule.report.workbook.written import groups, share_rows
from bascule.study.project.flows import Row
from bascule.study.project.result import ProjectResult

RESULTS: Final = "Results"
FLOW: Final = "Cash flow"
YEARLY: Final = "Yearly inputs"
WRITTEN: Final = "Write-off"
CHECKS: Final = "Checks"
_UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001
"""Moment of a workbook that is given none, so that the same plan gives the same bytes; the format knows no zones."""


def write_workbook(
    path: Path,
    result: ProjectResult,
    assumptions: Iterable[Assumption],
    title: str,
    *,
    created: datetime = _UNDATED,
) -> None:
    """Write the workbook to a temporary neighbour that is then renamed.

    Args:
        path: The .xlsx file.
        result: One path of a project.
        assumptions: Where its inputs come from, and what else the plan assumes.
        title: At the head of each sheet.
        created: Stated in the file's properties.

    Raises:
        OSError: The file cannot be written; none is left half-written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(workbook_bytes(result, assumptions, title, created=created))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def workbook_bytes(
    result: ProjectResult, assumptions: Iterable[Assumption], title: str, *, created: datetime = _UNDATED
) -> bytes:
    """The workbook as bytes, for a caller who writes several files together; arguments as of `write_workbook`."""
    held = BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    book.set_calc_mode("auto")
    model, flow = _model(result)
    sheets = Sheets(book, title, result.project.currency)
    _write_results(sheets, model)
    write_assumptions(sheets, model, assumptions)
    sheets.years(model.yearly, yearly_inputs(model.case), {}, text("workbook.note.yearly"))
    sheets.years(model.flow, flow, _component_labels(model), text("workbook.note.flow"))
    _write_months(sheets, model)
    sheets.years(model.written, _shares(model), _share_labels(model), text("workbook.note.written"), first=1)
    _write_checks(sheets, model)
    book.close()
    return held.getvalue()


def _model(result: ProjectResult) -> tuple[Model, tuple[Entry, ...]]:
    years = result.project.years
    model = Model(
        case=case_of(result),
        flow=Places(sheet=FLOW, years=years),
        yearly=Places(sheet=YEARLY, years=years),
        written=Places(sheet=WRITTEN, years=years),
    )
    flow = (
        *operating_rows(model),
        *capital_rows(model),
        *write_off_rows(model),
        *tax_rows(model),
        Heading(key="before_debt"),
        model.sum_line(Row.UNLEVERED),
        *loan_rows(model),
        *lost_rows(model),
        *worth_rows(model),
    )
    model.flow.settle(flow, HEAD + 1)
    model.yearly.settle(yearly_inputs(model.case), HEAD + 1)
    model.written.settle(_shares(model), HEAD + 1)
    return model, flow


def _shares(model: Model) -> tuple[Entry, ...]:
    return tuple(share_rows(model))


def _component_labels(model: Model) -> dict[str, str]:
    named = {f"written.{at}": part.name for at, part in enumerate(model.case.project.capex, start=1)}
    return {key: text("workbook.written", of=of) for key, of in named.items()}


def _share_labels(model: Model) -> dict[str, str]:
    found = {}
    for group, parts in groups(model):
        found[f"shares.{group}"] = parts[0].of if parts else group
        found[f"share.{group}"] = text("workbook.share")
        for part in parts:
            found[f"schedule.{part.key}"] = text(f"workbook.schedule.{part.write_off.schedule.value}")
    return found


def _write_results(sheets: Sheets, model: Model) -> None:
    sheet = sheets.add(RESULTS, text("workbook.note.results"), {0: 52.0, 1: 20.0, 2: 12.0, 3: 70.0})
    for column, key in enumerate(("result", "value", "unit", "meaning")):
        sheet.write(HEAD, column, text(f"workbook.head.{key}"), sheets.styles.head())
    for row, entry in enumerate(results(model), start=HEAD + 1):
        sheet.write(row, 0, text(f"workbook.result.{entry.key}"), sheets.styles.label())
        sheets.formula(sheet, row, 1, entry.formula, entry.value, sheets.styles.of(entry.style))
        unit = sheets.currency if entry.style in ("money", "price") else text(f"workbook.unit.{entry.style}")
        sheet.write(row, 2, unit, sheets.styles.label())
        sheet.write(row, 3, text(f"workbook.meaning.{entry.key}"), sheets.styles.note())
        sheets.define(entry.key, RESULTS, row, 1)
    sheet.write(row + 2, 0, text("workbook.all_checks"), sheets.styles.label(strong=True))
    names = len(tuple(checks(model)))
    cells = f"'{CHECKS}'!$B${HEAD + 2}:$B${HEAD + 1 + names}"
    said, not_said = text("workbook.ok"), text("workbook.not_ok")
    formula = f'IF(SUMPRODUCT(ABS({cells}))=0,"{said}","{not_said}")'
    sheets.formula(sheet, row + 2, 1, formula, said, sheets.styles.of("money", strong=True))


def _write_months(sheets: Sheets, model: Model) -> None:
    sheet = sheets.add(months.SHEET, text("workbook.note.months"), dict.fromkeys(range(9), 15.0))
    sheet.freeze_panes(months.TOP, 1)
    sheet.repeat_rows(months.TOP - 1)
    sheet.set_row(months.TOP - 1, 26)
    for at, column in enumerate(months.columns(model.case, model.yearly)):
        sheet.write(months.TOP - 1, at, text(f"workbook.month.{column.key}"), sheets.styles.head())
        style = sheets.styles.of(column.style)
        for month, value in enumerate(column.values.tolist()):
            row = months.TOP + month
            if column.formula:
                sheets.formula(sheet, row, at, column.formula.format(r=row + 1), value, style)
            else:
                sheet.write(row, at, value, style)


def _write_checks(sheets: Sheets, model: Model) -> None:
    sheet = sheets.add(CHECKS, text("workbook.note.checks"), {0: 90.0, 1: 18.0, 2: 12.0})
    for column, key in enumerate(("check", "difference", "verdict")):
        sheet.write(HEAD, column, text(f"workbook.head.{key}"), sheets.styles.head())
    said, not_said = text("workbook.ok"), text("workbook.not_ok")
    for row, check in enumerate(checks(model), start=HEAD + 1):
        sheet.write(row, 0, check.label, sheets.styles.label())
        sheets.formula(sheet, row, 1, check.formula, 0.0, sheets.styles.of("number"))
        verdict = f'IF(B{row + 1}=0,"{said}","{not_said}")'
        sheets.formula(sheet, row, 2, verdict, said, sheets.styles.of("number"))
