"""The workbook recalculated by LibreOffice: the formulas give the figures of the engine, also after an input is changed."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bascule.report.workbook.assumption import Assumption
from bascule.report.workbook.book import workbook_bytes, write_workbook
from bascule.study.plan.depreciation import Schedule
from bascule.study.plan.taxes import LossRule
from bascule.study.project.block import Amount, Basis, Block
from bascule.study.project.paths import Paths
from bascule.study.project.project import Project
from bascule.study.project.result import ProjectResult, project_result
from bascule.study.project.terms import (
    Build,
    BuildInterest,
    Closure,
    Component,
    Debt,
    Forgone,
    Opex,
    Repayment,
    Tax,
    WriteOff,
)
from bascule.study.project.uses import (
    Departure,
    Dispatched,
    Mining,
    Mothballed,
    OwnCloud,
    PowerSold,
    ShellLease,
    Use,
)

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice here (Debian: libreoffice-calc-nogui)"
)
NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
"""LibreOffice's setting to recalculate every file that it opens."""
Cells = dict[tuple[str, str], float | str]


def project(use: Use, **changes: object) -> Project:
    """12 years, a lead time inside a year, a split write-off, costs of every kind."""
    split = (
        WriteOff(schedule=Schedule.BUILDING_39, frac=0.4),
        WriteOff(schedule=Schedule.MACRS_15, frac=0.2, bonus_frac=0.4),
        WriteOff(schedule=Schedule.FRENCH_LINEAR, frac=0.4, life_years=7),
    )
    gpus = (WriteOff(schedule=Schedule.MACRS_5, bonus_frac=0.25),)
    base = Project(
        name="block",
        currency="USD",
        block=Block(meter_mw=50.0, pue=1.25, load_frac=0.9, gpus=4_000.0),
        use=use,
        years=12,
        build=Build(lead_months=18, spend_frac=(0.25, 0.75), ramp_frac=(0.6,), grants=(0.0, 3e6)),
        discount_rate_frac=0.09,
        equity_rate_frac=0.12,
        tax=Tax(rate_frac=0.25, losses=LossRule.US_80),
        capex=(
            Component(name="Shell", cost=Amount(each=4e6, basis=Basis.IT_MW), write_off=split),
            Component(name="Accelerators", cost=Amount(each=20e3, basis=Basis.GPU), write_off=gpus),
        ),
        opex=Opex(
            fixed=(Amount(each=60e3, basis=Basis.IT_MW), Amount(each=2e5, basis=Basis.TOTAL)),
            variable_frac=0.02,
            energy_per_mwh=30.0,
            inflation_frac=0.02,
        ),
        closure=Closure(decommissioning=2e6, interconnection_residual=5e6),
        working_capital_days=30.0,
        debt=Debt(loan_to_cost_frac=0.6, rate_frac=0.07, tenor_years=8),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


LEASE = ShellLease(
    rent_per_it_kw_month=420.0,
    term_years=7,
    renewal_frac=0.8,
    escalator_frac=0.03,
    termination_months=12.0,
    departure=Departure(month=41, paid_frac=0.5, vacant_months=7, relet_frac=0.85),
)
CLOUD = OwnCloud(
    price_per_gpu_h=(2.6, 2.3, 2.1),
    utilisation_frac=(0.7,),
    gpu_life_years=4,
    refresh_per_gpu=(20e3, 18e3),
    resale_frac=0.1,
)
SCULPTED = Debt(
    loan_to_cost_frac=0.9,
    rate_frac=0.08,
    tenor_years=7,
    repayment=Repayment.SCULPTED,
    target_dscr=1.4,
    build_interest=BuildInterest.PAID,
)
CASES = {
    "lease": project(LEASE),
    "lease_sculpted": project(LEASE, debt=SCULPTED, forgone=Forgone.ALL_YEARS),
    "cloud": project(CLOUD, tax=Tax(rate_frac=0.3)),
    "cloud_carried": project(CLOUD, debt=None, tax=Tax(rate_frac=0.3, losses=LossRule.CARRIED)),
    "mining": project(
        Mining(hashprice_per_ph_day=(45.0, 40.0), j_per_th=17.0, ageing_frac=0.05, fee_frac=0.01),
        build=Build(lead_months=0),
        debt=None,
    ),
    "dispatched": project(
        Dispatched(), currency="EUR", tax=Tax(rate_frac=0.25, losses=LossRule.FRANCE), debt=SCULPTED
    ),
    "mothballed": project(Mothballed(upkeep_per_meter_mw_year=8e3), capex=(), debt=None, opex=Opex()),
    "sold": project(PowerSold(price_per_mwh=(9.0,), price_per_meter_mw_year=(50e3, 40e3))),
}


def result(case: Project) -> ProjectResult:
    """With margins that differ from year to year."""
    margin = np.linspace(8e6, 20e6, case.years)[None, :]
    lost = np.linspace(4e6, 2e6, case.years)[None, :]
    own = Paths(margin=margin, lost=lost, capex_factor=np.array([1.1]))
    return project_result(case, own if isinstance(case.use, Dispatched) else replace(own, margin=None))


def cells(book: Path) -> Cells:
    """Value of every cell that holds a number, and of formulas that hold text."""
    found: Cells = {}
    with zipfile.ZipFile(book) as held:
        for sheet, member in _sheets(held).items():
            for cell in ET.fromstring(held.read(member)).iter(f"{NAMES}c"):  # noqa: S314  # our own file
                value, kind = cell.find(f"{NAMES}v"), cell.get("t", "n")
                if kind in ("n", "str", "e") and (value is not None or cell.find(f"{NAMES}f") is not None):
                    said = "" if value is None else value.text or ""
                    found[sheet, cell.get("r", "")] = float(said) if kind == "n" and said else said
    return found


def formulas(book: Path) -> set[tuple[str, str]]:
    """Every cell that is a formula."""
    with zipfile.ZipFile(book) as held:
        return {
            (sheet, cell.get("r", ""))
            for sheet, member in _sheets(held).items()
            for cell in ET.fromstring(held.read(member)).iter(f"{NAMES}c")  # noqa: S314  # our own file
            if cell.find(f"{NAMES}f") is not None
        }


def _sheets(held: zipfile.ZipFile) -> dict[str, str]:
    rels = ET.fromstring(held.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # our own file
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels}
    book = ET.fromstring(held.read("xl/workbook.xml"))  # noqa: S314  # our own file
    return {s.get("name", ""): f"xl/{targets[s.get(f'{LINKS}id')]}" for s in book.iter(f"{NAMES}sheet")}


def named(book: Path, name: str) -> tuple[str, str]:
    """Sheet and cell of a defined name."""
    with zipfile.ZipFile(book) as held:
        root = ET.fromstring(held.read("xl/workbook.xml"))  # noqa: S314  # our own file
    (text,) = (entry.text or "" for entry in root.iter(f"{NAMES}definedName") if entry.get("name") == name)
    sheet, cell = text.rsplit("!", 1)
    return sheet.strip("'"), cell.replace("$", "")


def without_values(book: Path, into: Path, inputs: dict[str, float] | None = None) -> Path:
    """The workbook stripped of every computed value, some inputs changed: what is then read was recalculated."""
    changed = {named(book, name): value for name, value in (inputs or {}).items()}
    with zipfile.ZipFile(book) as held, zipfile.ZipFile(into, "w") as made:
        by_member = {member: sheet for sheet, member in _sheets(held).items()}
        for member in held.namelist():
            data = held.read(member)
            if member in by_member:
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", data.decode())
                for (sheet, cell), value in changed.items():
                    if sheet == by_member[member]:
                        text, count = re.subn(rf'(<c r="{cell}"[^>]*><v>)[^<]*', rf"\g<1>{value!r}", text)
                        assert count == 1
                data = text.encode()
            made.writestr(member, data)
    return into


def recalculated(books: list[Path], tmp: Path) -> list[Cells]:
    """Every workbook as LibreOffice computes it; one start serves all."""
    profile, out = tmp / "profile", tmp / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, books)], check=True, capture_output=True, timeout=300
    )
    return [cells(out / book.name) for book in books]


