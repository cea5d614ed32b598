"""Titles, headings and row names of tables."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "table.comparison": "Policies",
        "table.comparison.note": (
            "Capture is (policy − always-on) ÷ (foresight − always-on) over the movable margin: the margin "
            "without take-or-pay "
            "lines, which no policy can move. Per MW-year means per MW of import limit and year of 8,760 h."
        ),
        "table.comparison.no_bound": (
            "Movable is the margin without take-or-pay lines, which no policy can move. How much of the possible that is: "
            "run always-on and foresight too."
        ),
        "table.figures": "What each policy did",
        "table.ledger": "Ledger",
        "table.quantities": "Quantities behind the ledger",
        "table.peaks": "Billed peaks by month, MW",
        "table.monthly": "Margin by month",
        "table.service": "Service levels by month",
        "table.service.note": (
            "Availability is full-speed GPU-hours delivered over those owed, maintenance left out of both; what a "
            "customer allows to be withheld counts as delivered. Dispatch weighs a shortfall at its stated penalty, the "
            "ledger pays the credits. * The run covers the month in part, and the figures speak of that part."
        ),
        "table.system_peaks": "Peaks of the system",
        "table.system_peaks.note": (
            "A peak is hit where at least half of the hashing power that could run is off. Given up: hashing that "
            "was off although its worth exceeded the energy price, in hours of that month that might have been "
            "the peak."
        ),
        "table.approximations": "Charges that plans approximate",
        "table.approximations.note": (
            "Planned is what the form that the plans use comes to over the run, billed is the exact ledger. Ratchet: "
            "the echo of a new peak beyond the horizon is not planned. Coincident peaks: planned by probability. "
            "Overruns: the root of a sum of squares is kept from below by planes."
        ),
        "column.coincident": "Coincident peak charge",
        "column.peak": "Peak",
        "column.site_mw": "Site, MW",
        "column.hashing_off": "Hashing off",
        "column.given_up": "Given up, MWh",
        "column.paid": "Paid, {sign}",
        "column.approximated": "Charge",
        "column.item": "Contract",
        "column.planned": "Planned, {sign}",
        "column.billed": "Billed, {sign}",
        "column.difference": "Billed − planned, {sign}",
        "peak.hit": "{at}: hit",
        "peak.missed": "{at}: missed",
        "peak.counts": ("{hits} of {count} hit[; MWh given up per hit {per_hit}][; per miss {per_miss}]"),
        "approximated.ratchet": "ratchet",
        "approximated.overrun": "overrun of subscribed power",
        "approximated.coincident_peak": "coincident peak",
        "table.accounts": "Where the money comes from and goes, {sign}",
        "column.group": "Group",
        "table.reserves": "Reserves and demand response",
        "table.reserves.note": (
            "Held is what ran and could follow a call, of what was sold; only that is paid. A call is met where the meter "
            "shows at least 95 % of it; a baseline that cannot be known is neither paid nor penalised. Fullest is the "
            "largest share of its running load that an asset held of all products together: more than 100 % would be sold twice."
        ),
        "column.product": "Product",
        "column.sold_mw_h": "Sold, MW-h",
        "column.held": "Held",
        "column.calls": "Calls",
        "column.calls_met": "Met",
        "column.called_mwh": "Called, MWh",
        "column.delivered_mwh": "Delivered, MWh",
        "column.reserve_income": "Income, {sign}",
        "column.reserve_penalties": "Penalties, {sign}",
        "column.fullest": "Fullest",
        "reserve.met": "{met} ({unknown} unknown)",
        "table.assumptions": "Assumptions",
        "table.notes": "Repairs and remarks",
        "table.series": "Series",
        "table.forecasts": "Forecast errors",
        "table.information": "What knowing more is worth to optimal",
        "table.information.note": (
            "Every run decides by what was published only, except the one that knows 48 hours. Margins are movable "
            "ones. A forecaster's lost margin is what planning on its one path earns less than with prices known."
        ),
        "table.sources": "Intervals by what decided them",
        "column.policy": "Policy",
        "column.margin": "Margin, {sign}",
        "column.movable": "Movable, {sign}",
        "column.above": "Above always-on, {sign}",
        "column.above_mw_year": "Above always-on, {sign}/MW-year",
        "column.short_mw_year": "Short of foresight, {sign}/MW-year",
        "column.capture": "Capture",
        "column.ratio": "Of foresight",
        "column.ai_service": "AI service",
        "column.figure": "Figure",
        "column.line": "Line",
        "column.line_money": "Line, {sign}",
        "column.unit": "Unit",
        "column.charge": "Demand charge",
        "column.month": "Month",
        "column.reservation": "Reservation",
        "column.availability": "Availability",
        "column.short_gpu_h": "Short, GPU-h",
        "column.maintenance_gpu_h": "Maintenance, GPU-h",
        "column.flex_gpu_h": "Withheld with leave, GPU-h",
        "column.flex_events": "Events",
        "column.fee": "Fee, {sign}",
        "column.credit": "Credit, {sign}",
        "column.breaches": "Breaches",
        "column.leave_from": "May leave from, UTC",
        "column.assumption": "What",
        "column.statement": "Statement",
        "column.source": "Source",
        "column.publication": "Known from",
        "column.series": "Series",
        "column.kind": "Kind",
        "column.note": "Remark",
        "column.lead_h": "Hours ahead",
        "column.forecaster": "Forecaster",
        "column.mae": "Mean absolute error",
        "column.bias": "Mean error",
        "row.import_mwh": "Imported, MWh",
        "row.use_mwh": "{name}, MWh",
        "row.hash_eh_h": "Hashrate produced, EH/s-h",
        "row.paid": "Energy and network, {sign}/MWh",
        "row.ai_service": "Reserved GPU-hours served",
        "row.firm_intervals": "Intervals with all reserved GPU-hours served",
        "row.jobs": "Batch jobs done in time",
        "row.jobs_of": "{done} of {due}",
        "row.cycles": "{name}: full cycles",
        "row.peak": "Highest billed peak, MW",
        "row.carbon": "Emissions of import, t CO₂e",
        "row.shed": "Intervals cut to keep a limit",
        "row.uptime": "{name}: machines running",
        "row.starts": "{name}: starts per machine",
        "row.one_path": "Planned on one forecast path",
        "row.scenarios": "Planned under scenarios",
        "row.known": "Prices and weather known 48 hours ahead",
        "row.stochastic_solution": "Value of the stochastic solution",
        "row.perfect_information": "Value of perfect information",
        "row.lost": "Lost margin of the {name} forecaster",
        "row.sum": "Sum",
        "row.total": "Margin",
        "row.movable": "of it movable",
        "row.take_or_pay": "{item} (take-or-pay)",
        "use.auxiliaries": "Auxiliaries",
        "use.export": "Exported",
        "kind.measured": "given",
        "kind.synthetic": "SYNTHETIC",
    }
)
"""Text by key."""
