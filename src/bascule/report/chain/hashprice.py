"""Hashprices as tables and figures."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from bascule.chain.block_prices import BlockPrices
from bascule.chain.days import ChainDays
from bascule.chain.hashprice_check import HashpriceCheck
from bascule.chain.hashprice_levels import Hashprice
from bascule.model.series import Floats
from bascule.report.chain.form import day, number, signed_percent, table
from bascule.report.figures.figure import Figure, Line
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.tables.table import Table

_WIDE: Final = 50.0
"""Ratio of the largest to the smallest value from which on an axis counts factors."""


def checks_table(checks: Sequence[HashpriceCheck]) -> Table:
    """Published beside computed, with reasons."""
    rows = [
        (
            check.published.date,
            number(check.published.usd_per_ph_day, 2),
            number(check.computed_usd_per_ph_day, 2),
            signed_percent(check.difference_frac),
            number(check.implied_reward_btc, 3),
            check.reason,
        )
        for check in checks
    ]
    return table("checks", ("day", "published", "computed", "difference", "implied_reward", "reason"), rows)


def years_table(days: ChainDays, found: Hashprice, j_per_th: float, usd_per_eur: float | None) -> Table:
    """Means by calendar year, and the ends of the range."""
    years = days.starts_s.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    rows = []
    for year in np.unique(years):
        part = (years == year) & np.isfinite(found.usd_per_ph_day)
        if part.any():
            rows.append((str(year), *_row(found, part, j_per_th, usd_per_eur)))
    headings = ("year", "days", "mean_usd", "low", "high", "mean_btc", "per_mwh")
    more = () if usd_per_eur is None else ("mean_eur",)
    note = text("chain.hashprice.note", j_per_th=number(j_per_th, 1))
    return table("years", (*headings, *more), rows, note=note)


def blocks_table(paid: BlockPrices) -> Table:
    """What single blocks paid: the spread that luck with fees leaves."""
    years = paid.times_s.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    rows = []
    for year in np.unique(years):
        part = paid.price.usd_per_ph_day[(years == year) & np.isfinite(paid.price.usd_per_ph_day)]
        if len(part):
            quantiles = (number(float(value), 2) for value in np.quantile(part, (0.05, 0.5, 0.95)))
            rows.append((str(year), f"{len(part):,}", number(float(part.mean()), 2), *quantiles))
    return table(
        "blocks", ("year", "blocks", "mean_usd", "q05", "q50", "q95"), rows, note=text("chain.blocks.note")
    )


def hashprice_section(days: ChainDays, found: Hashprice, j_per_th: float) -> Section:
    """Hashprice over time, per PH/s-day and per MWh."""
    x = days.starts_s
    period = text("chain.period", start=day(float(x[0])), end=day(float(x[-1])))
    return Section(
        title=text("chain.section.hashprice"),
        lead=period,
        figures=(
            _figure("hashprice", "$/PH/d", days, found.usd_per_ph_day),
            _figure("per_mwh", "$/MWh", days, found.usd_per_mwh(j_per_th)),
            _figure("btc_price", "sat/PH/d", days, found.btc_per_ph_day * 1e8),
        ),
        tables=(years_table(days, found, j_per_th, None),),
    )


def _figure(key: str, unit: str, days: ChainDays, values: Floats) -> Figure:
    title = text(f"chain.figure.{key}")
    known = values[np.isfinite(values) & (values > 0)]
    wide = len(known) > 0 and float(known.max()) > _WIDE * float(known.min())
    marks = (Line(name=title, x=days.starts_s, y=values),)
    return Figure(title=title, unit=unit, marks=marks, from_zero=not wide, log=wide)


def _row(
    found: Hashprice,
    part: np.ndarray[tuple[int], np.dtype[np.bool_]],
    j_per_th: float,
    usd_per_eur: float | None,
) -> tuple[str, ...]:
    usd = found.usd_per_ph_day[part]
    row = (
        f"{part.sum():,}",
        number(float(usd.mean()), 2),
        number(float(usd.min()), 2),
        number(float(usd.max()), 2),
        f"{found.btc_per_ph_day[part].mean():,.4g}",
        number(float(found.usd_per_mwh(j_per_th)[part].mean()), 1),
    )
    return row if usd_per_eur is None else (*row, number(float(usd.mean()) / usd_per_eur, 2))
