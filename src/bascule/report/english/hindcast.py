"""What ``bascule plan hindcast`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HINDCAST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hindcast.kicker": "Bascule plan: hindcast",
        "hindcast.running": "Deciding at past dates",
        "hindcast.period": "decisions {first} to {last}, money to {end}",
        "hindcast.headline": (
            "{rent}: of {count} dates the trigger rule converts at {trigger}, the NPV rule at {npv}[; at {silent} no AI price or "
            "another input was known and both are silent]."
        ),
        "hindcast.headline.earned": (
            "From {day} to {end} a meter MW earned, as present value on that day: trigger rule {trigger}, NPV rule {npv}, "
            "converted at once {at_once}, hashing on {mine_on}; not in these, still held at the end: {trigger_left}, {npv_left}, "
            "{at_once_left}, {mine_on_left}."
        ),
        "hindcast.banner.labels": (
            "Rents are dated points, not a series: {labels}. Between two points the last one is taken; before the first nothing "
            "is known."
        ),
        "hindcast.banner.drift": (
            "Pricing drift of the hashprice is the stated {drift} a year between halvings; what past prices show in sample is "
            "told beside it and never used. Measure: {measure}."
        ),
        "hindcast.banner.short": (
            "Realised money ends on {end}: a shell has been paid for in full by then and let for few of its years. What is left "
            "is told apart, valued with what is known on that day, and not added."
        ),
        "hindcast.section.series": "{rent}",
        "hindcast.section.inputs": "What was known, from which day, and who said so",
        "hindcast.series.lead": (
            "Each date sees days of the network before it and figures stated by it, nothing later. The trigger rent is the rent "
            "from which converting beats keeping the right to convert; the NPV rent is where it beats hashing for ever."
        ),
        "hindcast.table.decisions": "Decisions, {rent}",
        "hindcast.table.values": "Present values per meter MW on the day, {unit}, {rent}",
        "hindcast.table.earned": "Realised to {end} per meter MW, {unit}: present value on the day (still held), {rent}",
        "hindcast.table.lines": "The same by line, {unit}, {rent}",
        "hindcast.table.inputs": "Dated inputs",
        "hindcast.table.assumed": "Stated for every date",
        "hindcast.column.date": "Date",
        "hindcast.column.hashprice": "Hashprice, $/PH/day",
        "hindcast.column.volatility": "Volatility, per year",
        "hindcast.column.drift": "Drift in sample (not used)",
        "hindcast.column.rent": "Rent known, $/IT kW/month",
        "hindcast.column.label": "Label",
        "hindcast.column.trigger_rent": "Trigger rent",
        "hindcast.column.npv_rent": "NPV rent",
        "hindcast.column.trigger": "Trigger rule",
        "hindcast.column.npv": "NPV rule",
        "hindcast.column.best": "Played by the trigger",
        "hindcast.column.conversion": "Convert now",
        "hindcast.column.mining_on": "Hash for ever",
        "hindcast.column.waiting": "Worth of waiting",
        "hindcast.column.at_once": "At once",
        "hindcast.column.mine_on": "Hash on",
        "hindcast.column.strategy": "Strategy",
        "hindcast.column.converted": "Converted on",
        "hindcast.column.mining": "Hashing",
        "hindcast.column.lease": "Lease",
        "hindcast.column.capital": "Capital",
        "hindcast.column.tax": "Tax spared",
        "hindcast.column.total": "Sum",
        "hindcast.column.present": "Present value",
        "hindcast.column.left": "Still held",
        "hindcast.column.what": "What",
        "hindcast.column.value": "Value",
        "hindcast.column.from": "Known from",
        "hindcast.column.source": "Source",
        "hindcast.strategy.trigger": "trigger rule",
        "hindcast.strategy.npv": "NPV rule",
        "hindcast.strategy.at_once": "convert at once",
        "hindcast.strategy.mine_on": "hash on",
        "hindcast.choice.convert": "convert",
        "hindcast.choice.wait": "wait",
        "hindcast.choice.unknown": "unknown: no {missing}",
        "hindcast.choice.ends": "{said} (at the range's ends: {low}, {high})",
        "hindcast.unknown": "unknown",
        "hindcast.figure.rents": "Rent known, rent that triggers, {rent}",
        "hindcast.figure.earned": "Realised from each date to {end}, {rent}",
        "hindcast.figure.hashprice": "Hashprice at the decisions",
        "hindcast.unit.rent": "$/IT kW/month",
        "hindcast.unit.musd": "M$ per meter MW, present value on the date",
        "hindcast.line.known": "known ({labels})",
        "hindcast.line.trigger": "trigger rule converts above",
        "hindcast.line.npv": "NPV rule converts above",
        "hindcast.earned.note": (
            "Not in these lines: what each still holds at the end. A rule that never converts lies on hashing on."
        ),
        "hindcast.values.note": (
            "After tax. Hashing for ever pays its fixed cost even where it earns nothing: no way out but converting is offered."
        ),
        "hindcast.lines.note": (
            "After tax, realised; no tenant's default is booked. Tax spared comes at the end of each year of operation. Still "
            "held: discounted to the date, to the same horizon for all, at the last known rent and hashprice."
        ),
        "hindcast.assumed.rate": "Discount rate per year, compounded yearly",
        "hindcast.assumed.measure": "Measure",
        "hindcast.assumed.tax": "Tax",
        "hindcast.assumed.drift": "Drift of the hashprice per year, between halvings",
        "hindcast.assumed.eta": "Elasticity of supply: a halving reaches the hashprice with the power 1/(1 + it)",
        "hindcast.assumed.window": "Years of prices before a date",
        "hindcast.assumed.rent": "Rent of new leases: volatility, drift, reversion per year",
        "hindcast.assumed.corr": "Correlation of rent and hashprice",
        "hindcast.assumed.horizon": "Horizon, years",
        "hindcast.assumed.pue": "Meter MW per IT MW",
        "hindcast.assumed.lease": "Lease: years, escalator, default per year",
        "hindcast.assumed.mining": "Hashing: uptime, pool's fee, ageing per year, fixed $/meter MW/year",
    }
)
"""Text by key."""
