"""What the chain commands say, on the terminal and on their page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.report.english.chain_tables import CHAIN_TABLES

_PAGE: Final[Mapping[str, str]] = {
    "chain.answers": "Answers",
    "chain.result": "Result",
    "chain.value": "Value",
    "chain.kicker": "Bascule chain",
    "chain.title.status": "The Bitcoin network",
    "chain.title.retarget": "Retargets replayed",
    "chain.title.simulate": "A shock to hashrate",
    "chain.title.path": "A hashrate path",
    "chain.title.hashprice": "Hashprice",
    "chain.title.concentration": "Who mines",
    "chain.title.supply": "The supply of hashrate",
    "chain.title.exit": "{name}",
    "chain.title.attack": "Attack and what pays against it",
    "chain.period": "{start} to {end}",
    "chain.period.file": "{files}",
    "chain.section.status": "The network now",
    "chain.section.concentration": "Concentration",
    "chain.section.retarget": "Difficulty",
    "chain.section.simulate": "What the network does",
    "chain.section.hashprice": "Hashprice",
    "chain.section.supply": "Supply of hashrate",
    "chain.section.pivot": "What the exits do",
    "chain.section.attack": "Attack and security",
    "chain.concentration.lead": (
        "A pool is not a miner: pools that send the same block templates decide as one, so both groupings are"
        " shown, and every rule for blocks of no known pool."
    ),
    "chain.concentration.note": (
        "{blocks} blocks, {unknown} of no known pool. HHI ×10,000; the band is 95 % of draws as large as the "
        "sample. Nakamoto: fewest named entities strictly above one half and one third."
    ),
    "chain.pivot.lead": (
        "With nobody answering, hashrate is merely subtracted. In fact hashprice rises at the next retarget, "
        "dear capacity returns and sold machines start again: exit is not subtraction."
    ),
    "chain.pivot.note": "{left} EH/s leave; with everybody's answer the network is smaller by {share} of that at the end.",
    "chain.pivot.headline": (
        "{left} EH/s leave. Without anybody's answer the network would be {alone} smaller; with it, it is "
        "{answer} smaller, and hashprice ends at {after} instead of {before} $/PH/d."
    ),
    "chain.change.base": "nothing: the scenario as it is",
    "chain.change.no_thresholds": "no thresholds: machines stop and start at break-even",
    "chain.change.nothing_resold": "nothing resold: sold machines lie idle",
    "chain.change.only_announced": "only exits that are filed or in the press",
    "chain.change.power_price": "everybody's power price",
    "chain.change.btc_price": "price of bitcoin",
    "chain.sensitivity.note": "One thing at a time: quote the range rather than the base.",
    "chain.tile.left": "leave for AI",
    "chain.tile.pass_through": "of it the network is smaller by",
    "chain.tile.idle": "idle machines of leavers",
    "chain.tile.slowest": "per block on the slowest day",
    "chain.shock.note": (
        "Factors on the price of bitcoin and on the AI rent. An exit happens where a year of AI, capital "
        "paid, beats a year of mining per MW at the meter. Static equilibria."
    ),
    "chain.supply.lead": "Cheapest machines first; supply settles where hashprice meets the break-even of the marginal cohort.",
    "chain.supply.note": "{left} EH/s leave, hashrate falls by {lost} EH/s: {share} % of it.",
    "chain.attack.lead": "Scenarios, no verdicts: every figure hangs on assumptions that are printed with it.",
    "chain.odds.note": (
        "Exact odds of a double spend, in brackets the white paper's; confirmations for 1 % and 0.1 %: exact "
        "/ white paper."
    ),
    "chain.cost.note": (
        "Owning half of all hashrate; block rewards earned are not counted. What it costs hangs most on: "
        "{dominant}. Leavers' idle machines, {idle} EH/s, are {share} of what is needed; at the base "
        "availability they save {saved}."
    ),
    "chain.budget.note": "144 blocks a day of subsidy and fees; share of the value of all coins issued, per year.",
    "chain.budget.flat": "price and fees stay",
    "chain.budget.price_doubles": "price doubles in four years",
    "chain.budget.fees_grow": "fees grow 20 % a year",
    "chain.budget.price_falls": "price falls 10 % a year",
    "chain.scores.note": (
        "Mean absolute error in points of the change, on the last {scored} periods; the weight of {weight} "
        "pseudo-gaps was chosen on the {fitted} before."
    ),
    "chain.hashprice.note": "USD per PH/s and day; per MWh at {j_per_th} J/TH, before the pool's fee.",
    "chain.blocks.note": "Reward of each block at its own difficulty, or its day's mean, and its day's price.",
    "chain.status.note": "Intervals at 95 %: a day's hashrate is mostly luck. Halving at 600 s per block.",
    "chain.assumed": (
        "Assumed: {price} $ per bitcoin, {fees}, a period that starts at block {height} with "
        "difficulty {difficulty} T."
    ),
    "chain.assumed.per_block": "{fees} BTC of fees per block",
    "chain.assumed.per_day": "{fees} BTC of fees per day",
    "chain.paths.note": "{paths} random paths at the end of the run.",
    "chain.quantile": "{share} % of paths are below",
    "chain.confirmations": "z = {blocks}",
    "chain.by_pool": "pool",
    "chain.grouped": "group",
    "chain.others": "all others",
    "chain.before": "before",
    "chain.after": "after the exits",
    "chain.retarget": "retarget",
    "chain.level.settles": "{when}: {price} at {hashrate} EH/s",
    "chain.rule.exclude": "Blocks of no known pool are left out.",
    "chain.rule.entity": "Blocks of no known pool count as one entity.",
    "chain.rule.atomised": "Blocks of no known pool count as one entity each, here among all others.",
    "chain.rule.largest": "Blocks of no known pool count as the largest entity's.",
    "chain.unit.points": "points",
    "chain.axis.elapsed": "share of the period elapsed, %",
    "chain.axis.days": "days",
    "chain.axis.years": "years ahead",
    "chain.axis.attacker": "attacker's share of hashrate, %",
    "chain.figure.band": "Bands: 95 % of draws as large as each window.",
    "chain.figure.hhi": "Herfindahl-Hirschman index",
    "chain.figure.nakamoto_half": "Nakamoto coefficient, one half",
    "chain.figure.nakamoto_third": "Nakamoto coefficient, one third",
    "chain.figure.cr4": "Share of the four largest",
    "chain.figure.shares_pool": "Shares by pool",
    "chain.figure.shares_group": "Shares by group",
    "chain.figure.difficulty": "Difficulty",
    "chain.figure.changes": "Change at each retarget",
    "chain.figure.hashrate": "Hashrate",
    "chain.figure.block_time": "Seconds per block",
    "chain.figure.hashprice": "Hashprice",
    "chain.figure.network_power": "Network power",
    "chain.figure.per_mwh": "What a MWh earns",
    "chain.figure.btc_price": "Hashprice in satoshi",
    "chain.figure.supply": "Break-even by hashrate",
    "chain.figure.supply.note": "The dotted lines are the hashprices at which the two settle.",
    "chain.figure.odds": "Odds of a double spend against z confirmations, exact",
    "chain.figure.swings": "Net cost of owning half, one assumption at a time",
    "chain.figure.budget": "Security budget after each halving",
    "chain.assumption.days": "days of mining",
    "chain.assumption.j_per_th": "efficiency, J/TH",
    "chain.assumption.usd_per_mwh": "power price, $/MWh",
    "chain.assumption.hardware_usd_per_th": "hardware, $/TH",
    "chain.assumption.site_usd_per_mw": "site, $/MW",
    "chain.assumption.resale_frac": "resale, share",
    "chain.assumption.idle_eh_s": "idle machines to be had, EH/s",
}

CHAIN: Final[Mapping[str, str]] = MappingProxyType({**_PAGE, **CHAIN_TABLES})
"""Text by key."""
