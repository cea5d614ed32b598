"""What ``bascule plan countries`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COUNTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "places.kicker": "Bascule plan: countries",
        "places.title": "{name}",
        "places.period": "{mw} at the meter · amounts in {code} · {places}",
        "places.headline": (
            "Per meter MW and year mining earns most in {mining_place} ({mining} k{sign}) and AI in {ai_place} ({ai} k{sign}), "
            "before capital. Power for a flat AI load costs {cheap} {sign}/MWh in {cheap_place} and {dear} in {dear_place}. "
            "{illustrative} of {figures} figures are illustrative."
        ),
        "places.headline.same": (
            "Power is passed on to the tenant, so AI earns {ai} k{sign} per meter MW and year wherever it stands; mining earns "
            "most in {mining_place} ({mining} k{sign}), before capital. Power for a flat AI load costs {cheap} {sign}/MWh in "
            "{cheap_place} and {dear} in {dear_place}: the tenant sees that. "
            "{illustrative} of {figures} figures are illustrative."
        ),
        "places.stale": "Older than it may be used: {what} (stale after {day}).",
        "places.section.compare": "Side by side",
        "places.section.costs": "What power costs",
        "places.section.law": "Data, control and carbon",
        "places.section.remarks": "What to know",
        "places.section.outlooks": "What others say that data centres will take",
        "places.compare.lead": (
            "The same machines and contracts, moved. Mining is per MW at the meter, AI per MW of IT and, to lay beside it, per "
            "MW at the meter. Before capital, interest and profit tax."
        ),
        "places.costs.lead": (
            "A flat load at the meter, charges on power spread over 8,760 hours. Mining and AI may pay different taxes; what "
            "stepping aside at peaks avoids is in the margins, not here."
        ),
        "places.law.lead": "No legal advice. Unknown is neither yes nor no.",
        "places.outlooks.lead": (
            "GW times utilisation times 8.76 is TWh only for a level of nameplate whose boundary is known. Growth, headroom, "
            "queues and shares are something else."
        ),
        "places.trap": (
            "“36 % by 2035” is a revision: {before} to {after} GW for the same year, {revision}. "
            "From today's about {today} GW to {after} it is {growth}."
        ),
        "places.table.compare": "Margins and costs",
        "places.table.mining": "How mining earns",
        "places.table.ai": "How AI earns",
        "places.table.costs": "Components, {sign}/MWh at the meter",
        "places.table.law": "Answers of law",
        "places.table.remarks": "Remarks",
        "places.table.sources": "Sources",
        "places.table.outlooks": "Outlooks",
        "places.column.place": "Place",
        "places.column.mining_power": "Power, mining, {sign}/MWh",
        "places.column.ai_power": "Power, AI, {sign}/MWh",
        "places.column.mining_flat": "Mining always on, k{sign}/meter MW-year",
        "places.column.mining_best": "Mining when it pays",
        "places.column.runs": "Runs",
        "places.column.ai_it": "AI, k{sign}/IT MW-year",
        "places.column.ai_meter": "AI, k{sign}/meter MW-year",
        "places.column.site_mining": "Site, mining, M{sign}/year",
        "places.column.site_ai": "Site, AI, M{sign}/year",
        "places.column.carbon": "g/kWh",
        "places.column.tonnes": "t CO2e/meter MW-year",
        "places.column.data": "May hold the data",
        "places.column.value": "Value, {sign}/MWh",
        "places.column.mean_price": "Mean energy price",
        "places.column.price_running": "Price when running",
        "places.column.adders": "Adders per MWh",
        "places.column.fixed": "Charges on power, k{sign}/MW-year",
        "places.column.other": "Other, k{sign}/MW-year",
        "places.column.option": "Stopping is worth, k{sign}/MW-year",
        "places.column.income": "Income, k{sign}/IT MW-year",
        "places.column.power": "Power, k{sign}/IT MW-year",
        "places.column.borne": "of it the operator's",
        "places.column.ai_other": "Other",
        "places.column.left": "Left",
        "places.column.tenant": "Tenant pays rent and power",
        "places.column.component": "Component",
        "places.column.kind": "Kind",
        "places.column.use": "Paid by",
        "places.column.charged": "As charged",
        "places.column.low": "Low",
        "places.column.central": "Central",
        "places.column.high": "High",
        "places.column.as_of": "As of",
        "places.column.status": "Status",
        "places.column.stale_after": "Stale after",
        "places.column.question": "Question",
        "places.column.answer": "Answer",
        "places.column.why": "Why",
        "places.column.remark": "Remark",
        "places.column.what": "What",
        "places.column.source": "Source",
        "places.column.who": "Who",
        "places.column.region": "Region",
        "places.column.year": "Year",
        "places.column.figure": "Figure",
        "places.column.measure": "Measure",
        "places.column.boundary": "Counted",
        "places.column.of": "Of",
        "places.column.energy": "As TWh",
        "places.kind.energy": "energy",
        "places.kind.network": "network",
        "places.kind.capacity": "capacity",
        "places.kind.taxes": "taxes",
        "places.kind.other": "other",
        "places.use.both": "both",
        "places.use.mining": "mining",
        "places.use.ai": "AI",
        "places.basis.per_mwh": "{value} {sign}/MWh",
        "places.basis.per_mw_year": "{value} {sign}/MW-year",
        "places.basis.per_mw_day": "{value} {sign}/MW-day",
        "places.answer.yes": "yes",
        "places.answer.no": "no",
        "places.answer.depends": "depends",
        "places.answer.unknown": "unknown",
        "places.sum.mining": "All-in, mining",
        "places.sum.ai": "All-in, AI",
        "places.data.ordinary": "May ordinary data be held here?",
        "places.data.eu_personal": "May personal data from the EU be held here?",
        "places.data.fr_state_sensitive": "May sensitive data of the French State be held here?",
        "places.operator": "Does law from outside reach the operator's data?",
        "places.operator.yes": "the operator is bound by US law (CLOUD Act), wherever the site stands",
        "places.operator.no": "the operator is bound by EU law; its suppliers may not be",
        "places.operator.unknown": "law of the operator is neither EU nor US: ask",
        "places.operator.source": "general knowledge",
        "places.mining.note": (
            "Where energy is a series, stopping is decided interval by interval: mean(max(value − price − adders, 0)). "
            "[One price for all hours, so mining runs always or never and stopping is understated: {places}.]"
        ),
        "places.compare.note": (
            "Charges on power are paid whether machines run or not, what stepping aside at peaks avoids taken off."
        ),
        "places.ai.note": "AI runs always, so for it the mean price is the right one.",
        "places.figure.cost": "Power of a flat AI load",
        "places.figure.cost.note": "Each part begins where the one before it ends: the last one ends at the all-in price.",
        "places.figure.margin": "Margin per meter MW and year",
        "places.figure.mining": "mining, when it pays",
        "places.figure.ai": "AI",
        "places.figure.margin.note": (
            "Before capital: converting costs about ten million dollars per IT MW, mining less than one per meter MW."
        ),
        "places.unit.k": "k{sign}/meter MW-year",
        "places.unit.per_mwh": "{sign}/MWh",
        "places.source.site_mining": "Mining of the site",
        "places.source.site_ai": "AI of the site",
        "places.source.rate": "{rate} {code} for one {other}",
        "places.source.carbon": "{place}: carbon",
        "places.source.line": "{place}: {what}",
        "places.no.already_energy": "is energy already",
        "places.no.share": "refused: a share",
        "places.no.not_a_level": "refused: no level of nameplate",
        "places.no.no_boundary": "refused: IT or meter not stated",
        "places.no.no_utilisation": "refused: no utilisation stated",
        "places.energy": "{twh} TWh at {use}",
        "places.energy.assumed": "{twh} TWh at {use} if {boundary}",
        "places.outlooks.title": "Demand outlooks",
        "places.outlooks.period": "{count} published figures",
        "places.outlooks.note": (
            "State --basis it or --basis total to convert what leaves it open, --utilisation where no use is stated: "
            "your word then."
        ),
    }
)
"""Text by key."""
