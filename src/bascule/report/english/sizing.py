"""What ``bascule plan sizing`` says, on the terminal and on its page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SIZING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sizing.kicker": "Bascule plan",
        "sizing.title": "How much AI fits behind this connection",
        "sizing.headline": (
            "{name}: {it} IT MW ({meter} meter MW) of firm AI load at {level} {hold}, behind {connection} meter MW of which "
            "{curtailable} can be called."
        ),
        "sizing.headline.none": (
            "{name}: no size keeps {level} {hold}: outages of the halls alone leave {kept} over all years."
        ),
        "sizing.hold.every_year": "in every calendar year",
        "sizing.hold.all_years": "over all years together",
        "sizing.banner.synthetic": (
            "SYNTHETIC CALLS, {name}: nobody called this site; the calls are {said}. What a real operator or contract would have "
            "called may differ in hours, depth and notice."
        ),
        "sizing.banner.partial": (
            "{name}: no calendar year is whole in the data; the answer rests on parts of years, which a service level per year "
            "cannot."
        ),
        "sizing.banner.stale": "STALE, {name}: {what} holds until {day}; check it before use.",
        "sizing.doubt": "{name}: the data cannot tell {level} from {next}: {reasons}.",
        "sizing.told": "{name}: the data tells {level} from {next} ({events} independent events in {years} years).",
        "sizing.doubt.no_event": "no call was seen in {years} years, which a rate of up to {rate} a year would show too",
        "sizing.doubt.few_events": "only {events} independent events in {years} years",
        "sizing.doubt.one_year": "{share} of all called hours fell in {busiest}, so that the answer is that year's",
        "sizing.doubt.too_short": "the data has fewer intervals than one lost one would need",
        "sizing.doubt.covers_both": "the interval of the level at this size ({low} to {high}) covers both",
        "sizing.doubt.sizes_overlap": "the sizes that keep them overlap in their intervals",
        "sizing.tile.it": "IT MW firm, {name}",
        "sizing.tile.meter": "meter MW, {name}",
        "sizing.section.together": "Side by side",
        "sizing.section.alone": "The site",
        "sizing.section.together.lead": (
            "Every site with its own connection, calls, contract and dated charges. IT MW is what a tenant is promised, "
            "meter MW what the connection carries; amounts stay in each site's currency."
        ),
        "sizing.site.lead": (
            "During a call the meter may draw the connection less the megawatts called. Hashing is off first, the battery gives "
            "next, AI has what is left. Calls: {said}."
        ),
        "sizing.site.lead.reduction": (
            "A call asks the meter to fall by the megawatts called from what it drew before: hashing that ran gives way "
            "first, the battery gives next, AI last. Calls: {said}."
        ),
        "sizing.figure.together": "Firm AI load against service level, over all years",
        "sizing.figure.curve": "Firm AI load against service level: {name}",
        "sizing.figure.months": "Hours without the full load by month, at the answer: {name}",
        "sizing.figure.nines": "nines of the service level (2 = 99 %, 3 = 99.9 %, 4 = 99.99 %)",
        "sizing.figure.curve.note": (
            "The band is the {confidence} interval of moving blocks of {days} days; without events it has no width and says "
            "nothing. The dashed line must hold in every calendar year."
        ),
        "sizing.line.all_years": "over all years",
        "sizing.line.every_year": "in every year",
        "sizing.line.interval": "interval",
        "sizing.line.lost": "hours lost, mean over draws",
        "sizing.line.asked": "asked",
        "sizing.table.together": "The sites",
        "sizing.table.years": "By calendar year (UTC), at the answer",
        "sizing.table.curve": "Firm AI load by service level",
        "sizing.table.marginals": "What the next unit adds",
        "sizing.table.events": "Events (calls less than a day apart are one)",
        "sizing.table.charges": "Charges",
        "sizing.table.sources": "Where the figures come from",
        "sizing.years.note": (
            "Level, interval and lost hours are those of the answer. A year marked * is in part only in the data: it is played, "
            "and the answer is not judged on it. Own size: the largest that this year alone would keep."
        ),
        "sizing.curve.note": (
            "IT MW; the interval is that of the size over all years. 100 % means not one interval lost in any draw: "
            "where equipment fails, more draws will find one. 0 means that no size keeps the level."
        ),
        "sizing.marginals.note": (
            "One unit more, the same calls and outages, the size found anew. Money is yearly, before what the unit itself costs "
            "to buy. Service jumps where a further call can be bridged: the next unit may add nothing, the one after it much."
        ),
        "sizing.marginals.hashing": (
            "Below a limit hashing carries no firm load: the limit binds whatever runs. It earns from what the AI load "
            "leaves of the connection, and nothing where that is used up."
        ),
        "sizing.events.note": "The {count} longest of {all}.",
        "sizing.column.what": "What",
        "sizing.column.year": "Year",
        "sizing.column.known": "Known",
        "sizing.column.called": "Called h",
        "sizing.column.events": "Events",
        "sizing.column.own": "Own size, IT MW",
        "sizing.column.level": "Level",
        "sizing.column.interval": "Interval",
        "sizing.column.lost": "Lost h",
        "sizing.column.worst": "Worst month",
        "sizing.column.worst_level": "its level",
        "sizing.column.all_years": "Over all years",
        "sizing.column.low": "Low",
        "sizing.column.high": "High",
        "sizing.column.every_year": "In every year",
        "sizing.column.unit": "One more",
        "sizing.column.it_mw": "Firm IT MW",
        "sizing.column.meter_mw": "Firm meter MW",
        "sizing.column.money": "Money a year, {currency}",
        "sizing.column.start": "From (UTC)",
        "sizing.column.end": "To (UTC)",
        "sizing.column.calls": "Calls",
        "sizing.column.most": "Deepest MW",
        "sizing.column.charge": "Charge",
        "sizing.column.amount": "Amount",
        "sizing.column.basis": "Paid on",
        "sizing.column.standing": "Standing",
        "sizing.column.as_of": "As of",
        "sizing.column.stale": "Stale after",
        "sizing.column.source": "Source",
        "sizing.part.battery_mw": "MW of battery (same MWh)",
        "sizing.part.battery_mwh": "MWh of battery (same MW)",
        "sizing.part.battery_both": "MW of battery with its hours",
        "sizing.part.hashing_mw": "MW of hashing",
        "sizing.part.firm_mw": "MW of firm connection",
        "sizing.basis.per_meter_mwh": "MWh at the meter",
        "sizing.basis.per_meter_mw_year": "MW of connection and year",
        "sizing.fact.it": "Firm AI load, IT MW",
        "sizing.fact.meter": "Firm AI load, meter MW",
        "sizing.fact.asked": "Service level asked for",
        "sizing.fact.kept": "Level kept over all years",
        "sizing.fact.interval": "Its interval",
        "sizing.fact.draw_error": "Its standard error from draws of outages",
        "sizing.fact.connection": "Connection, firm + curtailable, meter MW",
        "sizing.fact.pue": "Meter MW per IT MW",
        "sizing.fact.hashing": "Hashing, meter MW",
        "sizing.fact.hashing_room": "of it running, mean, meter MW",
        "sizing.fact.battery": "Battery, MW / MWh",
        "sizing.fact.rule": "Battery spent on deficits up to, MW",
        "sizing.fact.years": "Years that count",
        "sizing.fact.events": "Independent events in them",
        "sizing.fact.called": "Called hours a year, mean",
        "sizing.fact.ai_money": "AI margin a year, million",
        "sizing.fact.hash_money": "Hashing margin a year, million",
        "sizing.fact.hash_margin": "of it per MWh",
        "sizing.fact.connection_money": "Charges on the connection a year, million",
        "sizing.fact.other_money": "Charges on other energy a year, million",
        "sizing.fact.total": "Left a year, million",
        "sizing.simulating": "Playing the years",
    }
)
"""Text by key."""
