"""Market files: YAML that says which column is which series, and what is assumed where data is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.market_derived_spec import AboveSpec, CallsSpec, DearestSpec, SeriesKey
from bascule.adapters.files.market_problems import reading
from bascule.adapters.files.site_finding import Finding, problems, shown
from bascule.adapters.files.site_finding import Path as FieldPath
from bascule.adapters.files.site_yaml import MOST_BYTES, YamlText, parse_yaml
from bascule.errors import InputError, InputProblem
from bascule.market.fill import LONGEST_S, FillRule
from bascule.market.publication import Publication, PublicationRule
from bascule.market.resample import Resampling
from bascule.units import SECONDS_PER_HOUR

MINUTES_PER_DAY: Final = 1_440

_TOLD: Final = ("publication", "notice_h")
_MADE: Final = (
    ("constant", "a constant needs nothing else than its source", ()),
    ("above", "'above' needs nothing else than its source and its publication", _TOLD),
    ("calls", "'calls' needs nothing else than its source and its publication", _TOLD),
)
_Rule = Annotated[PublicationRule, Field(strict=False)]
_Fill = Annotated[FillRule, Field(strict=False)]
_Resampling = Annotated[Resampling, Field(strict=False)]


class SeriesSpec(BaseModel):
    """Where one series comes from: a column, one year of a column, a constant, another series, or a draw.

    Attributes:
        column: Column to read; the series' own name if not given.
        file: Name of the file to read it from; any given file that has the column if not given.
        where: Text that other columns must hold, for files with several zones in one table.
        divide_by: Column to divide by, row by row.
        publication: Rule that says when values became known.
        notice_h: Hours of notice, for the rule ``notice_h``.
        fill: Rule that fills missing values.
        fill_longest_h: Longest gap that it fills, in hours; seven days if not given.
        resample: How values come onto the market's step.
        from_year: Calendar year (UTC) that stands in for every year.
        constant: One value for all time.
        above: 1.0 where another series is at least a threshold, else 0.0.
        calls: Simulated calls of the grid.
        source: Who says so; needed for every assumption: ``constant``, ``from_year``, ``above`` and ``calls``.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    column: str | None = None
    file: str | None = None
    where: dict[str, str | int | float] = Field(default_factory=dict)
    divide_by: str | None = None
    publication: _Rule | None = None
    notice_h: Annotated[float, Field(ge=0, le=8760)] | None = None
    fill: _Fill | None = None
    fill_longest_h: Annotated[float, Field(gt=0, le=744)] | None = None
    resample: _Resampling | None = None
    from_year: Annotated[int, Field(ge=1970, le=2200)] | None = None
    constant: float | None = None
    above: AboveSpec | None = None
    calls: CallsSpec | None = None
    source: Annotated[str, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for made, what, keys in _MADE:
            extra = sorted(self.model_fields_set - {made, "source", *keys})
            if made in self.model_fields_set and extra:
                raise _wrong(f"{what}: remove {', '.join(extra)}")
        if self.source is None and (self.made or self.from_year is not None):
            raise _wrong("is an assumption: add 'source:', who says so")
        if self.fill_longest_h is not None and self.fill is None:
            raise _wrong("'fill_longest_h' limits a fill rule: add 'fill:', or remove it")
        if (self.publication is PublicationRule.NOTICE_H) != (self.notice_h is not None):
            raise _wrong("'publication: notice_h' and 'notice_h: <hours>' belong together: give both")
        return self

    @property
    def made(self) -> bool:
        """True where no column of a file is read for it: a constant, made of another series, or drawn."""
        return self.constant is not None or self.above is not None or self.calls is not None

    @property
    def fill_longest_s(self) -> float:
        """Longest gap that the fill rule fills, in seconds."""
        return LONGEST_S if self.fill_longest_h is None else self.fill_longest_h * SECONDS_PER_HOUR

    @property
    def stated_publication(self) -> Publication | None:
        """The rule that the file gives, if it gives one."""
        if self.publication is None:
            return None
        return Publication(rule=self.publication, notice_h=self.notice_h)


class MarketSpec(BaseModel):
    """One market file.

    Attributes:
        step_minutes: Step of the market; the finest step of its prices if not given.
        series: How to find each series, by name.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    step_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)] | None = None
    series: dict[SeriesKey, SeriesSpec] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _divides_a_day(self) -> Self:
        if self.step_minutes is not None and MINUTES_PER_DAY % self.step_minutes:
            raise _wrong(f"step_minutes must divide a day of {MINUTES_PER_DAY} minutes: 5, 15, 30 or 60")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFile:
    """A market file with its name, for messages.

    Attributes:
        name: File name.
        spec: What it says.
    """

    name: str
    spec: MarketSpec


def read_spec(path: Path) -> SpecFile:
    """Read one market file.

    Raises:
        InputError: It cannot be read, is no YAML, or says something that is not understood; every problem
            of the file is listed with its line.
    """
    text = parse_yaml(_text(path))
    if text.findings:
        raise InputError(problems(path.name, text.findings, text.lines))
    return SpecFile(name=path.name, spec=_validated(path.name, text))


def merged(files: Iterable[SpecFile]) -> MarketSpec:
    """Several market files as one.

    Raises:
        InputError: Two of them speak of the same series or give different steps.
    """
    places: dict[str, str] = {}
    found: list[InputProblem] = []
    series: dict[str, SeriesSpec] = {}
    steps: dict[int, str] = {}
    for file in files:
        for name, entry in file.spec.series.items():
            if name in places:
                hint = f"stands in {places[name]} too: keep one of them"
                found.append(InputProblem(file=file.name, field=f"series.{name}", value="", hint=hint))
            places[name], series[name] = file.name, entry
        if file.spec.step_minutes is not None:
            steps[file.spec.step_minutes] = file.name
    if len(steps) > 1:
        hint = f"the market files give different steps ({', '.join(map(str, steps))}): keep one"
        found.append(
            InputProblem(file=" and ".join(steps.values()), field="step_minutes", value="", hint=hint)
        )
    if found:
        raise InputError(found)
    return MarketSpec(step_minutes=next(iter(steps), None), series=series)


def _text(path: Path) -> str:
    with reading(path):
        size = path.stat().st_size
        if size > MOST_BYTES:
            hint = (
                f"is larger than {MOST_BYTES:,} bytes: give series as Parquet, the market file names columns"
            )
            raise InputError([InputProblem(file=path.name, field="file", value=f"{size:,} bytes", hint=hint)])
        return path.read_text(encoding="utf-8-sig")


def _validated(name: str, text: YamlText) -> MarketSpec:
    try:
        return MarketSpec.model_validate(text.value if text.value is not None else {})
    except ValidationError as error:
        findings = [_finding(details) for details in error.errors()]
        raise InputError(problems(name, findings, text.lines)) from None


def _finding(details: ErrorDetails) -> Finding:
    path: FieldPath = tuple(part for part in details["loc"] if part != "[key]")
    kind, given = details["type"], details["input"]
    if kind == "extra_forbidden":
        known = _known_keys(path)
        return Finding(path=path, hint=f"is not a key here: {suggestion(str(path[-1]), known)}")
    if kind == "string_pattern_mismatch":
        return Finding(
            path=path, hint="a series name is lower-case letters, digits and _, with its unit at the end"
        )
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return Finding(path=path, hint="is no list of 'key: value' lines", value=shown(given))
    if kind == "enum":
        expected = [
            word.strip(" '") for word in str(details["ctx"]["expected"]).replace(" or ", ", ").split(",")
        ]
        return Finding(
            path=path, hint=f"is not known: {suggestion(str(given), expected)}", value=shown(given)
        )
    hint = details["msg"][:1].lower() + details["msg"][1:]
    return Finding(path=path, hint=hint, value="" if isinstance(given, dict | BaseModel) else shown(given))


def _known_keys(path: FieldPath) -> Mapping[str, object]:
    if len(path) == 1:
        return MarketSpec.model_fields
    inside: dict[tuple[object, ...], type[BaseModel]] = {
        ("above",): AboveSpec,
        ("calls",): CallsSpec,
        ("calls", "above"): DearestSpec,
    }
    return inside.get(path[2:-1], SeriesSpec).model_fields


def _wrong(hint: str) -> PydanticCustomError:
    return PydanticCustomError("inconsistent", "{hint}", {"hint": hint})
