"""Market files: what they may say, and how mistakes are named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.adapters.files.market_spec import MarketSpec, SeriesSpec, SpecFile, merged, read_spec
from bascule.errors import InputError, InputProblem


def spec(tmp_path: Path, text: str) -> MarketSpec:
    """Read a market file with this text."""
    path = tmp_path / "m.yaml"
    path.write_text(text)
    return read_spec(path).spec


def problems(tmp_path: Path, text: str) -> list[InputProblem]:
    """What is wrong with it."""
    with pytest.raises(InputError) as caught:
        spec(tmp_path, text)
    return list(caught.value.problems)


def test_a_full_entry_is_understood(tmp_path: Path) -> None:
    """Every key has its place."""
    text = """
step_minutes: 15
series:
  a_frac:
    {column: b, file: c.csv, where: {zone: FR}, divide_by: d, publication: notice_h, notice_h: 2,
     fill: previous, fill_longest_h: 200, resample: mean, from_year: 2022, source: me}
"""
    entry = spec(tmp_path, text).series["a_frac"]
    assert str(entry.stated_publication) == "notice_h (2 h)"
    assert entry.model_fields_set == SeriesSpec.model_fields.keys() - {"constant", "above", "calls"}


@pytest.mark.parametrize("text", ["", "series: {}", "# nothing\n"])
def test_an_empty_file_says_nothing(tmp_path: Path, text: str) -> None:
    """Nothing stated is nothing changed."""
    assert spec(tmp_path, text) == MarketSpec()


def test_all_mistakes_are_listed_with_lines(tmp_path: Path) -> None:
    """Unknown keys get the nearest right one, wrong values what they may be."""
    entry = "  a:\n    colum: x\n    fill: prevous\n    notice_h: -1\n"
    text = f"step_minute: 5\nseries:\n{entry}  Foo: {{}}\n  b: 3\n"
    found = [(p.line, p.field, p.hint.split(": ")[-1]) for p in problems(tmp_path, text)]
    assert found == [
        (1, "step_minute", "did you mean step_minutes?"),
        (4, "series.a.colum", "did you mean column?"),
        (5, "series.a.fill", "did you mean previous?"),
        (6, "series.a.notice_h", "input should be greater than or equal to 0"),
        (7, "series.Foo", "a series name is lower-case letters, digits and _, with its unit at the end"),
        (8, "series.b", "value' lines"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series: {a: {constant: 1}}", "add 'source:'"),
        ("series: {a: {from_year: 2022}}", "add 'source:'"),
        ("series: {a: {constant: 1, source: me, column: b, fill: linear}}", "remove column, fill"),
        ("series: {a: {constant: .nan, source: me}}", "finite number"),
        ("series: {a: {publication: notice_h}}", "belong together"),
        ("series: {a: {notice_h: 2}}", "belong together"),
        ("step_minutes: 7", "must divide a day"),
        ("step_minutes: '15'", "valid integer"),
        ("series: {a: {from_year: 22, source: me}}", "greater than or equal to 1970"),
        ("series: {a: {}, a: {}}", "stands twice"),
    ],
)
def test_an_inconsistent_entry_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Each rule of the format is said in one sentence."""
    (problem,) = problems(tmp_path, text)
    assert said in problem.hint


def test_market_files_are_merged() -> None:
    """Each file adds its series; one step serves all."""
    first = SpecFile(name="a.yaml", spec=MarketSpec(series={"a": SeriesSpec(column="x")}, step_minutes=15))
    second = SpecFile(name="b.yaml", spec=MarketSpec(series={"b": SeriesSpec(column="y")}))
    both = merged([first, second])
    assert (both.step_minutes, list(both.series)) == (15, ["a", "b"])


def test_market_files_that_disagree_are_refused() -> None:
    """The same series twice and two steps are two problems."""
    files = [
        SpecFile(name=f"{step}.yaml", spec=MarketSpec(series={"a": SeriesSpec()}, step_minutes=step))
        for step in (15, 60)
    ]
    with pytest.raises(InputError) as caught:
        merged(files)
    assert [problem.field for problem in caught.value.problems] == ["series.a", "step_minutes"]


@given(text=st.text(max_size=60) | st.text(alphabet="series: {}[]&*!-\n\t'\"|>%@`a1", max_size=60))
def test_no_text_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever the text, the answer is a market file or an InputError."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        assert isinstance(read_spec(path), SpecFile)
    except InputError as error:
        assert error.problems  # noqa: PT017 - either answer is right
