"""The sheet of assumptions: inputs with names and sources, what is derived from them, and what else the plan assumes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from bascule.report.messages import text
from bascule.report.workbook.assumption import Assumption
from bascule.report.workbook.capital_rows import kept_frac
from bascule.report.workbook.inputs import Input, inputs
from bascule.report.workbook.model import Model
from bascule.report.workbook.places import name
from bascule.report.workbook.sheets import Sheets
from bascule.report.workbook.written import Part, groups
from bascule.study.project.block import Amount, Basis
from bascule.study.project.capital import total
from bascule.study.project.timing import MONTHS

SHEET: Final = "Assumptions"
_HEADS: Final = ("input", "value", "unit", "name", "source", "dated", "stale_after")
_WIDTHS: Final = {0: 44.0, 1: 18.0, 2: 26.0, 3: 34.0, 4: 58.0, 5: 13.0, 6: 13.0}
_TOP: Final = 3
_SOURCE: Final = 4
_LETTERS: Final = 75
"""Letters of a source on one line of its column, in the widest of the usual fonts."""
_LINE_POINTS: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A named cell that follows from inputs; its label is the text ``workbook.input.<key>``."""

    key: str
    value: float
    formula: str
    unit: str
    label: str = ""


def write_assumptions(sheets: Sheets, model: Model, given: Iterable[Assumption]) -> None:
    """The sheet, and the defined name of every input."""
    sources = {row.key: row for row in given}
    sheet = sheets.add(SHEET, text("workbook.note.assumptions"), _WIDTHS)
    sheet.freeze_panes(_TOP + 1, 1)
    sheet.repeat_rows(_TOP)
    for column, key in enumerate(_HEADS):
        sheet.write(_TOP, column, text(f"workbook.head.{key}"), sheets.styles.head())
    row = _TOP + 1
    stated = (*inputs(model.case), *write_off_inputs(model))
    for entry in stated:
        _input(sheets, sheet, row, entry, sources)
        row += 1
    row = _heading(sheets, sheet, row, "derived")
    for derived in derived_cells(model):
        _derived(sheets, sheet, row, derived)
        row += 1
    used = {entry.key for entry in stated}
    others = [source for key, source in sources.items() if key not in used]
    if others:
        row = _heading(sheets, sheet, row, "others")
    for source in others:
        _other(sheets, sheet, row, source, model)
        row += 1


def write_off_inputs(model: Model) -> Iterator[Input]:
    """Share, bonus and life of every part of every component."""
    for _, parts in groups(model):
        for part in parts:
            yield from _part(part)


def _part(part: Part) -> Iterator[Input]:
    off, schedule = part.write_off, text(f"workbook.schedule.{part.write_off.schedule.value}")
    for what, value, unit in (
        ("frac", off.frac, "share of the cost"),
        ("bonus", off.bonus_frac, "share of this part, at once"),
        ("life", float(off.life_years), "years, of a line"),
    ):
        label = text(f"workbook.write_off.{what}", of=part.of, schedule=schedule)
        yield Input(key=f"write.{what}.{part.key}", value=value, unit=unit, label=label)


