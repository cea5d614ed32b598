"""Bare problems of attack: the odds of a double spend, or the cost of owning a majority."""

from typing import Annotated

from pydantic import AfterValidator, model_validator

from bascule.apps.bare.numbers import Count, Inputs, NotNegative, Positive, Real
from bascule.apps.bare.problem import Kind, Solved
from bascule.chain.double_spend import exact_odds, poisson_odds
from bascule.chain.majority import MajorityPlan, majority_cost

MOST_CONFIRMATIONS = 100_000
_ODDS = frozenset({"attacker_share", "confirmations"})
_COST = frozenset(
    {
        "honest_eh",
        "majority_share",
        "days",
        "j_per_th",
        "usd_per_mwh",
        "hardware_usd_per_th",
        "site_usd_per_mw",
        "resale",
    }
)


def _frac(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("must be from 0 to 1")
    return value


def _inside(value: float) -> float:
    if not 0 < value < 1:
        raise ValueError("must lie between 0 and 1")
    return value


def _few(value: int) -> int:
    if value > MOST_CONFIRMATIONS:
        raise ValueError(f"must be at most {MOST_CONFIRMATIONS:,}")
    return value


Frac = Annotated[Real, AfterValidator(_frac)]


class AttackInputs(Inputs):
    """One of two questions."""

    attacker_share: Frac | None = None
    confirmations: Annotated[Count, AfterValidator(_few)] | None = None
    honest_eh: Positive | None = None
    majority_share: Annotated[Real, AfterValidator(_inside)] | None = None
    days: NotNegative | None = None
    j_per_th: Positive | None = None
    usd_per_mwh: Real | None = None
    hardware_usd_per_th: NotNegative | None = None
    site_usd_per_mw: NotNegative | None = None
    resale: Frac | None = None

    @model_validator(mode="after")
    def _one_question(self) -> "AttackInputs":
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if given not in (_ODDS, _COST):
            raise ValueError(f"give {', '.join(sorted(_ODDS))}; or all of {', '.join(sorted(_COST))}")
        return self


def solve_attack(inputs: AttackInputs) -> Solved:
    """Odds or cost."""
    if inputs.attacker_share is not None and inputs.confirmations is not None:
        share, blocks = inputs.attacker_share, inputs.confirmations
        return Solved(
            results={"exact": exact_odds(share, blocks), "poisson": poisson_odds(share, blocks)},
            method="I_{4pq}(z, 1/2) without a pre-mined block, beside the white paper's Poisson sum",
        )
    found = majority_cost(MajorityPlan(**_plan(inputs)))
    return Solved(
        results={
            "needed_eh": found.needed_eh_s,
            "mw": found.power_mw,
            "capex_usd": found.capex_usd,
            "energy_usd": found.energy_usd,
            "net_usd": found.net_usd,
        },
        method="an outsider adds A with A / (A + honest) = share; net = capex x (1 - resale) + energy; rewards not counted",
    )


def _plan(inputs: AttackInputs) -> dict[str, float]:
    names = {
        "honest_eh_s": inputs.honest_eh,
        "majority_frac": inputs.majority_share,
        "days": inputs.days,
        "j_per_th": inputs.j_per_th,
        "usd_per_mwh": inputs.usd_per_mwh,
        "hardware_usd_per_th": inputs.hardware_usd_per_th,
        "site_usd_per_mw": inputs.site_usd_per_mw,
        "resale_frac": inputs.resale,
    }
    return {name: value for name, value in names.items() if value is not None}


ATTACK = Kind(name="attack", inputs=AttackInputs, solve=solve_attack)
