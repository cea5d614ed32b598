"""Figures in files that say who says them: a source and a day, or the word illustrative."""

from collections.abc import Iterator
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import Field, PlainValidator

from bascule.adapters.files.rule_file import Day, Sentence
from bascule.adapters.files.site_entry import Entry, complaint
from bascule.adapters.files.site_finding import Finding
from bascule.model.rule import RuleStatus
from bascule.study.sourced import Source, Spread

UTC_ZONE: Final = ZoneInfo("UTC")


def _status(value: object) -> RuleStatus:
    if value not in [status.value for status in RuleStatus]:
        raise complaint(f"must be one of: {', '.join(RuleStatus)}")
    return RuleStatus(str(value))


Status = Annotated[RuleStatus, PlainValidator(_status)]


class SourcedEntry(Entry):
    """A part that says where its figures come from."""

    source: Sentence | None = Field(default=None, description="who says so")
    as_of: Day | None = Field(default=None, description="day of the source")
    status: Status = Field(description="fact, press, general knowledge or illustrative")
    stale_after: Day | None = Field(default=None, description="last day for which it can be relied on")
    remark: Sentence | None = Field(default=None, description="what is doubtful or left out")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Figures that claim to be more than illustrative and do not say who says them."""
        del zone
        if self.status is RuleStatus.ILLUSTRATIVE:
            return
        for name in ("source", "as_of"):
            if getattr(self, name) is None:
                hint = "is missing: say who says so and on which day, or mark the figure with status: illustrative"
                yield Finding(path=(name,), hint=hint)

    def said(self, stale_after: str = "") -> Source:
        """Where its figures come from.

        Args:
            stale_after: Last day for figures that state none of their own.
        """
        return Source(
            who=self.source or "",
            as_of="" if self.as_of is None else self.as_of.isoformat(),
            status=self.status,
            stale_after=stale_after if self.stale_after is None else self.stale_after.isoformat(),
            remark=self.remark or "",
        )


class SpreadEntry(SourcedEntry):
    """A figure with its range."""

    low: Annotated[float, Field(ge=0, le=1e9)] = Field(description="lower end")
    central: Annotated[float, Field(ge=0, le=1e9)] = Field(description="what to take for one figure")
    high: Annotated[float, Field(ge=0, le=1e9)] = Field(description="upper end")

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Also a range that is out of order."""
        yield from super().findings(zone)
        if not self.low <= self.central <= self.high:
            yield Finding(path=("central",), value=f"{self.central:g}", hint="must lie between low and high")

    def to_model(self, stale_after: str = "") -> Spread:
        """The noun."""
        return Spread(low=self.low, central=self.central, high=self.high, source=self.said(stale_after))
