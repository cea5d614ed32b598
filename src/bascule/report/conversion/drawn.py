"""What the histories of risk are drawn from."""

from collections.abc import Iterator

from bascule.report.conversion.decision import today
from bascule.report.conversion.form import millions, table
from bascule.report.messages import text
from bascule.report.numbers import figure
from bascule.report.tables.table import Table
from bascule.study.conversion.answer import Answer
from bascule.study.conversion.case import HASHPRICE, Case
from bascule.study.margins.real_quarters import SEASON_DAYS, RealQuarters


def drawn_table(answer: Answer) -> Table:
    """A row for each thing that chance decides about prices and margins."""
    return table("drawn", ("quantity", "law"), _rows(answer), text_columns=2)


def _rows(answer: Answer) -> Iterator[tuple[str, str]]:
    statement = answer.statement
    yield text("plan.drawn.shocks"), text("plan.drawn.normal", corr=figure(statement.case.corr))
    sd = figure(statement.world.power_sd)
    yield text("plan.drawn.power"), text("plan.drawn.power_law", sd=sd)
    if statement.quarters is None:
        yield text("plan.drawn.margin"), text("plan.drawn.mean")
    else:
        yield text("plan.drawn.margin"), _days(statement.quarters)
        yield from _seasons(statement.case, statement.quarters)


def _days(quarters: RealQuarters) -> str:
    how = quarters.how
    counts = {"kept": how.kept, "block": how.block_days, "days": quarters.days, "near": how.near_days}
    return text("plan.drawn.days", **{name: str(count) for name, count in counts.items()})


def _seasons(case: Case, quarters: RealQuarters) -> Iterator[tuple[str, str]]:
    here = (today(case, HASHPRICE), case.mining.power_scale)
    means, spreads = quarters.means(*here), quarters.spreads(*here)
    for season in range(len(SEASON_DAYS)):
        first = (quarters.how.first_day + sum(SEASON_DAYS[:season])) % sum(SEASON_DAYS) + 1
        apart = text(
            "plan.drawn.apart",
            mean=millions(float(means[season])),
            spread=millions(float(spreads[season])),
            currency=case.currency,
        )
        yield text("plan.drawn.season", first=str(first)), apart
