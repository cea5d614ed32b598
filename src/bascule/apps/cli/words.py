"""What only the command line says; everything that a report says too stands in its catalogue of messages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.report.numbers import currency_sign
from bascule.report.template import Fact, fill

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "interrupted": "Stopped; no file was left half-written.",
        "one_problem": "One problem; nothing was done.",
        "problems": "{count} problems; nothing was done.",
        "our_fault": (
            "{kind}: {reason}\nThis is a fault of Bascule, not of your input. "
            "For the traceback: bascule --debug COMMAND ..."
        ),
        "unexpected": (
            "Unexpected {kind}: {reason}\nThis is a fault of Bascule, not of your input. "
            "For the traceback: bascule --debug COMMAND ..."
        ),
        "chain_erred": "{wrong} of {all} problems erred; the others are answered.",
        "chain_simulating": "Simulating",
        "chain_counting": "Counting",
        "chain_stale": "STALE: the scenario's figures hold until {day}; check them before use.",
        "assumption": "Assumed: {statement} ({source})",
        "note": "Note: {note}",
        "policy_note": "Note on {policy}: {note}",
        "strike": "Best single strike price: {strike}; the movable margin of the period with it: {money}.",
        "regret": (
            "What optimal is short of foresight: {price} for prices and weather not known 48 hours ahead, "
            "{peak} for the rest of the month and the end of the horizon."
        ),
        "approximations": (
            "Charges that the plans of {policy} approximate (demand, peaks, overruns): planned {planned}, billed {billed}."
        ),
        "wrote": "Wrote {file} ({kilobytes} kB)",
        "plan": "Plan as known at {at} ({zone}) for {hours} h, by {source}",
        "plan_lower": "Not the optimal plan: {note}",
        "plan_state": (
            "Starts from the state in the site file: batteries at initial_mwh, machines on, no job begun, "
            "no peak billed yet this month."
        ),
        "plan_margin": (
            "Margin of these {hours} h at the believed prices, demand charges and peaks of the system left out: {money}"
        ),
        "plan_objective": (
            "Objective of the program, the rest of the month included where a demand charge looks that far: "
            "{money}"
        ),
        "hours": "The next {hours} hours, MW",
        "hours_note": "Means by hour; IT power of fleets and pools, batteries positive when discharging.",
        "forecast_note": "* price not published yet: a forecast.",
        "hours_rest": "The whole plan, interval by interval: --json FILE.",
        "column_hour": "Hour",
        "column_price": "All-in, {sign}/MWh",
        "column_import": "Import",
        "column_export": "Export",
        "column_jobs": "of it batch jobs",
        "column_unit": "One more",
        "column_worth": "Worth over the plan",
        "worth": "What one more unit is worth",
        "worth_bus": "MWh at the bus, mean over the plan",
        "worth_connection": "MW of connection",
        "worth_battery_mw": "MW of {name}, both ways",
        "worth_battery_mwh": "MWh of {name}",
        "worth_firm": "GPU-hour of {name}, mean cost of serving it",
        "unit_mw": "{sign}/MW",
        "unit_gpu_h": "{sign}/GPU-h",
        "why": "Why, at {at}",
        "place": "{country} · {zone} · amounts in {code}",
        "market_covers": "The market covers the period: {count} series in steps of {minutes} min up to {end}.",
        "table_connection": "Connection",
        "table_fleet": "{name}: {count} × {model}, {available} available",
        "table_pool": "{name}: {count} × {accelerator}, {available} available, up to {full} of IT power",
        "table_plant": "Storage, generation, flexible loads",
        "table_contracts": "Contracts",
        "table_jobs": "Batch jobs",
        "table_series": "Series that market files must give",
        "column_point": "Operating point",
        "column_power_w": "W",
        "column_hashrate": "TH/s",
        "column_efficiency": "J/TH",
        "column_all_machines": "All, MW",
        "column_break_even": "Break-even, $/MWh",
        "column_job_class": "Job class",
        "column_level": "Level",
        "column_gpu_w": "W per GPU",
        "column_throughput": "Throughput",
        "column_asset": "Asset",
        "column_kind": "Kind",
        "column_facts": "Facts",
        "column_contract": "Contract",
        "column_terms": "Terms",
        "column_from": "From",
        "column_to": "To",
        "column_job": "Job",
        "column_window": "Window",
        "column_gpu_h": "GPU-h",
        "column_max_gpus": "Most GPUs",
        "column_job_value": "{sign}/GPU-h",
        "column_series": "Series",
        "column_asked_by": "First asked for by",
        "connection_import_limit": "Import limit at the meter",
        "connection_export_limit": "Export limit at the meter",
        "connection_curtailable": "of the import curtailable",
        "connection_loss": "Loss between meter and bus",
        "connection_auxiliary_fixed": "Auxiliaries, always",
        "connection_auxiliary_per_it": "Auxiliaries per MW of IT",
        "connection_ramp": "Largest change of net import",
        "fleet_note": (
            "Break-even: power price at the bus at which a machine earns its power at that point, at a stated "
            "{hashprice} $/PH/day (--hashprice), after the pool fee, hall overhead at 15 °C included."
        ),
        "dropped": "{name} (left out: mixtures do better)",
        "pool_paused": "unused: node paused",
        "pool_idle": "unused: idle",
        "battery_facts": (
            "{charge} in, {discharge} out, {energy} MWh, round trip {round_trip}, wear {wear} {sign}/MWh"
        ),
        "generator_facts": "{power}, output from {share}",
        "load_facts": "{power}, a MWh is worth {value} {sign}",
        "by_series": "series {name}",
        "kind_battery": "battery",
        "kind_solar": "solar",
        "kind_wind": "wind",
        "kind_load": "flexible load",
        "nothing_offered": "{product}: nothing is offered for {day}, because the plan holds none of it.",
        "no_offers": "No offer: the plan does not reach the delivery day, or nothing is left to offer.",
        "bids_buy": "Bids: {product}, energy to buy",
        "bids_sell": "Offers: {product}, reserve to sell",
        "bids_note": (
            "A tranche is bought at its price or less: the auction's price, with fees, adders and margin already taken off."
        ),
        "offers_note": "A tranche is sold at its price or more, which is what holding it costs.",
        "close_note": "Tranches within a hundredth of a price stand together.",
        "silent_note": "Intervals without a row: nothing is offered.",
        "more_tranches": "Further tranches: --json FILE.",
        "unit_energy": "{sign}/MWh",
        "unit_mw_h": "{sign}/MW-h",
        "column_delivery": "Delivery",
        "column_tranche": "Tranche {number}, MW at {unit}",
        "any_price": "any price",
        "tranche": "{mw} at {price}",
        "kind_spot": "spot",
        "kind_nominated": "two settlements",
        "kind_fixed": "fixed price",
        "kind_time_of_use": "time of use",
        "kind_block": "block",
        "kind_export": "export",
        "kind_adder": "adder",
        "kind_demand": "demand charge",
        "kind_coincident": "coincident peak",
        "kind_subscribed": "subscribed power",
        "kind_obligation": "capacity obligation",
        "kind_reserve": "reserve",
        "reserve_terms": (
            "capacity {capacity}[, activation {activation}][, supplier paid {supplier} {sign}/MWh]; "
            "within {response} s, at most {duration} h, by {eligible}; penalty {penalty} {sign}/MWh"
        ),
        "kind_firm": "firm reservation",
        "kind_lease": "colocation lease",
        "kind_on_demand": "on-demand sale",
        "nominated_terms": (
            "{day_ahead} for what is nominated, {imbalance} beyond it{surplus}, + {margin} {sign}/MWh, "
            "fees {exchange} nominated and {deviation} deviating, gate {gate} {zone}, {minutes} min"
        ),
        "surplus_terms": ", {series} below it",
        "cap_terms": ", at most {cap}",
        "floor_terms": ", at least {floor}",
        "produced_terms": ", as produced by {share}",
        "window_terms": ", from {start} to {end} on {days} weekdays of {months} months",
        "collar_terms": "{power} MW against {spot}{limits}, premium {premium} {sign}/MWh",
        "band_terms": "{mwh} MWh a month, {low} to {high}, below {shortfall}, above {excess} {sign}/MWh",
        "standing_terms": "{price} {sign} a month",
        "kind_collar": "collar",
        "kind_band": "volume band",
        "kind_standing": "standing charge",
        "spot_terms": "{series}{limits} + {margin} {sign}/MWh",
        "fixed_terms": "{price} {sign}/MWh",
        "tou_terms": "{count} prices, {low} to {high} {sign}/MWh",
        "block_terms": "{power} MW at {price} {sign}/MWh, settled against {spot}{shape}",
        "export_terms": "{price} less {fee} {sign}/MWh",
        "demand_terms": (
            "{price} {sign}/kW-month, mean over {minutes} min[, in its hours: {hours}][, ratchet {ratchet}]"
        ),
        "coincident_terms": "{rates} {sign}/kW-year, {count} monthly peaks of {load}, by {probability}",
        "subscribed_terms": "{classes}: {fixed} {sign}/year, values of {minutes} min",
        "class_terms": "{name} {power} MW, overrun {overrun} {sign}/kW",
        "obligation_terms": "{power} MW at {price} {sign}/MW-year",
        "window_hours": "{start} to {end} h, months {months}, weekdays {weekdays}",
        "firm_terms": "{gpus} GPUs at {price} {sign}/GPU-h, shortfall {penalty}",
        "sla_terms": "availability below {tiers} % credits {credits} %, at most {cap} % of the fee",
        "termination_terms": "may leave after {breaches} months below {below} % within {months}",
        "flex_terms": "may lose {loss} % for {duration} h, {events} times a month, {recovery} h apart",
        "flex_payment": "paid {payment} {sign}/GPU-h for it",
        "flex_discount": "fee {discount} % lower for it",
        "lease_terms": "{power} MW of IT at {rent} {sign}/kW-month",
        "lease_metered": "by meter",
        "lease_rises": "rising {rise} % a year",
        "curve_terms": "demand from {most} GPUs at {low} to {least} at {high} {sign}/GPU-h, posted price {price}",
        "notice_terms": "{notice} h notice, clawback {clawback} h",
        "sale_terms": "up to {gpus} GPUs at {price} {sign}/GPU-h",
        "job_daily": "daily from {hour}, {window} h",
        "job_single": "{release} to {deadline}",
        "more_jobs": "and {count} more",
        "file_is_there": "is there already: --force overwrites it, or name another file",
        "init_wrote": "Wrote {file}. Change the values, remove what you do not have, then run:",
        "init_next": "  bascule check {file}",
        "table_asics": "Bitcoin machines",
        "table_gpus": "Accelerators",
        "table_part_load": "Part load",
        "column_model": "Model",
        "column_maker": "Maker",
        "column_cooling": "Cooling",
        "column_launch": "Year",
        "column_as_of": "As of",
        "column_source": "Source",
        "column_accelerator": "Accelerator",
        "column_tdp": "Card, W",
        "column_server_w": "With server, W",
        "column_idle_w": "Idle, W",
        "column_node": "Per node",
        "column_capex": "$ per GPU",
        "column_rental": "$/GPU-h",
        "asics_note": "Nameplate figures. Source and remarks of one model: bascule catalog asic NAME.",
        "gpus_note": (
            "W and $ per GPU, its share of the server included; rental is one price seen, no constant. "
            "Sources: bascule catalog gpu NAME."
        ),
        "table_rules": "Dated rules",
        "column_rule": "Rule",
        "column_in_force": "In force",
        "column_figures": "Figures",
        "column_status": "Status",
        "column_remark": "Remark",
        "rules_note": "Sources and remarks of one rule: bascule catalog rules NAME.",
        "sheet_head": "Flexibility at {at} ({zone}), {temperature} °C outdoors",
        "sheet_ai": "AI work stops within {seconds} s (a stated assumption, --ai-response)",
        "sheet_stored": "Batteries stand idle at initial_mwh and are filled again at the same price.",
        "sheet_title": (
            "MW that can be shed with power at {price} and a hash at {hashprice} $/PH/day; the site draws {drawn} MW"
        ),
        "sheet_resting": "Off at that price, so nothing to shed: {assets}.",
        "sheet_cost": "What it costs, all within {response}",
        "sheet_cost_note": "{sign} lost per MWh not drawn, worth less energy saved, by length of the call.",
        "column_within": "Within",
        "column_for": "{hours} h",
        "column_control": "Control",
        "column_mw": "MW for {hours} h",
        "column_cost_for": "{sign}/MWh, {hours} h",
        "kind_fleet": "hashing",
        "kind_job": "batch job",
        "kind_sale": "sale",
        "kind_reservation": "firm reservation",
        "fact_maker": "Maker",
        "fact_power": "Power",
        "fact_hashrate": "Hashrate",
        "fact_efficiency": "Efficiency",
        "fact_cooling": "Cooling",
        "fact_launch": "First sold",
        "fact_source": "Source",
        "fact_remark": "Remark",
        "fact_tdp": "Card alone",
        "fact_server": "With its share of the server",
        "fact_idle": "Idle (assumed)",
        "fact_paused": "Node paused (assumed)",
        "fact_node": "GPUs per node",
        "fact_capex": "Price with server",
        "fact_rental": "Rental seen",
        "fact_rental_source": "Rental source",
        "peaks_running": "Judging every hour by what was known before it",
        "peaks_incomplete": "Left out, because loads are missing: {months}",
        "peaks_table_years": "Scores by year",
        "peaks_table_rules": "Hours given up a season, and peaks hit",
        "peaks_table_bins": "Calibration over all years",
        "peaks_table_true": "The true peaks",
        "peaks_column_year": "Year",
        "peaks_column_count": "Peaks",
        "peaks_column_expected": "Expected",
        "peaks_column_brier": "Brier, 1e-4",
        "peaks_column_log_loss": "Log loss, 1e-3",
        "peaks_column_base": "knowing nothing",
        "peaks_column_blind": "Blind",
        "peaks_column_rule": "Give up where",
        "peaks_column_hours": "Hours a season",
        "peaks_column_hits": "Peaks hit",
        "peaks_column_bin": "Probability said",
        "peaks_column_intervals": "Intervals",
        "peaks_column_said": "Said",
        "peaks_column_happened": "Happened",
        "peaks_column_month": "Month",
        "peaks_column_start": "Starts, local",
        "peaks_column_load": "Load, MW",
        "peaks_bin": "{low} to {high}",
        "peaks_rule_model": "probability at least {threshold}",
        "peaks_rule_afternoons": "15:00 to 18:00 on weekdays",
        "peaks_rule_near_record": "newest load at least 97 % of the month's record",
        "peaks_years_note": (
            "Expected: sum of the probabilities, as many as there are peaks where they are right. Knowing nothing takes "
            "each interval of a month as equally likely. Blind: too little load known, taken so too."
        ),
        "peaks_rules_note": "By year: hours given up and peaks among them.",
        "demo_files": "Open the reports in a browser; they need no network.",
    }
)
"""Text by key, with gaps as in the report's messages."""


def say(key: str, *, currency: str = "", **facts: Fact) -> str:
    """A text with its gaps filled.

    Args:
        key: Which text.
        currency: ISO code for amounts.
        facts: What fills the gaps; numbers are written by the unit suffix of their name.

    >>> say("problems", count=3)
    '3 problems; nothing was done.'
    """
    return fill(WORDS[key], {"sign": currency_sign(currency), **facts}, currency)
