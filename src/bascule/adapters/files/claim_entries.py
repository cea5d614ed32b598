"""One claim as it stands in a file, and what is wrong between its keys."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, PlainValidator

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, Name, complaint
from bascule.adapters.files.site_finding import Finding, Value
from bascule.chain.statement import Standing, Statement
from bascule.study.claims.claim import Bound, Claim, Given
from bascule.study.claims.kind import ClaimKind, Input
from bascule.study.claims.kinds import KINDS

_LEVEL: Final = "level"


def _standing(value: object) -> Standing:
    if value not in [standing.value for standing in Standing]:
        raise complaint(f"must be one of: {', '.join(Standing)}")
    return Standing(str(value))


def _bound(value: object) -> Bound:
    if value not in [bound.value for bound in Bound]:
        raise complaint(f"must be one of: {', '.join(Bound)}")
    return Bound(str(value))


def _kind(value: object) -> str:
    if value not in KINDS:
        raise complaint(f"must be one of: {', '.join(KINDS)}")
    return str(value)


def _figure(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"value": value}
    if not isinstance(value, Mapping):
        raise complaint("must be a number, or {value, low, high, source}")
    return value


class FigureEntry(Entry):
    """A number with the range in which it may lie."""

    value: float = Field(description="the number to recompute with")
    low: float | None = Field(default=None, description="least that is possible")
    high: float | None = Field(default=None, description="most that is possible")
    source: Sentence | None = Field(default=None, description="who says so")

    def to_model(self) -> Given:
        """The noun."""
        return Given(value=self.value, low=self.low, high=self.high, source=self.source or "")


class ClaimEntry(Entry):
    """A claim."""

    id: Name = Field(description="unique in the file")
    claim: Sentence = Field(description="the sentence that was said")
    kind: Annotated[str, PlainValidator(_kind)] = Field(description=f"one of {', '.join(KINDS)}")
    quantity: Name = Field(description="which quantity of the kind is claimed")
    stated: float = Field(description="the number claimed, in the quantity's unit; shares as fractions")
    tolerance_frac: Annotated[float, Field(gt=0, le=1)] = Field(
        description="distance, as a share of the stated number, within which the claim still holds"
    )
    bound: Annotated[Bound, PlainValidator(_bound)] = Field(
        default=Bound.ABOUT, description="about, at_least or at_most"
    )
    level_unit: Name | None = Field(default=None, description="unit of levels, such as GW or TWh")
    inputs: dict[str, Annotated[FigureEntry, BeforeValidator(_figure)]] = Field(
        description="numbers by name, with units in the names"
    )
    source: Sentence = Field(description="who said it, and where")
    as_of: Day = Field(description="day on which it was said")
    standing: Annotated[Standing, PlainValidator(_standing)] = Field(
        description="filing, press, computed or assumption"
    )
    remark: Sentence | None = Field(default=None, description="what is doubtful")

    def to_model(self) -> Claim:
        """The noun."""
        statement = Statement(
            source=self.source, as_of=self.as_of.isoformat(), standing=self.standing, remark=self.remark or ""
        )
        return Claim(
            id=self.id,
            sentence=self.claim,
            kind=self.kind,
            quantity=self.quantity,
            stated=self.stated,
            tolerance_frac=self.tolerance_frac,
            bound=self.bound,
            level_unit=self.level_unit or "",
            inputs={name: part.to_model() for name, part in self.inputs.items()},
            statement=statement,
        )

    def mistakes(self) -> Iterator[Finding]:
        """What is wrong between its keys, paths from the claim on."""
        kind = KINDS[self.kind]
        if self.quantity not in kind.quantities:
            hint = f"is no quantity of {kind.name}; {suggestion(self.quantity, kind.quantities)}"
            yield Finding(
                path=("quantity",), value=self.quantity, hint=f"{hint} ({', '.join(kind.quantities)})"
            )
        else:
            yield from self._missing(kind)
        if self.level_unit is None and any(part.unit == _LEVEL for part in kind.inputs):
            yield Finding(path=("level_unit",), hint="is missing: unit of the levels, such as GW or TWh")
        if self.stated == 0:
            yield Finding(path=("stated",), value="0", hint="must not be zero: tolerance is a share of it")
        known = {part.name: part for part in kind.inputs}
        for name, figure in self.inputs.items():
            if name in known:
                yield from _limits(known[name], figure)
            else:
                hint = f"is no input of {kind.name}; {suggestion(name, known)}"
                yield Finding(path=("inputs", name), hint=hint)

    def _missing(self, kind: ClaimKind) -> Iterator[Finding]:
        for name in kind.needs(self.quantity):
            if name not in self.inputs:
                hint = f"is missing: {self.quantity} cannot be recomputed without it"
                yield Finding(path=("inputs", name), hint=hint)


def _limits(part: Input, figure: FigureEntry) -> Iterator[Finding]:
    path = ("inputs", part.name)
    for key, value in (("value", figure.value), ("low", figure.low), ("high", figure.high)):
        if value is not None and not part.least <= value <= part.most:
            unit = f" {part.unit}" if part.unit else ""
            percent = f": write {value / 100:g} for {value:g} %" if part.most <= 1 < value <= 100 else ""
            hint = f"must be between {part.least:,g} and {part.most:,g}{unit}{percent}"
            yield Finding(path=(*path, key), value=f"{value:g}", hint=hint)
    if (figure.low is None) != (figure.high is None):
        yield Finding(path=path, hint="must state both low and high, or neither")
    elif figure.low is not None and figure.high is not None and not figure.low <= figure.value <= figure.high:
        hint = f"must lie in its own range, {figure.low:,g} to {figure.high:,g}"
        yield Finding(path=(*path, "value"), value=f"{figure.value:g}", hint=hint)


def claim_values(value: Value) -> tuple[Value, ...]:
    """The claims of a document: one, or a list of them."""
    return tuple(value) if isinstance(value, list) else (value,)
