"""A site with one thing at a time, and what it did over a few hours, for ledgers that are solved by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from bascule.model.ai_contracts import BatchJob
from bascule.model.curve import TemperatureCurve, flat
from bascule.model.energy_contracts import FixedSupply
from bascule.model.grid_connection import GridConnection
from bascule.model.ledger import Ledger
from bascule.model.outcome import LeaseOutcome, Outcome
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term
from bascule.model.time_grid import TimeGrid
from bascule.settle.ledger import settle


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def hours(count: int, start: datetime = utc(2024, 1, 10), minutes: int = 60) -> TimeGrid:  # noqa: B008
    """So many intervals, of an hour unless said otherwise."""
    return TimeGrid(start=start, step=timedelta(minutes=minutes), count=count)


ALWAYS = Term(start=utc(2000, 1, 1), end=utc(2100, 1, 1))
FREE = FixedSupply(name="free", price_per_mwh=0.0, term=ALWAYS)
SITE = Site(
    name="s",
    country="FR",
    time_zone="UTC",
    currency="EUR",
    grid=GridConnection(import_limit_mw=100),
    supplies=(FREE,),
)
"""A connection in UTC with power that costs nothing; tests replace what they are about."""


def up_to(hour: int, minute: int = 0) -> Term:
    """In force until this hour of 10 January 2024, the day on which :func:`hours` begins."""
    return Term(start=ALWAYS.start, end=utc(2024, 1, 10, hour, minute))


def idle(grid: TimeGrid) -> Outcome:
    """Nothing happened; tests replace what did."""
    zero = np.zeros(grid.count)
    return Outcome(grid=grid, import_mw=zero, export_mw=zero, breach_mw=zero, shed=zero)


def drew(*import_mw: float, minutes: int = 60, start: datetime = utc(2024, 1, 10)) -> Outcome:  # noqa: B008
    """A site that only imported."""
    return replace(idle(hours(len(import_mw), start, minutes)), import_mw=np.array(import_mw))


def tenant(
    *it_mw: float, denied_mw: Sequence[float] | None = None, pue: TemperatureCurve = flat(1.0)
) -> LeaseOutcome:
    """What a tenant drew and was denied."""
    drawn = np.array(it_mw)
    denied = np.zeros(drawn.size) if denied_mw is None else np.array(denied_mw)
    return LeaseOutcome(it_mw=drawn, hall_mw=drawn * pue.at(np.zeros(drawn.size)), shortfall_it_mw=denied)


def book(site: Site, outcome: Outcome, before: SiteState | None = None, **values: Sequence[float]) -> Ledger:
    """The ledger, given series as lists."""
    return settle(site, outcome, arrays(**values), before)


def arrays(**values: Sequence[float]) -> Mapping[str, Floats]:
    """Series by name."""
    return {name: np.array(value, dtype=np.float64) for name, value in values.items()}


def paid(ledger: Ledger, item: str) -> list[float]:
    """Amounts of the one line of that item, to a millionth."""
    (line,) = (line for line in ledger.lines if line.item == item)
    return [round(amount, 6) for amount in line.amounts.tolist()]


def batch(
    gpu_h: float = 16, *, name: str = "job", value_per_gpu_h: float = 2.0, pays_on_completion: bool = False
) -> BatchJob:
    """A job of 10 January 2024 on 8 GPUs of the pool ``pool``."""
    return BatchJob(
        name=name,
        pool="pool",
        job_class="train",
        gpu_h=gpu_h,
        release=utc(2024, 1, 10),
        deadline=utc(2024, 1, 11),
        max_gpus=8,
        value_per_gpu_h=value_per_gpu_h,
        known=utc(2024, 1, 1),
        pays_on_completion=pays_on_completion,
    )
