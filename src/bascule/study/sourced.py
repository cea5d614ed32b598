"""Where a figure of a study comes from, and until when it can be relied on."""

from dataclasses import dataclass

from bascule.model.rule import RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says a figure.

    Attributes:
        who: Who says so; empty only where the figure is illustrative.
        as_of: Day of the source, ISO; empty where it is illustrative.
        status: Fact, press, general knowledge or illustrative.
        stale_after: Last day for which it can be relied on, ISO; empty where nobody says.
        remark: What is doubtful or left out.
    """

    who: str
    as_of: str
    status: RuleStatus
    stale_after: str = ""
    remark: str = ""

    def stale(self, today: str) -> bool:
        """Whether the figure is older than it may be used.

        Args:
            today: ISO day.

        >>> Source(who="CRE", as_of="2025-08-01", status=RuleStatus.FACT, stale_after="2026-01-31").stale("2026-02-01")
        True
        """
        return bool(self.stale_after) and today > self.stale_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A figure with its range.

    Attributes:
        low: Lower end.
        central: What to take where one figure is asked for.
        high: Upper end.
        source: Who says so.
    """

    low: float
    central: float
    high: float
    source: Source

    def __post_init__(self) -> None:
        """Refuse a range that is out of order."""
        if not self.low <= self.central <= self.high:
            raise ValueError("low, central and high must rise in this order")
