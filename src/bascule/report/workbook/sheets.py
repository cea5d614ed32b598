"""Writes sheets: of years, of inputs, of months, of results and of checks."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from bascule.report.messages import text
from bascule.report.workbook.model import HEAD
from bascule.report.workbook.places import (
    FIRST,
    LABEL,
    TOTAL,
    UNIT,
    Entry,
    Heading,
    Line,
    Places,
    Single,
    Value,
    name,
)
from bascule.report.workbook.styles import Styles

_LABEL_WIDTH: Final = 38
_YEAR_WIDTH: Final = 14
_PAPER_A3: Final = 8
_PAPER_A4: Final = 9


class Sheets:
    """One workbook being written.

    Args:
        book: XlsxWriter's workbook.
        title: Of the whole.
        currency: For units.
    """

    def __init__(self, book: Any, title: str, currency: str) -> None:  # noqa: ANN401, D107
        self.book, self.title, self.currency = book, title, currency
        self.styles = Styles(book)

    def add(self, sheet: str, note: str, widths: Mapping[int, float]) -> Any:  # noqa: ANN401
        """A sheet with its title, its remark and its print set-up."""
        made = self.book.add_worksheet(sheet)
        made.write(0, 0, f"{self.title}: {sheet}", self.styles.title())
        made.write(1, 0, note, self.styles.note())
        for column, width in widths.items():
            made.set_column(column, column, width)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(_PAPER_A4)
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        made.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        return made

    def years(
        self,
        places: Places,
        entries: Iterable[Entry],
        labels: Mapping[str, str],
        note: str,
        *,
        first: int = 0,
    ) -> None:
        """A sheet of years, its rows where ``places`` says."""
        widths = {LABEL: _LABEL_WIDTH, UNIT: 9.0, TOTAL: 16.0}
        sheet = self.add(places.sheet, note, widths)
        sheet.set_column(FIRST, FIRST + places.years, _YEAR_WIDTH)
        sheet.set_paper(_PAPER_A3)
        sheet.freeze_panes(HEAD + 1, FIRST)
        sheet.repeat_rows(HEAD)
        sheet.repeat_columns(LABEL, TOTAL)
        for column, key in ((LABEL, "row"), (UNIT, "unit"), (TOTAL, "total")):
            sheet.write(HEAD, column, text(f"workbook.head.{key}"), self.styles.head())
        for year in range(places.years + 1):
            sheet.write(HEAD, FIRST + year, year if year >= first else "", self.styles.head())
        for entry in entries:
            self._entry(sheet, places, entry, labels.get(entry.key) or text(f"workbook.row.{entry.key}"))

    def _entry(self, sheet: Any, places: Places, entry: Entry, label: str) -> None:  # noqa: ANN401
        row = places.rows[entry.key]
        match entry:
            case Heading():
                sheet.write(row, LABEL, label, self.styles.heading())
            case Single():
                sheet.write(row, LABEL, label, self.styles.label())
                sheet.write(row, UNIT, self._unit(entry.style), self.styles.label())
                self.formula(sheet, row, TOTAL, entry.formula(), entry.value, self.styles.of(entry.style))
            case Line():
                sheet.write(row, LABEL, label, self.styles.label(strong=entry.strong))
                sheet.write(row, UNIT, self._unit(entry.style), self.styles.label(strong=entry.strong))
                self._line(sheet, places, entry, row)

    def _line(self, sheet: Any, places: Places, line: Line, row: int) -> None:  # noqa: ANN401
        style = self.styles.of(line.style, is_input=line.formula is None, strong=line.strong)
        plain = self.styles.of(line.style, strong=line.strong)
        if line.summed:
            # Rounded, so that what cancels out is shown as nothing.
            total = f"ROUND(SUM({places.span(line.key, line.start)}),6)"
            added = round(float(np.nansum(line.values[line.start :])), 6)
            self.formula(sheet, row, TOTAL, total, added, plain)
        elif line.strong:
            sheet.write_blank(row, TOTAL, None, plain)
        for year in range(line.start, places.years + 1):
            value = float(line.values[year])
            shown: Value = "" if np.isnan(value) else value
            if line.formula is None:
                sheet.write(row, FIRST + year, shown, style)
            else:
                self.formula(sheet, row, FIRST + year, line.formula(year), shown, style)

    def formula(self, sheet: Any, row: int, column: int, formula: str, value: Value, style: Any) -> None:  # noqa: ANN401
        """A formula with the value that it gives; references to the sheet itself drop its name."""
        own = formula.replace(f"'{sheet.get_name()}'!", "")
        sheet.write_formula(row, column, f"={own}", style, value)

    def define(self, key: str, sheet: str, row: int, column: int) -> None:
        """Give a cell the name of its key."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        self.book.define_name(name(key), f"='{sheet}'!{cell}")

    def _unit(self, style: str) -> str:
        return self.currency if style in ("money", "price") else ""
