"""What the histories of risk are drawn from."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bascule.report.conversion.everything import live_names
from bascule.report.conversion.form import millions, table
from bascule.report.messages import text
from bascule.report.numbers import figure, fixed, percent
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Statement
from bascule.study.conversion.case import Case
from bascule.study.conversion.history import History
from bascule.study.conversion.plan_drivers import HASHPRICE, POWER, RENT
from bascule.study.margins.real_quarters import SEASON_DAYS, RealQuarters

_COMMON_YEAR: Final = date(2023, 1, 1)


def drawn_table(statement: Statement) -> Table:
    """A row for each thing that chance decides about prices and margins."""
    return table("drawn", ("quantity", "law"), _rows(statement), text_columns=2)


def _rows(statement: Statement) -> Iterator[tuple[str, str]]:
    past, corr = statement.world.history, figure(statement.case.corr)
    wide = statement.case.beyond is not None
    if past is None and wide:
        yield (
            text("plan.drawn.all"),
            text("plan.drawn.normal_all", names=", ".join(live_names(statement.case))),
        )
    elif past is None:
        yield text("plan.drawn.shocks"), text("plan.drawn.normal", corr=corr)
    else:
        yield from _history(statement.case, past)
    if past is not None and past.has(POWER):
        power_law = "plan.drawn.power_history"
    else:
        power_law = "plan.drawn.power_driver" if wide else "plan.drawn.power_law"
    yield text("plan.drawn.power"), text(power_law, sd=figure(statement.world.power_sd))
    if statement.quarters is None:
        yield text("plan.drawn.margin"), text("plan.drawn.mean")
    else:
        yield text("plan.drawn.margin"), _days(statement.quarters)
        yield from _seasons(statement.case, statement.quarters)


def _history(case: Case, past: History) -> Iterator[tuple[str, str]]:
    moves = text(
        "plan.drawn.history",
        file=past.file,
        first=past.first,
        last=past.last,
        stretches=f"{past.stretches:,}",
        quarters=str(int(past.quarters)),
    )
    yield text("plan.drawn.shocks"), moves
    found = float(past.corr[HASHPRICE, RENT])
    beside = text(
        "plan.drawn.corr_beside",
        found=figure(found),
        error=figure((1 - found**2) / math.sqrt(max(past.quarters - 1, 1))),
        corr=figure(case.corr),
    )
    yield text("plan.drawn.corr"), beside
    shocks = case.drivers(world=True).spread
    for driver, name in ((HASHPRICE, "hashprice"), (RENT, "rent")):
        shape = text(
            "plan.drawn.shape",
            own=percent(float(past.spread[driver])),
            plan=percent(float(shocks[driver])),
            skewness=fixed(float(past.skewness[driver]), 2),
            kurtosis=fixed(float(past.excess_kurtosis[driver]), 2),
        )
        yield text(f"plan.drawn.{name}"), shape


def _days(quarters: RealQuarters) -> str:
    how = quarters.how
    counts = {"kept": how.kept, "block": how.block_days, "days": quarters.days, "near": how.near_days}
    return text("plan.drawn.days", **{name: str(count) for name, count in counts.items()})


def _seasons(case: Case, quarters: RealQuarters) -> Iterator[tuple[str, str]]:
    here = (case.today(HASHPRICE), case.mining.power_scale)
    means, spreads = quarters.means(*here), quarters.spreads(*here)
    for season in range(len(SEASON_DAYS)):
        day = (quarters.how.first_day + sum(SEASON_DAYS[:season])) % sum(SEASON_DAYS)
        first = _COMMON_YEAR + timedelta(days=day)
        apart = text(
            "plan.drawn.apart",
            mean=millions(float(means[season])),
            spread=millions(float(spreads[season])),
            currency=case.currency,
        )
        yield text("plan.drawn.season", first=f"{first.day} {first:%B}"), apart
