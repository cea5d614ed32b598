"""The price of energy as it stands in a file: a number, or a table of every interval."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from bascule.adapters.countries.currency import Currency
from bascule.adapters.files.market_embedded import read_embedded
from bascule.adapters.files.market_period import Period
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.market_table import Pick, open_table, read_rows
from bascule.adapters.files.rule_file import Day
from bascule.adapters.files.site_entry import Name, Price
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.sourced_entry import SourcedEntry
from bascule.market.rows import Rows
from bascule.model.rule import RuleStatus
from bascule.study.countries.energy import Energy
from bascule.study.sourced import Source
from bascule.units import HOURS_PER_YEAR, SECONDS_PER_HOUR

_SPEC_PARTS: Final = 4
_ANY_YEAR: Final = 2025
_LEAST_H: Final = HOURS_PER_YEAR
"""A margin per year needs every season: shorter series are refused."""


class EnergyEntry(SourcedEntry):
    """A number per MWh, or a file with a column and the days to take."""

    currency: Currency = Field(description="EUR, USD, CAD or NOK")
    per_mwh: Price | None = Field(default=None, description="one price")
    synthetic: Name | None = Field(
        default=None,
        description="embedded market over its year of calibration, such as embedded:france:2025:7",
    )
    file: Name | None = Field(
        default=None, description="table with a price for each interval, beside this file"
    )
    column: Name | None = Field(default=None, description="column of prices per MWh")
    where: dict[str, str] = Field(
        default_factory=dict, description="text that other columns must hold, such as a zone"
    )
    from_: Annotated[Day | None, Field(alias="from", description="first day, UTC")] = None
    to: Day | None = Field(default=None, description="day after the last one, UTC")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Neither or both forms, half of one, a column of another currency."""
        yield from super().findings(zone)
        if sum(part is not None for part in (self.per_mwh, self.file, self.synthetic)) != 1:
            hint = "give exactly one of per_mwh, file (with column, from and to) or synthetic"
            yield Finding(path=("per_mwh",), hint=hint)
        if self.synthetic is not None and self.status is not RuleStatus.ILLUSTRATIVE:
            hint = "must be illustrative: no value of an embedded market was measured"
            yield Finding(path=("status",), value=self.status.value, hint=hint)
        if self.file is not None and None in (self.column, self.from_, self.to):
            yield Finding(path=("file",), value=self.file, hint="needs column, from and to beside it")
        named = [code for code in ("eur", "usd", "cad", "nok") if f"_{code}_" in (self.column or "").lower()]
        if named and named[0] != self.currency.lower():
            hint = f"holds {named[0].upper()} by its name, but currency is {self.currency}"
            yield Finding(path=("column",), value=self.column or "", hint=hint)

    def to_model(self, folder: Path) -> Energy:
        """The noun.

        Raises:
            InputError: The file is not there, lacks the column, or has gaps.
        """
        if self.synthetic is not None:
            return _synthetic(self.synthetic, self.currency, self.said())
        if self.file is None or self.column is None or self.from_ is None or self.to is None:
            return self._number()
        table = open_table(folder / self.file)
        pick = Pick(column=self.column, divide_by=None, where=self.where)
        missing = [name for name in pick.columns if name not in table.columns]
        if missing:
            hint = f"has no column {', '.join(missing)}: its columns are {', '.join(table.columns)[:200]}"
            raise refused(table.name, "column", hint)
        span = (_start_s(self.from_), _start_s(self.to))
        rows = read_rows(table, pick, *span)
        step_s = _whole(rows, table.name, span)
        return Energy(
            per_mwh=rows.values,
            currency=self.currency,
            hours=len(rows.values) * step_s / SECONDS_PER_HOUR,
            period=f"Energy, {self.from_} to {self.to}",
            source=self.said(),
        )

    def _number(self) -> Energy:
        return Energy(
            per_mwh=np.array([self.per_mwh], dtype=np.float64),
            currency=self.currency,
            hours=0.0,
            period="Energy",
            source=self.said(),
        )


def _synthetic(spec: str, currency: str, source: Source) -> Energy:
    """Prices of an embedded market over the year that it is calibrated on."""
    parts = spec.split(":")
    year = int(parts[2]) if len(parts) == _SPEC_PARTS and parts[2].isdecimal() else _ANY_YEAR
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    name = f"spot_{currency.lower()}_per_mwh"
    period = Period(start=start, end=end, history=timedelta(0))
    series = read_embedded([spec], {name: "energy"}, period, optimistic=False).series[name]
    return Energy(
        per_mwh=series.values,
        currency=currency,
        hours=(end - start) / timedelta(hours=1),
        period=f"Energy, {year}, synthetic",
        source=replace(source, who=source.who or series.source),
    )


def _start_s(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _whole(rows: Rows, name: str, span: tuple[int, int]) -> int:
    """Length of the intervals, which must fill the whole span."""
    steps = np.diff(rows.stamps_s)
    if len(steps) == 0 or steps.min() <= 0 or steps.min() != steps.max():
        raise refused(name, "time", "must hold every interval of from..to once, in order, all of one length")
    step_s = int(steps[0])
    if rows.stamps_s[0] != span[0] or rows.stamps_s[-1] + step_s != span[1]:
        raise refused(name, "time", "does not reach from the first day to the last: change from or to")
    if len(rows.values) * step_s / SECONDS_PER_HOUR < _LEAST_H:
        raise refused(name, "from", "covers less than a year: a margin per year needs every season")
    if not np.isfinite(rows.values).all():
        raise refused(
            name, "column", f"lacks {int((~np.isfinite(rows.values)).sum())} values: fill or shorten it"
        )
    return step_s
