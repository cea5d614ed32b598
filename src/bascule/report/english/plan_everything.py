"""What the report of a plan says where more is uncertain than hashprice and rent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PLAN_EVERYTHING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan.section.everything": "With everything that is uncertain",
        "plan.lead.everything": (
            "By least squares under the {measure} measure; each price stands at today's level where no other is said. The rungs"
            " above and the inputs below are the grid's: leases alone, all but hashprice and rent at its mean path."
        ),
        "plan.rungs.lean": (
            "Leases alone, all but hashprice and rent at its mean path: the plan with everything uncertain stands below."
        ),
        "plan.lead.decision.lean": (
            "Money per meter megawatt at the plan's date, after tax, before debt, under the {measure} measure. In this section by"
            " the grid: leases alone, all but hashprice and rent at its mean path; the sentence above and the next section know"
            " more."
        ),
        "plan.lead.risk.wide": "{paths} histories, the same for all strategies: every driver, cost overrun, lead time, default.",
        "plan.table.everything": "The site and its first rung",
        "plan.everything.site": "Value of the site with every choice open, M{currency}",
        "plan.everything.mine_on": "First rung: mine on, M{currency} per meter MW",
        "plan.everything.convert_now": "First rung: convert now to its better use, M{currency} per meter MW",
        "plan.everything.lower": "First rung: optimal, from below, M{currency} per meter MW",
        "plan.everything.upper": "First rung: optimal, from above, M{currency} per meter MW",
        "plan.everything.gap": "Gap of these bounds over the lower one",
        "plan.everything.waiting": "Worth of waiting, M{currency} per meter MW",
        "plan.everything.begins_now": "The site begins its first rung today",
        "plan.everything.trigger": "It begins above a rent of, {currency}/kW-month",
        "plan.everything.own_now": "A shell begun today is filled with own accelerators",
        "plan.everything.contract_trigger": "It begins with own accelerators above a contract price of, {currency}/GPU-hour",
        "plan.everything.converted": "Megawatts that the optimum converts, mean of the histories",
        "plan.everything.own_mw": "Of these with own accelerators",
        "plan.everything.own": "Chance that some rung takes own accelerators",
        "plan.everything.ruin_own": "Ruin where one does",
        "plan.everything.note": "Uncertain: {names}.",
        "plan.driver.hashprice": "hashprice",
        "plan.driver.rent": "rent",
        "plan.driver.power": "power level",
        "plan.driver.gpu_contract": "GPU-hour under contract",
        "plan.driver.gpu_spot": "GPU-hour at spot",
        "plan.driver.capex_index": "cost of building",
        "plan.table.bases": "The first rung by other sets of regressors",
        "plan.column.basis": "Regressors",
        "plan.column.begun": "Begun in five years",
        "plan.degree": "degree {degree}",
        "plan.bases.note": (
            "Millions of {currency} per meter MW and {currency}/kW-month, the rung alone; what differs between the rows is the"
            " error of the method. Begun: under the real-world drifts."
        ),
        "plan.figure.rents": "Begin the first rung above the line",
        "plan.by_lean_grid": "grid: leases alone, all else at its mean path",
        "plan.rents.note": (
            "At today's power, GPU-hours and cost of building. Where the line ends, no rent within reach of the paths is"
            " enough, or every one is."
        ),
        "plan.figure.contract": "Own accelerators: begin above the line",
        "plan.unit.gpu_contract": "{currency}/GPU-hour",
        "plan.unit.power": "level of power prices",
        "plan.unit.gpu_spot": "{currency}/GPU-hour",
        "plan.unit.capex_index": "over today's cost",
        "plan.figure.power": "Level of power prices",
        "plan.figure.gpu_contract": "GPU-hour under a contract signed that day",
        "plan.figure.gpu_spot": "GPU-hour sold by the hour",
        "plan.figure.capex_index": "Cost of building",
        "plan.megawatts.note.wide": "Policy by least squares, played on simulated histories.",
        "plan.chance.note.wide": (
            "By simulated histories; the NPV rule is that of leases. Other regressors move the chance: see the table above."
        ),
        "plan.trigger.lean": (
            "This plan states more that is uncertain than hashprice and rent. Here leases alone are looked at, all else at its"
            " mean path; 'bascule plan run' works the whole plan out."
        ),
        "plan.by_least_squares": "least squares",
        "plan.contract.note": (
            "Price of a GPU-hour under a contract signed today, at today's rent of {rent} {currency}/kW-month. Where the line"
            " ends, no price that paths have taught about is enough, or every one is."
        ),
        "plan.headline.cloud.own": (
            "Own accelerators are worth more than a tenant today, at {today} {currency} per GPU-hour under contract; they begin"
            " above {contract}."
        ),
        "plan.headline.cloud.lease": (
            "Own accelerators would begin above {contract} {currency} per GPU-hour under contract (today {today})."
        ),
        "plan.headline.cloud.never": (
            "Own accelerators pay at no contract price within reach of today's {today} {currency} per GPU-hour."
        ),
    }
)
