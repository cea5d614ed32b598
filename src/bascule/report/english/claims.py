"""What ``bascule plan claim`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CLAIMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "claims.kicker": "Bascule plan: claims recomputed",
        "claims.title": "Do the numbers hold?",
        "claims.period": "{count} from {file}",
        "claims.headline": (
            "Of {count}: {holds} hold, {only_if} only if an input is another, {other} right for another quantity, {wrong} not."
        ),
        "claims.verdict.holds": "holds",
        "claims.verdict.holds_only_if": "holds only if",
        "claims.verdict.does_not_hold": "does not hold",
        "claims.verdict.other_quantity": "other quantity",
        "claims.says.holds": "Holds: {stated} stated, {value} recomputed for “{quantity}”.",
        "claims.says.fragile": " One input at an end of its range takes it from {low} to {high}.",
        "claims.says.holds_only_if": (
            "Holds only if {input} is {needed} rather than {given}; its range of {low} to {high} allows that. "
            "As given, “{quantity}” is {value}, not {stated}."
        ),
        "claims.says.other_quantity": (
            "Other quantity: {stated} fits “{meant}” ({meant_value}); what is claimed, “{quantity}”, is {value}."
        ),
        "claims.says.does_not_hold": (
            "Does not hold: “{quantity}” is {value}, not {stated}, and no input alone brings it there within its range."
        ),
        "claims.source": "Said: {source}, {day} ({standing}). {remark}",
        "claims.section.overview": "Verdicts",
        "claims.lead.overview": (
            "Each statement is recomputed from its inputs with their units. It holds within its own tolerance; where it does "
            "not, the number may belong to another quantity, or one input alone may bring it there within its range."
        ),
        "claims.figure.ratio": "Stated over recomputed",
        "claims.figure.ratio.note": "1 is right. Factors on a logarithmic axis; numbers not above zero are left out.",
        "claims.table.overview": "Verdicts",
        "claims.table.steps": "{id}: {sentence}",
        "claims.table.arithmetic": "Arithmetic",
        "claims.table.conditions": "{id}: what each input alone would have to be",
        "claims.table.others": "{id}: other quantities from the same inputs",
        "claims.table.formulas": "{id}: formulas",
        "claims.table.sources": "Who said it",
        "claims.conditions.note": "Range: of the claim's file, else the kind's own. Needed: with all other inputs as given.",
        "claims.column.id": "Claim",
        "claims.column.quantity": "Quantity",
        "claims.column.stated": "Stated",
        "claims.column.recomputed": "Recomputed",
        "claims.column.verdict": "Verdict",
        "claims.column.step": "Step",
        "claims.column.arithmetic": "Arithmetic",
        "claims.column.value": "Value",
        "claims.column.input": "Input",
        "claims.column.used": "Used",
        "claims.column.range": "Range",
        "claims.column.over_range": "Quantity over it",
        "claims.column.needed": "Needed",
        "claims.column.possible": "Within range",
        "claims.column.is_stated": "Is it the stated number?",
        "claims.column.formula": "Formula",
        "claims.column.standing": "Standing",
        "claims.column.day": "Day",
        "claims.column.source": "Source",
        "claims.column.remark": "Remark",
        "claims.yes": "yes",
        "claims.no": "no",
        "claims.no_range": "no range stated",
        "claims.no_value": "no value",
        "claims.range": "{low} to {high}",
        "claims.stale": "STALE: the usual range of {input} holds until {month}; state one in the file or check it before use.",
        "claims.quantity.revision_frac": "revision of the earlier outlook",
        "claims.quantity.growth_frac": "growth from today",
        "claims.quantity.growth_per_year_frac": "growth per year from today",
        "claims.quantity.earlier_growth_frac": "growth from today by the earlier outlook",
        "claims.quantity.times_today": "multiple of today",
        "claims.quantity.added_level": "added to today",
        "claims.quantity.revised_level": "added to the earlier outlook",
        "claims.quantity.mining_usd_per_kwh": "mining revenue per machine kWh",
        "claims.quantity.mining_usd_per_meter_kwh": "mining revenue per meter kWh",
        "claims.quantity.gpu_usd_per_it_kwh": "GPU rent per IT kWh",
        "claims.quantity.gpu_usd_per_meter_kwh": "GPU rent per meter kWh",
        "claims.quantity.shell_usd_per_it_kwh": "shell rent per IT kWh",
        "claims.quantity.shell_usd_per_meter_kwh": "shell rent per meter kWh",
        "claims.quantity.gpu_times_mining_it": "GPU rent over mining revenue, per IT kWh",
        "claims.quantity.gpu_times_mining_meter": "GPU rent over mining revenue, per meter kWh",
        "claims.quantity.shell_times_mining_it": "shell rent over mining revenue, per IT kWh",
        "claims.quantity.shell_times_mining_meter": "shell rent over mining revenue, per meter kWh",
        "claims.quantity.usd_per_year": "rent per year",
        "claims.quantity.usd_per_it_mw_year": "rent per IT MW and year",
        "claims.quantity.usd_per_gross_mw_year": "rent per gross MW and year",
        "claims.quantity.usd_per_it_kw_month": "rent per IT kW and month",
        "claims.quantity.usd_per_gross_kw_month": "rent per gross kW and month",
        "claims.quantity.usd_per_it_kwh": "rent per IT kWh",
        "claims.quantity.usd_per_it_mw": "total per IT MW",
        "claims.quantity.gross_per_it": "gross MW per IT MW",
        "claims.quantity.gross_usd_per_mwh": "mining revenue per machine MWh",
        "claims.quantity.net_usd_per_meter_mwh": "mining revenue per meter MWh after the pool",
        "claims.quantity.breakeven_usd_per_mwh": "break-even power price",
        "claims.quantity.breakeven_usd_per_kwh": "break-even power price per kWh",
        "claims.quantity.breakeven_usd_per_ph_day": "break-even hashprice",
        "claims.quantity.gross_usd_per_meter_mw_year": "mining revenue per meter MW and year",
        "claims.quantity.ai_usd_per_meter_mw_year": "AI net income per meter MW and year",
        "claims.quantity.capital_recovery_frac": "level payment per unit of capital",
        "claims.quantity.capex_usd_per_meter_mw_year": "capital cost per meter MW and year",
        "claims.quantity.ai_after_capex_usd_per_meter_mw_year": "AI after capital cost, per meter MW and year",
        "claims.quantity.needed_usd_per_mwh": "mining revenue needed, without capital cost",
        "claims.quantity.without_capex_usd_per_ph_day": "indifference hashprice without capital cost",
        "claims.quantity.needed_with_capex_usd_per_mwh": "mining revenue needed, with capital cost",
        "claims.quantity.with_capex_usd_per_ph_day": "indifference hashprice with capital cost",
        "claims.quantity.it_mw_taken_for_meter_mw_usd_per_ph_day": (
            "indifference hashprice if an IT MW were taken for a meter MW"
        ),
    }
)
"""Text by key."""
