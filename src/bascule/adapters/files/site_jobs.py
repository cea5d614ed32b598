"""Batch jobs of a site file in a CSV file of their own: one row a job, columns named like the keys."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bascule.adapters.files.site_ai_contracts import BatchJobEntry
from bascule.adapters.files.site_finding import Finding, Value
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_hints import keys_of
from bascule.adapters.files.site_text import read_text
from bascule.adapters.files.site_yaml import plain_scalar

MOST_BYTES = 10_000_000
SECTION = "batch_jobs"
_WORDS = frozenset({"name", "pool", "job_class", "release", "deadline", "known"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTable:
    """A CSV file of batch jobs.

    Attributes:
        file: Its name, for messages.
        text: Its text.
        rows: One value per job, as a site file would hold it.
        lines: Line of each job in the CSV file.
        findings: What is wrong with the table itself.
    """

    file: str
    text: str
    rows: list[Value]
    lines: dict[Place, int]
    findings: tuple[Finding, ...] = ()


def read_jobs(name: str, folder: Path) -> JobTable:
    """Read a table of batch jobs.

    Args:
        name: File name relative to ``folder``.
        folder: Folder of the site file.

    Raises:
        InputError: The file cannot be read as text.
    """
    text = read_text(folder / name, name, MOST_BYTES)
    reader = csv.reader(text.splitlines())
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        wrong = Finding(path=(SECTION,), hint=f"is not CSV: {error}")
        return JobTable(file=name, text=text, rows=[], lines={(SECTION,): reader.line_num}, findings=(wrong,))
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    jobs: list[Value] = [_job(header, row) for _, row in rows[1:]]
    lines: dict[Place, int] = {(SECTION,): 1}
    lines |= {(SECTION, index): line for index, (line, _) in enumerate(rows[1:])}
    return JobTable(file=name, text=text, rows=jobs, lines=lines, findings=tuple(_table(header, rows)))


def _table(header: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[Finding]:
    if len(rows) < 2:
        known = ", ".join(keys_of(BatchJobEntry))
        yield Finding(path=(SECTION,), hint=f"holds no job: give a line of column names ({known}) and jobs")
    for index, (_, row) in enumerate(rows[1:]):
        if len(row) != len(header):
            hint = f"has {len(row)} cells, but there are {len(header)} columns"
            yield Finding(path=(SECTION, index), hint=hint)


def _job(header: list[str], row: list[str]) -> Value:
    cells = dict(zip(header, row, strict=False))
    return {key: _cell(key, text.strip()) for key, text in cells.items() if text.strip()}


def _cell(key: str, text: str) -> Value:
    return text if key in _WORDS else plain_scalar(text)
