"""What the report of a plan says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PLAN_RUN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan.kicker": "Bascule plan",
        "plan.yes": "yes",
        "plan.no": "no",
        "plan.buy": "worth its fee",
        "plan.leave": "not worth its fee",
        "plan.rung": "rung {number}",
        "plan.today": "today",
        "plan.mean": "mean",
        "plan.median": "median",
        "plan.band": "5 to 95 %",
        "plan.half": "25 to 75 %",
        "plan.low": "5 %",
        "plan.high": "95 %",
        "plan.base": "plan",
        "plan.at_low": "input low",
        "plan.at_high": "input high",
        "plan.npv_line": "NPV rule",
        "plan.stops_line": "hashing stops left of this",
        "plan.starts_line": "a resting site starts right of this",
        "plan.rests": "mothballed",
        "plan.sells": "sold",
        "plan.table.rests": "Where hashing stops and starts again",
        "plan.column.at_rent": "At a rent of",
        "plan.column.stops_below": "Hashing stops below",
        "plan.column.stops_how": "The rest is",
        "plan.column.starts_above": "A resting site starts above",
        "plan.rests.note": (
            "Hashprices in {currency} per PH and day, rents in {currency} per IT kW and month, today, with no rung converted. A"
            " dash: at no hashprice, or converting is the better way out. A signed lease cannot be left, so there is no hashprice"
            " at which converted megawatts return."
        ),
        "plan.by_grid": "optimal",
        "plan.by_npv": "NPV rule",
        "plan.never_turns": "not within a factor of three",
        "plan.headline.wait": (
            "Do not convert yet: signing the first rung now is worth {npv} M{currency} per MW less than mining on, and waiting is"
            " worth {waiting} M{currency} per MW of it. The site begins above {trigger} {currency}/kW-month (today {rent}) at"
            " today's hashprice of {hashprice}; by the stated drifts some rung is begun within five years with {chance} and"
            " {mean_mw} of {all_mw} MW in all."
        ),
        "plan.headline.wait_against_npv": (
            "Wait, although the NPV says convert: signing the first rung now is worth {npv} M{currency} per MW more than mining"
            " on, but waiting is worth {waiting} M{currency} per MW more than that. The site begins above {trigger}"
            " {currency}/kW-month (today {rent}) at today's hashprice of {hashprice}; by the stated drifts some rung is begun"
            " within five years with {chance} and {mean_mw} of {all_mw} MW in all."
        ),
        "plan.headline.convert": (
            "Begin the first {now_mw} of {all_mw} MW now: signing is worth {npv} M{currency} per MW more than mining on, and"
            " waiting adds {waiting} M{currency} to one rung alone. The trigger is {trigger} {currency}/kW-month (today {rent})"
            " at today's hashprice of {hashprice}; by the stated drifts {mean_mw} MW are converted in all."
        ),
        "plan.headline.never": (
            "Do not convert: no rent within reach pays for it at today's hashprice of {hashprice} {currency} per PH and day"
            " (today's rent is {rent} {currency}/kW-month)."
        ),
        "plan.headline.rest": "Until then the hall rests: today mothballing is worth more than hashing.",
        "plan.headline.sold": "The rest of the connection is worth more sold today than hashed with.",
        "plan.headline.trigger.wait": (
            "Wait: begin above {trigger} {currency}/kW-month (today {rent}) at today's hashprice of {hashprice};"
            " waiting is worth {waiting} M{currency} per MW of the first rung."
        ),
        "plan.headline.trigger.convert": (
            "Convert the first rung now: today's rent of {rent} {currency}/kW-month is above the trigger of {trigger} at today's"
            " hashprice of {hashprice}."
        ),
        "plan.headline.trigger.never": (
            "Do not convert: no rent within reach pays for it at today's hashprice of {hashprice} (today's rent is {rent}"
            " {currency}/kW-month)."
        ),
        "plan.table.triggers": "Trigger rents by hashprice",
        "plan.column.hashprice": "Hashprice, {currency}/PH/day",
        "plan.triggers.table_note": (
            "{currency} per IT kW and month, for the site with its limit of builds a year: its first rung starts earlier than"
            " alone, so that the others are in time. A dash where no rent within reach is enough."
        ),
        "plan.banner.advice": "A calculation from stated assumptions, not advice. Every assumption stands below with its source.",
        "plan.banner.synthetic": "Margins come from a synthetic market: {market}.",
        "plan.banner.measures": (
            "Values, triggers and premiums use the {measure} drifts with a rate of {rate} a year; probabilities, dates, ruin and"
            " CVaR use the plan's real-world drifts."
        ),
        "plan.banner.stale": "{count} assumptions are past their date: {names}.",
        "plan.banner.coupled": (
            "The site's margin couples in time: over the year the program finds {program} M, the closed form {closed} M."
        ),
        "plan.section.decision": "What to do today",
        "plan.section.likely": "What is likely",
        "plan.section.risk": "What could go wrong",
        "plan.section.changes": "What would change this decision",
        "plan.section.proof": "How sure the value is",
        "plan.section.margin": "What the dispatch earns",
        "plan.section.cash": "Cash flow of the first rung, converted now",
        "plan.section.assumptions": "Assumptions",
        "plan.lead.decision": "Money per meter megawatt at the plan's date, after tax, before debt, under the {measure} measure.",
        "plan.lead.likely": "Under the plan's real-world drifts; the policy is the one solved under the pricing measure.",
        "plan.lead.risk": "{paths} histories, the same for all strategies: hashprice, rent, power, cost, lead time, default.",
        "plan.lead.changes": "One input at a time, for the first rung.",
        "plan.lead.proof": "The grid is exact for two drivers; least squares bound the value from below, the dual from above.",
        "plan.lead.margin.program": (
            "Yearly margin of the whole site by the program month by month, curtailment and what couples in time included."
        ),
        "plan.lead.margin": "Yearly margin of the whole site by merit order in every interval, curtailment included.",
        "plan.lead.cash": (
            "Yearly project finance of {mw} meter MW at today's rent. The workbook has every formula. Machines that are sold"
            " count in the mining forgone."
        ),
        "plan.table.rungs": "Rungs of the ladder",
        "plan.table.site": "The whole site",
        "plan.table.certificate": "Bounds of the first rung's worth, millions per meter MW",
        "plan.table.strategies": "Strategies",
        "plan.table.drawn": "What the histories are drawn from",
        "plan.column.quantity": "Quantity",
        "plan.column.law": "Drawn from",
        "plan.drawn.shocks": "Hashprice and rent",
        "plan.drawn.all": "All drivers together",
        "plan.drawn.normal_all": "Normal shocks of the logarithm with the plan's volatilities and table of correlations: {names}",
        "plan.drawn.power_driver": "One of the drivers: 1 today, standard deviation {sd} of the logarithm in the long run",
        "plan.drawn.normal": "Normal shocks of the logarithm with the plan's volatilities, correlation {corr}",
        "plan.drawn.history": (
            "Moves of {stretches} overlapping quarters of {file}, {first} to {last}, both at once: {quarters} quarters are"
            " independent. Volatilities and drifts are the plan's"
        ),
        "plan.drawn.corr": "Their correlation",
        "plan.drawn.corr_beside": (
            "{found} in history, ± {error} by its independent quarters; the plan's {corr} makes values, triggers and the grid's"
            " probabilities"
        ),
        "plan.drawn.hashprice": "Hashprice, a quarter's move",
        "plan.drawn.rent": "Rent, a quarter's move",
        "plan.drawn.shape": (
            "Standard deviation {plan} as the plan says, {own} in history; skewness {skewness} and excess kurtosis {kurtosis} are"
            " history's"
        ),
        "plan.drawn.power_history": (
            "Moves of the same quarters, standard deviation {sd} of the logarithm as the plan says, mean 1"
        ),
        "plan.drawn.margin": "Margin of a quarter",
        "plan.drawn.mean": "Mean of the market's year at the quarter's hashprice and power level: no seasons, no days",
        "plan.drawn.days": (
            "{kept} quarters for each season, put together from {block} days in a row of the market's {days} days, each within"
            " {near} days of its date; their year is the market's"
        ),
        "plan.drawn.season": "Season from {first} on",
        "plan.drawn.apart": (
            "{mean} M{currency} a year apart from the year's mean, standard deviation {spread} M, at today's hashprice"
        ),
        "plan.drawn.power": "Level of power prices",
        "plan.drawn.power_law": "Normal shocks of its own, standard deviation {sd} of the logarithm, mean 1",
        "plan.table.swings": "Inputs moved",
        "plan.table.flips": "Where today's decision turns",
        "plan.table.cash": "Cash flow, millions",
        "plan.table.measures": "Measures",
        "plan.table.assumptions": "Assumptions with their sources",
        "plan.column.rung": "Rung",
        "plan.column.meter_mw": "Meter MW",
        "plan.column.it_mw": "IT MW",
        "plan.column.converts_now": "Convert now",
        "plan.column.npv_says": "NPV says convert",
        "plan.column.mine_on": "Mine on",
        "plan.column.without_ai": "Best without AI",
        "plan.column.convert_now": "Sign now",
        "plan.column.npv_rule": "NPV rule",
        "plan.column.optimal": "Optimal",
        "plan.column.waiting": "Waiting",
        "plan.column.trigger": "Trigger rent",
        "plan.column.npv_trigger": "NPV trigger rent",
        "plan.column.what": "What",
        "plan.column.amount": "Amount",
        "plan.column.drivers": "Uncertain",
        "plan.column.grid": "Grid",
        "plan.column.lower": "Lower",
        "plan.column.lower_error": "± SE",
        "plan.column.upper": "Upper",
        "plan.column.upper_error": "± SE",
        "plan.column.gap": "Gap",
        "plan.column.strategy": "Strategy",
        "plan.column.mean_npv": "Mean NPV",
        "plan.column.standard_error": "± SE",
        "plan.column.p5": "5 %",
        "plan.column.p50": "Median",
        "plan.column.p95": "95 %",
        "plan.column.worst_twentieth": "Worst 5 %, mean",
        "plan.column.ruin": "Ruin",
        "plan.column.runway": "Runway, years",
        "plan.column.breach": "Covenant broken",
        "plan.column.owed": "Still owed",
        "plan.column.efficient": "Efficient",
        "plan.column.input": "Input",
        "plan.column.unit": "Unit",
        "plan.column.low": "Low",
        "plan.column.high": "High",
        "plan.column.worth_low": "Worth at low",
        "plan.column.worth_high": "Worth at high",
        "plan.column.trigger_low": "Trigger at low",
        "plan.column.trigger_high": "Trigger at high",
        "plan.column.today": "Today",
        "plan.column.turns_at": "Turns at",
        "plan.column.name": "Assumption",
        "plan.column.value": "Value",
        "plan.column.standing": "Standing",
        "plan.column.as_of": "As of",
        "plan.column.stale_after": "Stale after",
        "plan.column.source": "Source",
        "plan.rungs.note": (
            "Millions of {currency} per meter MW, each rung alone; rents in {currency} per IT kW and month at today's hashprice."
            " Waiting is the optimum over the better of mining on and signing now. Measure: {measure}."
        ),
        "plan.site.note": "Millions of {currency}; hashprices in {currency} per PH and day, at today's rent.",
        "plan.certificate.note": (
            "The gap is the distance of the bounds over the lower one. With three drivers or more there is no grid."
        ),
        "plan.strategies.note": (
            "Millions of {currency} for the whole site: net present value after tax, before debt and overhead, at the plan's"
            " rate, under the real-world drifts. Ruin: cash and facility run out at some quarter. Runway: years until then on"
            " the tenth of histories where it is soonest. Still owed: mean debt at the horizon, taken off no other column."
            " Efficient: no other strategy has a higher mean and a better worst twentieth."
        ),
        "plan.table.hedges": "Sold forward",
        "plan.table.hedged": "The optimal strategy with and without what is sold forward",
        "plan.column.hedge": "Driver",
        "plan.column.price": "Agreed price",
        "plan.column.mean_level": "Mean level",
        "plan.column.hedge_amount": "Per year and unit",
        "plan.column.quarters": "Quarters",
        "plan.column.mean_pay": "Mean pay-off",
        "plan.column.hedge_worth": "Worth",
        "plan.column.low_cash": "Lowest cash",
        "plan.column.end_cash": "Cash at the horizon",
        "plan.hedged": "with",
        "plan.unhedged": "without",
        "plan.hedges.note": (
            "Pay-off: millions of {currency} in all, before tax, mean under the real-world drifts, which make the mean level too."
            " Worth: millions of {currency} today, after tax, under the pricing measure. Per year and unit: {currency} per year"
            " for each unit of the driver below the agreed price."
        ),
        "plan.hedged.note": (
            "Millions of {currency}, the same histories. Worst 5 %: net present value with what forwards pay after tax. Cash: on"
            " the tenth of histories where it is lowest. Other tables count forwards in cash, ruin and covenant, and leave them"
            " out of the net present value."
        ),
        "plan.flips.note": "Rent and hashprice are moved with the level that they return to. Other inputs stay as they are.",
        "plan.table.breaks": "The smallest joint move that turns signing now against mining on",
        "plan.column.jointly": "In the joint move",
        "plan.column.alone": "Alone",
        "plan.table.carried": "Errors of parameters carried into the first rung",
        "plan.column.error": "± SE of the input",
        "plan.column.trigger_error": "± trigger rent",
        "plan.column.worth_error": "± worth, M per MW",
        "plan.together": "all together, as if independent",
        "plan.carried.note": "Half the change between one standard error below and above; a sign says which way.",
        "plan.carried.none": "The plan states no standard errors (parameter_errors), so none is carried.",
        "plan.breaks.holds": (
            "Signing now gains {gain} M per MW over mining on; a joint move of {distance} standard deviations takes that away."
        ),
        "plan.breaks.mends": (
            "Signing now gains {gain} M per MW over mining on; a joint move of {distance} standard deviations would mend that."
        ),
        "plan.breaks.none": "Signing now gains {gain} M per MW over mining on; no move within six standard deviations turns it.",
        "plan.fact.site_value": "Value of the site with every choice open",
        "plan.fact.regret": "Given away by the NPV rule, mean of the histories",
        "plan.fact.rests_below": "Hashing stops below a hashprice of",
        "plan.fact.starts_above": "A resting site starts above",
        "plan.fact.resale": "Its machines sold second-hand today, before tax",
        "plan.fact.option_worth": "Worth of the offered option on the site",
        "plan.fact.option_fee": "Its fee",
        "plan.fact.option_verdict": "Verdict",
        "plan.drivers.two": "hashprice, rent",
        "plan.drivers.three": "hashprice, rent, power level",
        "plan.book.mine_on": "mine on",
        "plan.book.convert_now": "convert all now",
        "plan.book.npv_rule": "NPV rule",
        "plan.book.optimal": "optimal",
        "plan.figure.triggers": "Trigger map: convert above the lines of the rungs, hash below them",
        "plan.figure.megawatts": "Megawatts decided for",
        "plan.figure.chance": "Probability that a rung has been begun",
        "plan.figure.hashprice": "Hashprice",
        "plan.figure.rent": "Rent of a new lease",
        "plan.figure.cash": "Cash of the company, optimal strategy",
        "plan.figure.ruin": "Probability that cash and facility have run out",
        "plan.figure.tornado": "Worth of the first rung at both ends of each input",
        "plan.figure.margin": "Yearly margin of the whole site",
        "plan.unit.rent": "{currency}/kW-month",
        "plan.unit.hashprice": "{currency}/PH/day",
        "plan.unit.meter_mw": "meter MW",
        "plan.unit.years": "years from today",
        "plan.unit.millions": "M{currency}",
        "plan.unit.per_mw": "M{currency} per meter MW",
        "plan.triggers.note": (
            "A signed lease cannot be left: megawatts that have converted do not return. Between the two upright lines a site"
            " goes on as it is, hashing or resting. At the plan's date; later lines differ as the horizon nears."
        ),
        "plan.megawatts.note": "Mean by the grid's policy, exactly; band and median by simulated histories.",
        "plan.chance.note": "Optimal by the grid's policy, exactly; the NPV rule by simulated histories.",
        "plan.world.note": "Real-world drifts.",
        "plan.debt": "debt, mean",
        "plan.cash.note": (
            "After overhead, debt service and tax; before any dividend. With what connections are worth in the last quarter, and"
            " before the debt that is then still owed: {debt} M on the mean; the median of cash is {cash} M, of cash less debt"
            " {net} M."
        ),
        "plan.ruin.note": "Cash below zero with the facility drawn, at that quarter or before.",
        "plan.tornado.note": "Pricing measure; each input alone. Blue: the input low; orange: the input high.",
        "plan.margin.note": (
            "Linear between {nodes} sampled points; at {checked} points between them the miss is at most {worst} M,"
            " {share} of the range."
        ),
        "plan.tile.waiting": "worth of waiting, per meter MW of the first rung",
        "plan.tile.trigger": "trigger rent, {currency}/kW-month",
        "plan.tile.rent": "rent today",
        "plan.tile.hashprice": "hashprice today, {currency}/PH/day",
        "plan.tile.ruin": "chance of running out of cash, optimal strategy",
        "plan.measure.npv": "NPV before debt, M{currency}",
        "plan.measure.npv_less_lost": "NPV less the mining forgone, M{currency}",
        "plan.measure.equity_npv": "NPV of the owner's cash, M{currency}",
        "plan.measure.irr": "IRR before debt",
        "plan.measure.mirr": "MIRR",
        "plan.measure.equity_irr": "IRR of the owner's cash",
        "plan.measure.payback": "Payback, years",
        "plan.measure.discounted_payback": "Discounted payback, years",
        "plan.measure.annual_value": "Equivalent annual value, M{currency}",
        "plan.measure.least_dscr": "Least DSCR",
        "plan.measure.mean_dscr": "Mean DSCR",
        "plan.scale": "power × {scale}",
        "plan.input.hashprice": "hashprice",
        "plan.input.hashprice_volatility": "volatility of hashprice",
        "plan.input.rent": "rent",
        "plan.input.rent_volatility": "volatility of rent",
        "plan.input.capex": "capital cost",
        "plan.input.lead_time": "mean lead time",
        "plan.input.discount_rate": "discount rate",
        "plan.input.power_level": "level of power prices",
        "plan.input.default_intensity": "tenant default",
        "plan.input.fleet_ageing": "ageing of the fleet",
        "plan.input.escalator": "rent escalator",
        "plan.input.resale": "second-hand price of machines",
        "plan.per.hashprice": "{currency}/PH/day",
        "plan.per.hashprice_volatility": "per year",
        "plan.per.rent": "{currency}/kW-month",
        "plan.per.rent_volatility": "per year",
        "plan.per.capex": "{currency}/IT MW",
        "plan.per.lead_time": "quarters",
        "plan.per.discount_rate": "per year",
        "plan.per.power_level": "of the market's",
        "plan.per.default_intensity": "per year",
        "plan.per.fleet_ageing": "per year",
        "plan.per.escalator": "per year",
        "plan.per.resale": "{currency}/PH/s",
        "plan.stage.market": "reading market",
        "plan.stage.margins": "margins from the dispatch",
        "plan.stage.rungs": "rungs",
        "plan.stage.ladder": "ladder",
        "plan.stage.probabilities": "probabilities",
        "plan.stage.least_squares": "least squares and dual bound",
        "plan.stage.paths": "histories",
        "plan.stage.inputs": "inputs",
        "plan.stage.break-evens": "break-evens",
    }
)
