"""Bad market input: each defect is one readable problem, and all come at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from bascule.adapters.files.market_files import read_market
from bascule.errors import InputError, InputProblem

START = datetime(2024, 1, 1, tzinfo=UTC)
PRICE = "spot_eur_per_mwh"


def problems(
    files: list[Path | str], needed: str = PRICE, start: datetime = START
) -> tuple[InputProblem, ...]:
    """What is wrong with reading two days of a market."""
    with pytest.raises(InputError) as caught:
        read_market(
            files,
            needed=dict.fromkeys(needed.split(), "supplies[0].price"),
            start=start,
            end=start + timedelta(days=2),
            history=timedelta(days=1),
        )
    return caught.value.problems


def lines(
    value: Callable[[int], str] = lambda _: "50",
    stamp: Callable[[int], str] = lambda i: f"{START + timedelta(hours=i):%Y-%m-%dT%H:%M:%SZ}",
    head: str = f"ts_utc,{PRICE}",
) -> list[str]:
    """Head and 48 hours of a clean CSV file."""
    return [head, *(f"{stamp(i)},{value(i)}" for i in range(48))]


def csv(tmp_path: Path, content: list[str]) -> Path:
    """Write a CSV file."""
    path = tmp_path / "p.csv"
    path.write_text("\n".join(content) + "\n")
    return path


def the_problem(tmp_path: Path, content: list[str]) -> InputProblem:
    """The only thing that is wrong with a CSV file."""
    (problem,) = problems([csv(tmp_path, content)])
    return problem


def test_a_gap_is_refused_with_its_stamps(tmp_path: Path) -> None:
    """Missing hours are listed, the first ten with the count, and the remedy is named."""
    content = [line for i, line in enumerate(lines()) if not 10 <= i < 25]
    problem = the_problem(tmp_path, content)
    assert "15 × gap: 2024-01-01T09:00Z, " in problem.hint
    assert "2024-01-01T18:00Z and 5 more" in problem.hint
    assert "fill: previous" in problem.hint


def test_a_file_that_ends_early_is_refused(tmp_path: Path) -> None:
    """The period must be covered to its end."""
    assert "8 × gap: 2024-01-02T16:00Z" in the_problem(tmp_path, lines()[:41]).hint


def test_a_null_is_refused_with_its_line(tmp_path: Path) -> None:
    """An empty cell is found in the file."""
    problem = the_problem(tmp_path, lines(lambda i: "" if i == 2 else "50"))
    assert (problem.line, "1 × null: 2024-01-01T02:00Z (line 4)" in problem.hint) == (4, True)


def test_a_duplicate_is_refused_with_its_line(tmp_path: Path) -> None:
    """A repeated row is found even when it says the same."""
    content = lines()
    problem = the_problem(tmp_path, [*content[:5], *content[4:]])
    assert (problem.line, "1 × duplicate: 2024-01-01T03:00Z (line 6)" in problem.hint) == (6, True)


def test_unsorted_rows_are_refused_with_their_line(tmp_path: Path) -> None:
    """Two exchanged rows are one step backwards."""
    content = lines()
    content[5], content[6] = content[6], content[5]
    problem = the_problem(tmp_path, content)
    assert "1 × unsorted: 2024-01-01T04:00Z (line 7) stands after 2024-01-01T05:00Z" in problem.hint


def test_a_misaligned_row_is_refused_with_its_line(tmp_path: Path) -> None:
    """A stamp off the step is found."""
    content = lines()
    content[8] = content[8].replace("07:00:00", "07:03:00")
    assert "1 × misaligned: 2024-01-01T07:03Z (line 9)" in the_problem(tmp_path, content).hint


@pytest.mark.parametrize("value", ["9999999", "-9999", "inf"])
def test_an_impossible_price_is_refused(tmp_path: Path, value: str) -> None:
    """A price that no market has is a mistake of the file."""
    problem = the_problem(tmp_path, lines(lambda i: value if i == 7 else "50"))
    assert f"1 × impossible value: 2024-01-01T07:00Z (line 9) is {value}" in problem.hint


def test_text_among_numbers_is_refused(tmp_path: Path) -> None:
    """A cell that is no number is shown with its line."""
    problem = the_problem(tmp_path, lines(lambda i: "n.a." if i == 7 else "50"))
    assert (problem.line, "'n.a.'" in problem.hint) == (9, True)


def test_decimal_commas_are_refused(tmp_path: Path) -> None:
    """A comma inside a number makes one cell too many."""
    problem = the_problem(tmp_path, lines(lambda i: "50,5" if i == 7 else "50"))
    assert (problem.line, "decimal points" in problem.hint) == (9, True)


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        ("{:%Y-%m-%d %H:%M:%S}", "no UTC offset"),
        ("{:%Y-%m-%d}", "no UTC offset"),
        ("{:%Y-%m-%dT%H:%M:%S+01:00}", "not in UTC"),
        ("{:%d/%m/%Y %H:%M}", "not a time like"),
        ("{:%Y-13-%dT%H:%M:%SZ}", "not a time like"),
        ("", "not a time like"),
    ],
)
def test_stamps_that_are_not_utc_are_refused(tmp_path: Path, stamp: str, said: str) -> None:
    """Local, offset and unreadable times are never guessed."""
    problem = the_problem(tmp_path, lines(stamp=lambda i: stamp.format(START + timedelta(hours=i))))
    assert (problem.field, problem.line) == ("ts_utc", 2)
    assert "48 × " in problem.hint
    assert said in problem.hint


def test_milliseconds_are_refused(tmp_path: Path) -> None:
    """Unix milliseconds are recognised and named."""
    content = lines(stamp=lambda i: f"{int(START.timestamp()) + 3600 * i}000", head=f"time_unix_s,{PRICE}")
    assert "milliseconds" in the_problem(tmp_path, content).hint


@pytest.mark.parametrize(
    ("dtype", "said"),
    [
        (pl.Datetime("us"), "no UTC offset"),
        (pl.Datetime("us", "Europe/Paris"), "is in Europe/Paris"),
        (pl.Date(), "holds Date"),
        (pl.Int64(), "holds Int64"),
    ],
)
def test_a_parquet_column_must_be_in_utc(tmp_path: Path, dtype: pl.DataType, said: str) -> None:
    """Naive, local and bare-number stamps are refused for Parquet as for CSV."""
    path = tmp_path / "p.parquet"
    pl.DataFrame({"ts_utc": pl.Series([0, 1, 2]).cast(dtype), PRICE: [1.0, 2.0, 3.0]}).write_parquet(path)
    (problem,) = problems([path])
    assert said in problem.hint


def test_fractions_of_seconds_are_refused(tmp_path: Path) -> None:
    """Intervals start on whole seconds."""
    path = tmp_path / "p.parquet"
    stamps = [START + timedelta(hours=i, milliseconds=5) for i in range(48)]
    pl.DataFrame({"ts_utc": stamps, PRICE: [1.0] * 48}).write_parquet(path)
    assert "fractions of seconds" in problems([path])[0].hint


def test_a_column_of_words_is_refused(tmp_path: Path) -> None:
    """A column that holds something else than numbers cannot be a series."""
    path = tmp_path / "p.parquet"
    pl.DataFrame({"ts_utc": [START], PRICE: [True]}).write_parquet(path)
    assert "holds Boolean, not numbers" in problems([path])[0].hint


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.csv", b"", "is empty"),
        ("p.parquet", b"", "is empty"),
        ("p.yaml", b"step_minutes: [", "is not YAML"),
        ("p.parquet", b"ts_utc,a\n", "not a Parquet file"),
        ("p.parquet", b"PAR1 and then nothing of the kind", "cannot be read"),
        ("p.csv", b"PAR1 and so on", "is a Parquet file"),
        ("p.csv", b"when,spot_eur_per_mwh\n1,2\n", "none of timestamp_utc, ts_utc"),
        ("p.csv", b"ts_utc;spot_eur_per_mwh\n1;2\n", "write commas"),
        ("p.csv", b"ts_utc,spot_eur_per_mwh\n", "no row between"),
        ("p.csv", b"ts_utc,spot_eur_per_mwh\n2024-01-01T00:00Z,1\n", "one row only"),
        ("p.csv", b"ts_utc,spot_eur_per_mwh\n\xff\xfe,1\n", ""),
        ("p.xlsx", b"PK", "is none of .parquet, .csv"),
        ("p.yaml", b"\xff\xfe", "cannot be read"),
        ("p.yaml", b"#" * 1_000_001, "larger than 1,000,000 bytes"),
        ("p.yaml", b"a: &x [1, 1]\nb: [*x, *x]\n", "anchors"),
        ("p.yaml", b"- 1\n", "no list of 'key: value' lines"),
    ],
)
def test_a_bad_file_is_one_problem(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """Whatever stands in a file, the answer is a problem that names it."""
    path = tmp_path / name
    path.write_bytes(content)
    (problem,) = problems([path])
    assert problem.file == name
    assert said in problem.hint


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """Both at once, each with its remedy."""
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    hints = [problem.hint for problem in problems([tmp_path / "no.csv", folder])]
    assert hints == ["there is no such file: check the path", "is a folder: name a file in it"]


def test_a_missing_series_is_refused_with_who_needs_it(tmp_path: Path) -> None:
    """The place that asks, the way to map a column and columns of the same unit are named."""
    hint = the_problem(tmp_path, lines(head="ts_utc,lz_eur_per_mwh")).hint
    assert "supplies[0].price needs it" in hint
    assert f"series: {{{PRICE}: {{column: ...}}}}; in eur_per_mwh there are lz_eur_per_mwh" in hint


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        ("{column: lz_eur_per_mwhh}", PRICE, "did you mean lz_eur_per_mwh?"),
        ("{column: lz_usd_per_mwh}", f"series.{PRICE}.column", "in usd_per_mwh, the series in eur_per_mwh"),
        ("{column: lz_eur_per_kwh}", f"series.{PRICE}.column", "in eur_per_kwh, the series in eur_per_mwh"),
        ("{file: pp.csv}", f"series.{PRICE}.file", "did you mean p.csv?"),
        ("{constant: 9999999, source: me}", f"series.{PRICE}.constant", "possible is -5000 to 20000"),
        ("{column: lz_eur_per_mwh, where: {zone: FR}}", PRICE, "no file has a column 'zone'"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, entry: str, field: str, said: str) -> None:
    """Columns, files, units and constants that cannot be are named."""
    file = csv(tmp_path, ["ts_utc,lz_eur_per_mwh,lz_usd_per_mwh,lz_eur_per_kwh", "2024-01-01T00:00Z,1,1,1"])
    spec = tmp_path / "m.yaml"
    spec.write_text(f"series: {{{PRICE}: {entry}}}")
    (problem,) = problems([file, spec])
    assert problem.field == field
    assert said in problem.hint


def test_a_long_gap_is_not_filled(tmp_path: Path) -> None:
    """Where the fill rule leaves values missing, they are named as such."""
    spec = tmp_path / "m.yaml"
    spec.write_text(f"series: {{{PRICE}: {{fill: previous}}}}")
    (problem,) = problems([csv(tmp_path, [lines()[0], *lines()[3:]]), spec])
    assert "2 × no value after the fill (2024-01-01T00:00Z, 2024-01-01T01:00Z)" in problem.hint


def test_hours_stamped_at_minute_30_need_a_word(tmp_path: Path) -> None:
    """A price stamped at minute 30 is no point unless the user says so."""
    stamps = lines(stamp=lambda i: f"{START + timedelta(hours=i - 1, minutes=30):%Y-%m-%dT%H:%MZ}")
    found = problems([csv(tmp_path, [*stamps, "2024-01-02T23:30Z,50"])])
    assert "start 30 minutes after those of the grid" in found[0].hint
    assert "resample: linear" in found[0].hint


@pytest.mark.parametrize(("minutes", "field"), [(20, "start"), (0, "end")])
def test_a_period_off_the_step_is_refused(tmp_path: Path, minutes: int, field: str) -> None:
    """Start and end lie on whole steps of the market."""
    start = START + timedelta(minutes=minutes)
    with pytest.raises(InputError, match=f"{field}.*step of 60 minutes"):
        read_market(
            [csv(tmp_path, lines())],
            needed={PRICE: "site"},
            start=start,
            end=start + timedelta(hours=3, minutes=10),
            history=timedelta(0),
        )


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    """From and to the wrong way round is one readable problem."""
    with pytest.raises(InputError, match="must lie after"):
        read_market([], needed={}, start=START, end=START, history=timedelta(0))


@pytest.mark.parametrize(
    ("twice", "hours", "said"),
    [
        (False, 25, "2024-10-27 in Europe/Paris lasts 25 hours but has 24: 2024-10-27T01:00Z missing"),
        (True, 23, "2024-03-31 in Europe/Paris lasts 23 hours but has 24: 2024-03-31T01:00Z there twice"),
    ],
)
def test_a_24_hour_table_is_found_out(tmp_path: Path, said: str, hours: int, *, twice: bool) -> None:
    """A clock-change day with 24 rows is named with its hour, beside the gap or duplicate."""
    first = datetime(2024, 3, 30, 23, tzinfo=UTC) if hours == 23 else datetime(2024, 10, 26, 22, tzinfo=UTC)
    content = lines(stamp=lambda i: f"{first + timedelta(hours=i):%Y-%m-%dT%H:%MZ}")
    wrong = next(i for i, line in enumerate(content) if "T01:00Z" in line)
    content[wrong : wrong + 1] = [content[wrong]] * 2 if twice else []
    kinds = [problem.hint for problem in problems([csv(tmp_path, content)], start=first)]
    assert len(kinds) == 2
    assert said in kinds[1]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """Defects of several series and files are one list."""
    file = csv(
        tmp_path,
        lines(
            lambda i: f"{'9999999' if i == 3 else '1'},{'2' if i == 4 else '0.5'}",
            head=f"ts_utc,{PRICE},solar_frac",
        ),
    )
    spec = tmp_path / "m.yaml"
    spec.write_text("series: {btc_usd: {constant: -5, source: me}}")
    found = problems([file, spec], needed=f"{PRICE} solar_frac btc_usd wind_frac")
    assert [problem.field for problem in found] == [
        "wind_frac",
        PRICE,
        "solar_frac",
        "series.btc_usd.constant",
    ]