def derived_cells(model: Model) -> Iterator[Derived]:
    """What formulas use of the inputs."""
    project, case = model.case.project, model.case
    lead = int(case.flows.when.lead_months[0])
    block = project.block
    yield Derived(key="it_mw", value=block.it_mw, formula="block_meter_mw/block_pue", unit="IT MW")
    yield Derived(
        key="meter_mwh",
        value=block.meter_mwh_per_year,
        formula="block_meter_mw*8760*block_load_frac",
        unit="MWh per year at the meter",
    )
    yield Derived(
        key="built_year", value=-(-lead // MONTHS), formula="ROUNDUP(build_lead_months/12,0)", unit="year"
    )
    yield Derived(
        key="service_year", value=lead // MONTHS + 1, formula="INT(build_lead_months/12)+1", unit="year"
    )
    yield Derived(
        key="service_month", value=lead % MONTHS + 1, formula="MOD(build_lead_months,12)+1", unit="month"
    )
    for at, part in enumerate(project.capex, start=1):
        value, formula = part.cost.of(block), _product(f"capex_{at}_each", part.cost)
        yield Derived(key=f"capex.{at}.total", value=value, formula=formula, unit="{c}", label=part.name)
    numbers = range(1, len(project.capex) + 1)
    costs = "+".join(f"capex_{at}_total" for at in numbers) or "0"
    yield Derived(key="capex_total", value=total(project), formula=costs, unit="{c}")
    gpus = [f"capex_{at}_total" for at in numbers if project.capex[at - 1].cost.basis is Basis.GPU]
    yield Derived(key="gpu_capex", value=total(project, Basis.GPU), formula="+".join(gpus) or "0", unit="{c}")
    grants = f"SUM({model.yearly.span('yearly.grants')})"
    kept = f"IF(capex_total>0,MAX(capex_total*capex_factor-{grants},0)/capex_total,0)"
    yield Derived(key="kept_frac", value=kept_frac(model), formula=kept, unit="share")
    fixed = [_product(f"opex_fixed_{at}_each", part) for at, part in enumerate(project.opex.fixed, start=1)]
    value = sum(part.of(block) for part in project.opex.fixed)
    yield Derived(key="fixed_opex", value=value, formula="+".join(fixed) or "0", unit="{c} per year")


def _product(cell: str, amount: Amount) -> str:
    units = {
        Basis.IT_MW: "it_mw",
        Basis.METER_MW: "block_meter_mw",
        Basis.GPU: "block_gpus",
        Basis.TOTAL: "1",
    }
    return f"{cell}*{units[amount.basis]}"


def _input(sheets: Sheets, sheet: Any, row: int, entry: Input, sources: Mapping[str, Assumption]) -> None:  # noqa: ANN401
    styles, source = sheets.styles, sources.get(entry.key)
    sheet.write(row, 0, entry.label or text(f"workbook.input.{entry.key}"), styles.label())
    style = "rate" if entry.key.endswith("_frac") or entry.unit.startswith("share") else "number"
    sheet.write_number(row, 1, entry.value, styles.of(style, is_input=True))
    sheet.write(row, 2, entry.unit.replace("{c}", sheets.currency), styles.label())
    sheet.write(row, 3, name(entry.key), styles.note())
    _source(sheets, sheet, row, source)
    sheets.define(entry.key, SHEET, row, 1)


def _source(sheets: Sheets, sheet: Any, row: int, source: Assumption | None) -> None:  # noqa: ANN401
    style, said = sheets.styles.of("text"), source.source if source else text("workbook.no_source")
    lines = len(wrap(said, _LETTERS))
    if lines > 1:
        # A row of its own height does not grow with its text.
        sheet.set_row(row, _LINE_POINTS * lines + 3)
    sheet.write(row, _SOURCE, said, style)
    sheet.write(row, _SOURCE + 1, source.dated if source else "", style)
    sheet.write(row, _SOURCE + 2, source.stale_after if source else "", style)


def _derived(sheets: Sheets, sheet: Any, row: int, entry: Derived) -> None:  # noqa: ANN401
    sheet.write(row, 0, entry.label or text(f"workbook.input.{entry.key}"), sheets.styles.label())
    style = sheets.styles.of("rate" if entry.key.endswith("_frac") else "number")
    sheets.formula(sheet, row, 1, entry.formula, float(entry.value), style)
    sheet.write(row, 2, entry.unit.replace("{c}", sheets.currency), sheets.styles.label())
    sheet.write(row, 3, name(entry.key), sheets.styles.note())
    sheets.define(entry.key, SHEET, row, 1)


def _other(sheets: Sheets, sheet: Any, row: int, source: Assumption, model: Model) -> None:  # noqa: ANN401
    by_year = text(f"workbook.row.{source.key}") if source.key in model.yearly.rows else source.key
    sheet.write(row, 0, source.label or by_year, sheets.styles.label())
    sheet.write(
        row, 1, source.value, sheets.styles.of("number" if isinstance(source.value, float | int) else "text")
    )
    sheet.write(row, 2, source.unit, sheets.styles.label())
    _source(sheets, sheet, row, source)


def _heading(sheets: Sheets, sheet: Any, row: int, key: str) -> int:  # noqa: ANN401
    sheet.write(row + 1, 0, text(f"workbook.section.{key}"), sheets.styles.heading())
    return row + 2
