"""The network as it is, as a table."""

from bascule.chain.hashrate import HashrateEstimate
from bascule.chain.rules import PERIOD_BLOCKS
from bascule.chain.status import ChainStatus
from bascule.report.chain.form import day, facts, minute, number, signed_percent
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import NONE, percent
from bascule.report.tables.table import Table


def status_table(status: ChainStatus, j_per_th: float) -> Table:
    """Every fact, a dash where nobody states it."""
    price = None if status.hashprice is None else float(status.hashprice.usd_per_ph_day[0])
    per_mwh = None if status.hashprice is None else float(status.hashprice.usd_per_mwh(j_per_th)[0])
    return facts(
        "status",
        (
            ("height", NONE if status.height is None else f"{status.height:,}"),
            ("time", NONE if status.time_s is None else minute(status.time_s)),
            ("difficulty", _unit(None if status.difficulty is None else status.difficulty / 1e12, "T", 3)),
            ("hashrate_day", _estimate(status.hashrate_day)),
            ("hashrate_week", _estimate(status.hashrate_week)),
            ("stated_hashrate", _unit(status.stated_hashrate_eh_s, "EH/s", 1)),
            ("elapsed", percent(None if status.period_gaps is None else status.period_gaps / PERIOD_BLOCKS)),
            ("mean_block", _unit(status.block_s, "s", 1)),
            ("next_change", signed_percent(status.next_change_frac)),
            ("stated_change", signed_percent(status.stated_change_frac)),
            ("next_retarget", _event(status.next_retarget_height, status.next_retarget_s)),
            ("subsidy", NONE if status.subsidy_btc is None else f"{status.subsidy_btc:.9g} BTC"),
            ("next_halving", _event(status.next_halving_height, status.next_halving_s)),
            ("fees", _unit(status.fees_btc, "BTC", 4)),
            ("price", _unit(status.usd_per_btc, "$", 0)),
            ("hashprice", _unit(price, "$/PH/d", 2)),
            ("per_mwh", _unit(per_mwh, f"$/MWh · {number(j_per_th, 1)} J/TH", 1)),
        ),
        note=text("chain.status.note"),
    )


def status_section(status: ChainStatus, j_per_th: float) -> Section:
    """The table as a section."""
    return Section(title=text("chain.section.status"), tables=(status_table(status, j_per_th),))


def _unit(value: float | None, unit: str, decimals: int) -> str:
    return NONE if value is None else f"{number(value, decimals)} {unit}"


def _estimate(found: HashrateEstimate | None) -> str:
    if found is None:
        return NONE
    return f"{number(found.eh_s, 1)} EH/s ({number(found.low_eh_s, 1)} – {number(found.high_eh_s, 1)})"


def _event(height: int | None, moment_s: float | None) -> str:
    return NONE if height is None else f"{height:,}, {day(moment_s)}"