def differences(expected: Cells, got: Cells) -> list[str]:
    """Cells that are not the same to 1e-9, or to a millionth of a money unit where they are near zero."""
    return [
        f"{place}: {value!r} expected, {got.get(place)!r} recalculated"
        for place, value in expected.items()
        if not _same(value, got.get(place, ""))
    ]


def _same(value: float | str, other: float | str) -> bool:
    if isinstance(value, str) or isinstance(other, str):
        return value == other
    return other == pytest.approx(value, rel=1e-9, abs=1e-6)


@needs_soffice
def test_every_cell_is_recalculated_to_what_was_written(tmp_path: Path) -> None:
    """All uses, both loans, every loss rule: each formula gives the engine's figure, and every check holds."""
    books = []
    for name, case in CASES.items():
        write_workbook(tmp_path / f"{name}.xlsx", result(case), [], name)
        books.append(without_values(tmp_path / f"{name}.xlsx", tmp_path / f"bare_{name}.xlsx"))
    for name, got in zip(CASES, recalculated(books, tmp_path), strict=True):
        book = tmp_path / f"{name}.xlsx"
        written, live = cells(book), formulas(book)
        assert len(live) > 1_000
        wrong = differences({place: written.get(place, "") for place in live}, got)
        assert wrong == [], f"{name}: {len(wrong)} of {len(live)}\n" + "\n".join(wrong[:20])
        assert "broken" not in written.values()


