"""Whether a site has an energy contract at every moment of a period."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bascule.errors import InputProblem
from bascule.model.site import Site


def uncovered(site: Site, start: datetime, end: datetime) -> tuple[InputProblem, ...]:
    """The gaps of ``[start, end)`` in which no supply contract is in force.

    Args:
        site: The site.
        start: First moment of the period, aware.
        end: First moment after the period, aware.

    Returns:
        One problem per gap, with its dates in the site's zone; empty where there is none.
    """
    gaps: list[tuple[datetime, datetime]] = []
    covered_to = start
    for term in sorted((supply.term for supply in site.supplies), key=lambda term: term.start):
        if term.start >= end:
            break
        if term.start > covered_to:
            gaps.append((covered_to, term.start))
        covered_to = max(covered_to, term.end)
    if covered_to < end:
        gaps.append((covered_to, end))
    return tuple(_problem(site, *gap) for gap in gaps)


def _problem(site: Site, start: datetime, end: datetime) -> InputProblem:
    zone = ZoneInfo(site.time_zone)
    days = " to ".join(f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in (start, end))
    hint = (
        "no supply contract (spot, nominated, fixed, time_of_use) is in force: add one, or change the period"
    )
    return InputProblem(file=site.name, field="energy_contracts", value=days, hint=hint)
