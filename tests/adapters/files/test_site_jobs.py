"""Batch jobs in a CSV file beside the site file."""

from pathlib import Path

import pytest
from tests.adapters.files.site_samples import SITE

from bascule.adapters.files.site_file import SiteFile, parse_site, read_site
from bascule.errors import InputError

HEADER = "name,pool,job_class,gpu_h,release,deadline,max_gpus,value_per_gpu_h,pays_on_completion\n"
ROW = "7,cluster,fine_tune,1000,2024-03-01,2024-03-02T12:00,100,1.5,true\n"
START = SITE.index("batch_jobs:")
END = SITE.index("daily_jobs:")


def site_with(folder: Path, table: str | None, section: str = "batch_jobs: {file: jobs.csv}\n") -> SiteFile:
    """The sample with its jobs in a table."""
    path = folder / "site.yaml"
    path.write_text(SITE[:START] + section + SITE[END:], encoding="utf-8")
    if table is not None:
        (folder / "jobs.csv").write_text(table, encoding="utf-8")
    return read_site(path)


def refusal(folder: Path, table: str | None, section: str = "batch_jobs: {file: jobs.csv}\n") -> str:
    """What is said about a wrong table."""
    with pytest.raises(InputError) as caught:
        site_with(folder, table, section)
    return str(caught.value)


def test_rows_become_jobs(tmp_path: Path) -> None:
    """A row is a job; its name stays text even where it is made of digits."""
    [job] = site_with(tmp_path, HEADER + "\n" + ROW).site.jobs
    assert (job.name, job.gpu_h, job.pays_on_completion) == ("7", 1000.0, True)


def test_hash_covers_the_jobs(tmp_path: Path) -> None:
    """Another job gives another hash of the site."""
    one = site_with(tmp_path, HEADER + ROW).text_hash
    assert one != site_with(tmp_path, HEADER + ROW.replace("1000", "1001")).text_hash


def test_wrong_cell_is_named_with_file_and_line(tmp_path: Path) -> None:
    """The message names the CSV file, its line and the column."""
    said = refusal(tmp_path, HEADER + ROW + ROW.replace("1000", "-1").replace("7,", "8,", 1))
    assert said == "jobs.csv:3: batch_jobs[1].gpu_h = -1: must be more than 0 GPU-hours"


def test_rules_between_entries_hold_for_rows(tmp_path: Path) -> None:
    """A row that names an unknown pool is refused like a job in YAML."""
    said = refusal(tmp_path, HEADER + ROW.replace("cluster", "clustre"))
    assert "jobs.csv:2: batch_jobs[0].pool = clustre: is no GPU pool" in said


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (None, "jobs.csv: file: does not exist"),
        ("", "jobs.csv:1: batch_jobs: holds no job"),
        (
            HEADER + ROW.replace(",true", ""),
            "jobs.csv:2: batch_jobs[0]: has 8 cells, but there are 9 columns",
        ),
        (
            HEADER.replace("gpu_h,", "gpu_hours,", 1) + ROW,
            "batch_jobs[0].gpu_hours = 1000: is not a key here",
        ),
        (HEADER + '"' + "x" * 200_000 + '"', "jobs.csv:2: batch_jobs: is not CSV"),
    ],
    ids=["absent", "empty", "short row", "wrong column", "endless cell"],
)
def test_wrong_table_is_refused(tmp_path: Path, table: str | None, expected: str) -> None:
    """A table that cannot be read as jobs is named with the reason."""
    assert expected in refusal(tmp_path, table)


def test_other_shapes_of_the_section_are_refused(tmp_path: Path) -> None:
    """The section is a list or one file name, nothing between."""
    said = refusal(tmp_path, None, "batch_jobs: {path: jobs.csv}\n")
    assert "site.yaml:92: batch_jobs = {...}: must be a list of jobs, or {file: jobs.csv}" in said


def test_text_without_folder_names_no_file() -> None:
    """A site that is not on disk cannot have a file beside it."""
    text = SITE[:START] + "batch_jobs: {file: jobs.csv}\n" + SITE[END:]
    with pytest.raises(InputError, match="must be a list of jobs"):
        parse_site(text, file="site.yaml")
