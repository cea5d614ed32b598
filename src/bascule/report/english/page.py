"""What the HTML report says, its script included."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "page.title": "{site}: backtest",
        "page.kicker": "Bascule backtest",
        "page.period": (
            "{start} to {end}, {zone} · {count} intervals of {step} · {limit} connection · amounts in "
            "{currency}"
        ),
        "page.step": "{minutes} min",
        "page.synthetic": (
            "SYNTHETIC: [generated, not measured: {names}|series of this run were generated, not measured]. "
            "See the list of series."
        ),
        "page.optimistic": "OPTIMISTIC: real-time prices were taken as known at the start of their interval.",
        "page.headline.alone": "{policy} earned {margin}.",
        "page.headline.base": (
            "{policy} earned {margin}, {gain} {direction} than always-on[ ({gain_mw_year} per MW of "
            "connection and year)]."
        ),
        "page.headline.bound": (
            "With every price known in advance it would have been {short} more[ ({short_mw_year} per MW "
            "and year)]"
            "[: {capture} of the gain that could be had over always-on was had]."
        ),
        "page.more": "more",
        "page.less": "less",
        "page.tile.margin": "margin of {policy}",
        "page.tile.gain": "against always-on",
        "page.tile.capture": "of the gain that could be had",
        "page.tile.ai": "of reserved GPU-hours served",
        "page.tile.hash": "EH/s-hours produced",
        "page.tile.paid": "paid for energy and network",
        "page.policies": "What each policy earned",
        "page.policies.note": "The line is foresight: every price known in advance, which nobody can beat.",
        "page.time": "Where the megawatts went",
        "page.time.note": (
            "Power at the bus; up to the top of the stack it is import less loss, own generation and "
            "discharge. Drag over the "
            "chart to zoom, click to ask why. Over 60 days the chart shows daily means, over 10 days "
            "hourly ones."
        ),
        "page.why": "Why",
        "page.why.none": "No reasons were kept for this policy.",
        "page.why.hint": "Pick a day and an hour, or click in the chart above.",
        "page.why.price": (
            "Power costs {price_per_mwh} all in at the meter[; the plan valued a MWh at the bus at "
            "{bus_per_mwh}]."
        ),
        "page.why.meter": "Import {import_mw}, export {export_mw}.",
        "page.duration": "Price duration and break-evens",
        "page.duration.note": (
            "All-in price per MWh at the bus, dearest hours first. A line is the median worth of a MWh in "
            "that use over the period, "
            "its band the middle 90 %: left of the crossing the use costs more than it earns."
        ),
        "page.duration.spikes": "the dearest interval: {price_per_mwh}",
        "page.why.gives": "gives {power_mw}",
        "page.duration.above": "{name}: {worth_per_mwh}, above the chart",
        "page.heat": "Hour by month",
        "page.heat_weeks": "Hour by week",
        "page.heat.note": "Mean over all days, local hours.",
        "page.months": "Margin by month",
        "page.months.note": "A month's demand charge stands in its last interval.",
        "page.ledger": "Ledger",
        "page.plant": "What the plant did",
        "page.origin": "What this rests on",
        "page.command": "Made by",
        "page.disclaimer": "Not investment advice. Past prices say nothing about future ones.",
        "page.noscript": "The charts need JavaScript; every table is here without it.",
        "page.old": (
            "This browser cannot unpack the charts' data (it needs DecompressionStream, 2023 or later). "
            "The tables are complete."
        ),
        "page.policy": "Policy",
        "page.show": "Show",
        "page.range": "Range",
        "page.all": "All",
        "page.month": "Month",
        "page.week": "Week",
        "page.day": "Day",
        "page.earlier": "Earlier",
        "page.later": "Later",
        "page.date": "Day",
        "page.hour": "Time",
        "page.margin": "Margin",
        "page.movable": "Movable margin",
        "page.above": "Above always-on",
        "page.price": "All-in price",
        "page.price_axis": "{sign}/MWh",
        "page.price_cut": "{unit}, up to {most_per_mwh:bare}",
        "page.mw_axis": "MW",
        "page.share_axis": "share of the period, %",
        "page.hour_axis": "hour of day",
        "page.import": "Import at the meter",
        "page.generation": "Own generation",
        "page.discharge": "Discharge",
        "page.charge": "{battery}: charging",
        "page.export": "Export",
        "page.rest": "Auxiliaries and losses",
        "page.hashing": "Hashing",
        "page.compute": "AI",
        "page.chart.bars": "Bar chart of the policies' margins with the bound as a line.",
        "page.chart.gains": "Bar chart of what each policy earned above always-on, with the bound as a line.",
        "page.chart.time": "Stacked areas of power by use over time, with the price as a line.",
        "page.chart.duration": "Price-duration curve with the break-even of each use.",
        "page.chart.heat": "Heat map of the hour of day by month.",
        "page.chart.months": "Bars of each policy's margin by month.",
        "page.week_of": "{day}",
        "page.months_short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    }
)
"""Text by key."""
