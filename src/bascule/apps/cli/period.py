"""The period that a person asks for."""

from datetime import datetime

from bascule.apps.cli.problems import Problems
from bascule.apps.wiring import instant


def read_period(start: str, end: str, zone: str) -> tuple[datetime, datetime]:
    """First moment and moment after the last, in UTC.

    Args:
        start: What ``--from`` says.
        end: What ``--to`` says.
        zone: The site's zone.

    Raises:
        InputError: One of them is no moment, or the end is not after the start.
    """
    problems, moments = Problems(), []
    for option, text in (("--from", start), ("--to", end)):
        with problems.collecting():
            moments.append(instant(text, zone, option))
    problems.raise_any()
    if moments[0] >= moments[1]:
        problems.refuse("--to", end, f"must be later than --from ({start}): a run covers [from, to)")
    problems.raise_any()
    return moments[0], moments[1]
