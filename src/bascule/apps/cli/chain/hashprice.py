"""Runs ``bascule chain hashprice``: what a hash earned, by block and by day, and published figures checked."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.chain_wiring import read_chain
from bascule.apps.cli.bare import problem_document, run_bare
from bascule.apps.cli.chain.period import cut_blocks, cut_days
from bascule.apps.cli.chain.show import document, page, put_out, refuse_unwritable
from bascule.chain.block_prices import BlockPrices, block_prices
from bascule.chain.blocks import Blocks
from bascule.chain.days import ChainDays
from bascule.chain.hashprice_check import PublishedHashprice, checked_hashprice
from bascule.chain.hashprice_levels import day_hashprice
from bascule.errors import InputError, InputProblem
from bascule.report.chain.hashprice import blocks_table, checks_table, hashprice_section, years_table
from bascule.report.messages import text


def run(
    files: tuple[Path, ...],
    period: tuple[str | None, str | None],
    *,
    j_per_th: float,
    usd_per_eur: float | None,
    html: Path | None,
    json: str | None,
) -> None:
    """Hashprices of a file.

    Args:
        files: Bare problems, days, days with blocks that say what they paid, or published figures.
        period: First day and day after the last, None for all.
        j_per_th: Efficiency at which a MWh is valued.
        usd_per_eur: Rate for EUR, None for USD alone.
        html: File for the page.
        json: File for the answer.

    Raises:
        InputError: Everything that is wrong with it.
    """
    bare = problem_document(files[0]) if len(files) == 1 else None
    if bare is not None:
        run_bare(bare, "hashprice", json)
        return
    refuse_unwritable(html, json)
    inputs = read_chain(files, gaps=True)
    if inputs.published:
        _checks(inputs.published, inputs.sources, json, html)
    elif inputs.days is not None:
        days = cut_days(inputs.days, period)
        _days(days, _blocks(inputs.blocks, days, period), j_per_th, usd_per_eur, json, html)
    else:
        hint = "needs days (date, price_usd, difficulty_mean, block_count, fees_btc) or published figures"
        raise InputError([InputProblem(file=files[0].name, field="columns", value="", hint=hint)])


def _checks(
    published: tuple[PublishedHashprice, ...], sources: tuple[str, ...], json: str | None, html: Path | None
) -> None:
    if html is not None:
        hint = "published figures are a table, not a page: leave --html out"
        raise InputError([InputProblem(file="command line", field="--html", value=str(html), hint=hint)])
    checks = [checked_hashprice(row) for row in published]
    found = document("hashprice_checks", sources, {"checks": plain(checks)})
    put_out((checks_table(checks),), found, json, None, None)


def _blocks(
    blocks: Blocks | None, days: ChainDays, period: tuple[str | None, str | None]
) -> BlockPrices | None:
    """What blocks of the period really paid; None where no file says so."""
    if blocks is None or blocks.reward_sat is None:
        return None
    return block_prices(cut_blocks(blocks, period), days)


def _days(
    days: ChainDays,
    paid: BlockPrices | None,
    j_per_th: float,
    usd_per_eur: float | None,
    json: str | None,
    html: Path | None,
) -> None:
    price = day_hashprice(days)
    kept = np.flatnonzero(np.isfinite(price.usd_per_ph_day))
    if not len(kept):
        hint = "no day has price, difficulty, blocks and fees: add them"
        raise InputError([InputProblem(file=days.source, field="rows", value="", hint=hint)])
    # What lies before the first priced day draws an empty chart.
    days = replace(
        days,
        starts_s=days.starts_s[kept[0] :],
        usd_per_btc=days.usd_per_btc[kept[0] :],
        difficulty=days.difficulty[kept[0] :],
        blocks=days.blocks[kept[0] :],
        fees_btc=days.fees_btc[kept[0] :],
    )
    price = day_hashprice(days)
    tables = [
        years_table(days, price, j_per_th, usd_per_eur),
        *(() if paid is None else (blocks_table(paid),)),
    ]
    shown = page(
        text("chain.title.hashprice"),
        [hashprice_section(days, price, j_per_th)],
        period=days.source,
        headline="",
    )
    found = document(
        "hashprice",
        (days.source,),
        {
            "j_per_th": j_per_th,
            "starts_s": plain(days.starts_s),
            "usd_per_ph_day": plain(price.usd_per_ph_day),
            "btc_per_ph_day": plain(price.btc_per_ph_day),
            "reward_btc": plain(price.reward_btc),
            "usd_per_mwh": plain(price.usd_per_mwh(j_per_th)),
            "eur_per_ph_day": None if usd_per_eur is None else plain(price.eur_per_ph_day(usd_per_eur)),
            "blocks": plain(paid),
        },
    )
    put_out(tables, found, json, html, shown)
