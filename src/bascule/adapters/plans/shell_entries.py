"""The powered shell of a plan file: cost with its basis, lead times, write-offs."""

from collections.abc import Iterator
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import BeforeValidator, Field, PlainValidator

from bascule.adapters.files.site_entry import Entry, Frac, Share, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.plans.unit import REQUIRED, of_unit
from bascule.study.conversion.terms import Lead, Shell
from bascule.study.plan.depreciation import Schedule, depreciation
from bascule.study.project.terms import WriteOff

IT_MW, METER_MW = "it_mw", "meter_mw"
_SUMS_TO_ONE: Final = 1e-6
_WITH_YEARS: Final = (Schedule.STRAIGHT, Schedule.FRENCH_LINEAR)
_WITH_MONTH: Final = (Schedule.BUILDING_39, Schedule.FRENCH_LINEAR)
_WITH_BONUS: Final = (Schedule.MACRS_5, Schedule.MACRS_15)
_SCHEDULES: Final = tuple(one for one in Schedule if one is not Schedule.BONUS)


def _basis(value: object) -> str:
    if value not in {IT_MW, METER_MW}:
        raise complaint("must be it_mw (per MW of critical IT power) or meter_mw (per MW at the meter)")
    return str(value)


def _schedule(value: object) -> Schedule:
    if value not in list(_SCHEDULES):
        raise complaint(f"must be one of: {', '.join(_SCHEDULES)}")
    return Schedule(str(value))


class CapexEntry(Entry):
    """The cost of building, with what it is counted per."""

    value: Annotated[float, Field(gt=0, le=1e9)] = of_unit("$ per MW of the basis", "money per MW", REQUIRED)
    basis: Annotated[str, PlainValidator(_basis)] = Field(
        description="whether the cost is per MW of IT (it_mw) or per MW at the meter (meter_mw)"
    )

    def per_it_mw(self, pue: float) -> float:
        """Money per IT MW: an IT MW takes PUE megawatts at the meter."""
        return self.value * (pue if self.basis == METER_MW else 1.0)


def with_basis(value: object) -> object:
    """Refuse a bare number as a cost.

    Raises:
        PydanticCustomError: It has no basis.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise complaint(
            f"is a cost without basis: write {{value: {value:g}, basis: it_mw}} per MW of IT, or meter_mw at the meter"
        )
    return value


class LeadEntry(Entry):
    """A time that building may take."""

    quarters: Annotated[int, Field(ge=0, le=400)] = of_unit("quarters", "from the decision", REQUIRED)
    probability: Annotated[float, Field(gt=0, le=1)] = of_unit("", "of that time; they sum to 1", REQUIRED)

    def to_model(self) -> Lead:
        """The noun."""
        return Lead(quarters=self.quarters, probability=self.probability)


class WriteOffEntry(Entry):
    """A part of the cost and how it is written off."""

    schedule: Annotated[Schedule, PlainValidator(_schedule)] = Field(description="how it is written off")
    share: Share = of_unit("", "of the cost; shares sum to 1", 1.0)
    years: Annotated[int, Field(ge=1, le=100)] | None = of_unit("years", "of a straight or French line")
    month: Annotated[int, Field(ge=1, le=12)] | None = of_unit(
        "month of year 1", "in which it enters service"
    )
    bonus_frac: Frac = of_unit("", "share of this part that is written off in its first year", 0.0)

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A line without years, and what a schedule does not have."""
        del zone
        if self.schedule in _WITH_YEARS and self.years is None:
            yield Finding(path=("years",), hint=f"is missing: {self.schedule} needs its years")
        if self.schedule not in _WITH_YEARS and self.years is not None:
            hint = f"has no place here: {self.schedule} has its own years"
            yield Finding(path=("years",), value=str(self.years), hint=hint)
        if self.schedule not in _WITH_MONTH and self.month is not None:
            hint = f"has no place here: {self.schedule} counts by whole or half years"
            yield Finding(path=("month",), value=str(self.month), hint=hint)
        if self.schedule not in _WITH_BONUS and self.bonus_frac:
            hint = f"must be 0: a bonus is for {' and '.join(_WITH_BONUS)} (recovery of 20 years at most)"
            yield Finding(path=("bonus_frac",), value=f"{self.bonus_frac:g}", hint=hint)

    def to_model(self) -> WriteOff:
        """The noun."""
        return WriteOff(
            schedule=self.schedule, frac=self.share, life_years=self.years or 0, bonus_frac=self.bonus_frac
        )

    def yearly(self) -> tuple[float, ...]:
        """Shares of the whole cost by year."""
        rest = depreciation(
            self.share * (1 - self.bonus_frac), self.schedule, self.years or 0, self.month or 1
        )
        return (rest[0] + self.share * self.bonus_frac, *rest[1:])


class ShellEntry(Entry):
    """What replaces the mining hall."""

    pue: Annotated[float, Field(ge=1, le=3)] = of_unit("meter MW per IT MW", "meter over IT power", REQUIRED)
    capex: Annotated[CapexEntry, BeforeValidator(with_basis)] = Field(
        description="cost with its basis: {value: 10e6, basis: it_mw}"
    )
    capex_sd_frac: Annotated[float, Field(ge=0, le=2)] = of_unit("", "standard deviation over mean", REQUIRED)
    leads: list[LeadEntry] = Field(min_length=1, description="lead times with probabilities")
    write_off: list[WriteOffEntry] = Field(min_length=1, description="how the cost is written off for tax")
    opex_frac: Annotated[float, Field(ge=0, lt=1)] = of_unit(
        "", "of the rent that the owner spends", REQUIRED
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Probabilities and shares that do not sum to 1."""
        del zone
        yield from lead_findings(self.leads, ("leads",))
        yield from share_findings(self.write_off)

    def to_model(self) -> Shell:
        """The noun."""
        return Shell(
            pue=self.pue,
            capex_per_it_mw=self.capex.per_it_mw(self.pue),
            capex_sd_frac=self.capex_sd_frac,
            leads=tuple(lead.to_model() for lead in self.leads),
            written_off=written_off(self.write_off),
            opex_frac=self.opex_frac,
        )


def share_findings(parts: list[WriteOffEntry]) -> Iterator[Finding]:
    """Shares of write-offs that do not sum to 1."""
    total = sum(part.share for part in parts)
    if abs(total - 1) > _SUMS_TO_ONE:
        hint = "shares must sum to 1: every part of the cost is written off"
        yield Finding(path=("write_off",), value=f"{total:g}", hint=hint)


def lead_findings(leads: list[LeadEntry], path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Probabilities that do not sum to 1."""
    total = sum(lead.probability for lead in leads)
    if abs(total - 1) > _SUMS_TO_ONE:
        yield Finding(path=path, value=f"{total:g}", hint="probabilities must sum to 1")


def late_findings(leads: list[LeadEntry], quarters: int, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Lead times that are not shorter than the horizon."""
    for index, lead in enumerate(leads):
        if lead.quarters >= quarters:
            hint = f"must be shorter than the horizon of {quarters} quarters: lengthen horizon_years"
            yield Finding(path=(*path, index, "quarters"), value=str(lead.quarters), hint=hint)


def written_off(parts: list[WriteOffEntry]) -> tuple[float, ...]:
    """Shares of the cost by year of operation, all parts together."""
    each = [part.yearly() for part in parts]
    total = np.zeros(max(map(len, each)))
    for shares in each:
        total[: len(shares)] += shares
    return tuple((total / total.sum()).tolist())
