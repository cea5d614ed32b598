"""Bare problems of hashrate supply: cohorts, a constant elasticity, or evenly spread break-evens."""

from typing import Annotated

from pydantic import AfterValidator, model_validator

from bascule.apps.bare.numbers import Inputs, NotNegative, Positive, Real
from bascule.apps.bare.problem import Kind, Solved
from bascule.chain.cohort import Cohort
from bascule.chain.equilibrium import equilibrium
from bascule.chain.supply_forms import isoelastic_hashrate_ratio, uniform_supply

_FORMS = (
    ("cohorts", "revenue_usd_per_day"),
    ("share_removed", "eta"),
    ("revenue", "capacity_eh", "breakeven_low", "breakeven_high"),
)


class CohortInputs(Inputs):
    """Machines of one kind at one power price."""

    name: str
    eh: NotNegative
    j_per_th: Positive
    usd_per_mwh: Real
    other_usd_per_ph_day: Real = 0.0


def _removed(value: float) -> float:
    if not 0 <= value < 1:
        raise ValueError("must be from 0 to below 1")
    return value


class SupplyInputs(Inputs):
    """One of three forms."""

    cohorts: list[CohortInputs] | None = None
    revenue_usd_per_day: NotNegative | None = None
    share_removed: Annotated[Real, AfterValidator(_removed)] | None = None
    eta: NotNegative | None = None
    revenue: NotNegative | None = None
    capacity_eh: Positive | None = None
    breakeven_low: Real | None = None
    breakeven_high: Real | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "SupplyInputs":
        if self.form() is None:
            raise ValueError("give one form whole: " + "; or ".join(", ".join(form) for form in _FORMS))
        return self

    def form(self) -> tuple[str, ...] | None:
        """The form whose inputs are all there, and no others."""
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        return next((form for form in _FORMS if given == set(form)), None)


def solve_supply(inputs: SupplyInputs) -> Solved:
    """The hashrate that stays, and what it earns."""
    if inputs.cohorts is not None and inputs.revenue_usd_per_day is not None:
        return _cohorts(inputs.cohorts, inputs.revenue_usd_per_day)
    if inputs.share_removed is not None and inputs.eta is not None:
        ratio = isoelastic_hashrate_ratio(inputs.share_removed, inputs.eta)
        return Solved(results={"hashrate_ratio": ratio}, method="(1 - share removed)^(1 / (1 + eta))")
    return _uniform(inputs)


def _cohorts(listed: list[CohortInputs], revenue_usd_per_day: float) -> Solved:
    cohorts = [
        Cohort(
            name=part.name,
            eh_s=part.eh,
            j_per_th=part.j_per_th,
            usd_per_mwh=part.usd_per_mwh,
            other_usd_per_ph_day=part.other_usd_per_ph_day,
        )
        for part in listed
    ]
    found = equilibrium(cohorts, revenue_usd_per_day)
    names = [cohort.name for cohort in cohorts]
    return Solved(
        results={
            "hashrate_eh": found.hashrate_eh_s,
            "hashprice": found.hashprice_usd_per_ph_day,
            "on_eh": dict(zip(names, found.on_eh_s, strict=True)),
            "power_mw": found.power_mw,
            "margin_usd_day": sum(found.margin_usd_per_day),
            "margin_usd_day_by_cohort": dict(zip(names, found.margin_usd_per_day, strict=True)),
        },
        method="static equilibrium: the marginal cohort breaks even at revenue / (1,000 x EH/s)",
    )


def _uniform(inputs: SupplyInputs) -> Solved:
    if (
        inputs.revenue is None
        or inputs.capacity_eh is None
        or inputs.breakeven_low is None
        or inputs.breakeven_high is None
    ):
        raise ValueError("give one form whole")
    found = uniform_supply(inputs.revenue, inputs.capacity_eh, inputs.breakeven_low, inputs.breakeven_high)
    return Solved(
        results={"hashrate_eh": found.hashrate_eh_s, "hashprice": found.hashprice_usd_per_ph_day},
        method="break-evens spread evenly over the capacity, in closed form",
    )


SUPPLY = Kind(name="supply", inputs=SupplyInputs, solve=solve_supply)
