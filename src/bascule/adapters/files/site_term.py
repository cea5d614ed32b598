"""Dates of a site file: local to the site, from the first inclusive to the last exclusive."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from bascule.adapters.files.site_entry import Entry, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.model.term import Term

FIRST_YEAR, LAST_YEAR = 1970, 2200


def _moment(value: object) -> datetime:
    hint = "must be an ISO date or time, such as 2025-01-01 or 2025-01-01T06:00 (local to the site)"
    if not isinstance(value, str):
        raise complaint(hint)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise complaint(hint) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise complaint(f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return moment


When = Annotated[datetime, PlainValidator(_moment)]
"""A local time without zone, or a time with its own offset."""


def utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC; a time without offset is local to the site, the first of two in autumn."""
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return local.astimezone(UTC)


def skipped(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock of the zone never shows this local time because it jumps over it in spring."""
    if moment.tzinfo is not None:
        return False
    return utc(moment, zone).astimezone(zone).replace(tzinfo=None) != moment


class TermEntry(Entry):
    """A part that is in force for a stated time."""

    from_: When = Field(alias="from", description="first moment in force, ISO, local to the site")
    to: When = Field(description="first moment no longer in force, ISO, local to the site")

    def term(self, zone: ZoneInfo) -> Term:
        """The time in force, in UTC."""
        return Term(start=utc(self.from_, zone), end=utc(self.to, zone))

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Times that do not exist, and a start that is not before the end."""
        yield from skipped_times({"from": self.from_, "to": self.to}, zone)
        if utc(self.from_, zone) >= utc(self.to, zone):
            hint = f"must be later than from ({_iso(self.from_)}): a contract is in force in [from, to)"
            yield Finding(path=("to",), value=_iso(self.to), hint=hint)


def skipped_times(times: dict[str, datetime], zone: ZoneInfo) -> Iterator[Finding]:
    """Findings for the times that the zone's clock jumps over."""
    for key, moment in times.items():
        if skipped(moment, zone):
            hint = f"does not exist in {zone.key}: the clock jumps over it; use an hour later"
            yield Finding(path=(key,), value=_iso(moment), hint=hint)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes").removesuffix("T00:00")