@needs_soffice
def test_a_changed_input_changes_every_result(tmp_path: Path) -> None:
    """A later opening, a higher rent, another loan and more tax: the sheet follows the engine without it."""
    base = CASES["lease"]
    changed = replace(
        base,
        build=replace(base.build, lead_months=23),
        use=replace(LEASE, rent_per_it_kw_month=500.0, term_years=5),
        tax=Tax(rate_frac=0.31, losses=LossRule.US_80),
        debt=replace(SCULPTED, rate_frac=0.07, tenor_years=8, build_interest=BuildInterest.CAPITALISED),
    )
    inputs = {
        "build_lead_months": 23,
        "use_rent_per_it_kw_month": 500.0,
        "use_term_years": 5,
        "tax_rate_frac": 0.31,
        "debt_sculpted": 1,
        "debt_target_dscr": 1.4,
        "debt_loan_to_cost_frac": 0.9,
    }
    write_workbook(tmp_path / "base.xlsx", result(base), [], "lease")
    write_workbook(tmp_path / "changed.xlsx", result(changed), [], "lease")
    (got,) = recalculated([without_values(tmp_path / "base.xlsx", tmp_path / "moved.xlsx", inputs)], tmp_path)
    written = cells(tmp_path / "changed.xlsx")
    live = formulas(tmp_path / "changed.xlsx")
    wrong = differences({place: written.get(place, "") for place in live}, got)
    assert wrong == [], "\n".join(wrong[:20])
    assert written[named(tmp_path / "changed.xlsx", "npv")] == pytest.approx(result(changed).measures.npv)


def test_values_stand_beside_formulas(tmp_path: Path) -> None:
    """A viewer that does not recalculate shows the engine's results; inputs carry their source; nothing else is left behind."""
    source = Assumption(
        key="block.pue", source="Meter readings", dated="2026-05-01", stale_after="2027-05-01"
    )
    path = tmp_path / "plan.xlsx"
    write_workbook(path, result(CASES["lease"]), [source], "A shell of 50 MW")
    written = cells(path)
    assert written[named(path, "npv")] == pytest.approx(result(CASES["lease"]).measures.npv)
    assert written[named(path, "block_pue")] == 1.25
    with zipfile.ZipFile(path) as held:
        assert b"Meter readings" in held.read("xl/sharedStrings.xml")
    assert list(tmp_path.iterdir()) == [path]


def test_a_row_is_as_high_as_its_source_is_long(tmp_path: Path) -> None:
    """Three lines of text have three lines of room; a short source leaves its row alone."""
    given = [
        Assumption(key="block.pue", source=" ".join(["metered"] * 25)),
        Assumption(key="horizon", source="the plan", label="Horizon", value=15.0),
    ]
    path = tmp_path / "plan.xlsx"
    write_workbook(path, result(CASES["lease"]), given, "A shell of 50 MW")
    with zipfile.ZipFile(path) as held:
        sheet = held.read("xl/worksheets/sheet2.xml").decode()
        strings = held.read("xl/sharedStrings.xml")
    assert re.findall(r'<row [^>]* ht="([0-9.]+)"', sheet) == ["39"]
    assert b"<t>horizon</t>" not in strings, "only names of cells stand under the names for formulas"


def test_the_same_plan_gives_the_same_bytes() -> None:
    """No clock enters the file."""
    one, other = (workbook_bytes(result(CASES["cloud"]), [], "cloud") for _ in range(2))
    assert one == other


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """A place that cannot be written is an error, and no partial file stays."""
    with pytest.raises(OSError, match="no-such"):
        write_workbook(tmp_path / "no-such" / "plan.xlsx", result(CASES["sold"]), [], "sold")
    assert list(tmp_path.iterdir()) == []
