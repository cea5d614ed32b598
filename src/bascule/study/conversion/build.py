"""The switching problem of a plan: megawatts convert rung by rung under shared limits; the rest hashes, rests or is sold."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bascule.chain.supply_forms import isoelastic_hashrate_ratio
from bascule.model.series import Floats
from bascule.study.conversion.case import QUARTERS, STEP_YEARS, Case
from bascule.study.conversion.offers import Offers
from bascule.study.conversion.plan_drivers import CAPEX, HASHPRICE, POWER, SPOT
from bascule.study.conversion.resale import resale, resale_left
from bascule.study.conversion.terms import Rung
from bascule.study.switching.drivers import Drivers
from bascule.study.switching.problem import Amount, Mode, Move, Problem, flat

HASHING, RESTING, SOLD = 0, 1, 2
_STATES: Final = ("hashing", "mothballed", "sold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a site stands: rungs converted, and what the rest does."""

    rungs: int
    rest: int


def places(case: Case) -> tuple[Place, ...]:
    """Modes of the problem in order: with every rung converted nothing is left to rest."""
    return (
        *(Place(rungs=k, rest=rest) for k in range(len(case.rungs)) for rest in (HASHING, RESTING, SOLD)),
        Place(rungs=len(case.rungs), rest=HASHING),
    )


def problem_of(case: Case, drivers: Drivers | None = None) -> Problem:
    """The whole site, starting with every megawatt hashing.

    Args:
        case: The plan.
        drivers: Hashprice and rent, perhaps with all that lies beyond; None for the plan's two under the pricing measure.
    """
    moved, found = drivers or case.drivers(), places(case)
    offers = Offers.of(case, moved)
    moves = [
        move
        for number, place in enumerate(found)
        if place.rest != SOLD
        for move in _moves(case, offers, found, number)
    ]
    return Problem(
        drivers=moved,
        modes=tuple(_mode(case, place) for place in found),
        moves=tuple(moves),
        rate=case.rate,
        step_years=STEP_YEARS,
        bends=offers.bends(case),
    )


def one_rung(case: Case, rung: int = 0) -> Case:
    """The plan of one meter megawatt on the terms of one rung, begun on the same quarters of the year as any."""
    return replace(case, rungs=(replace(case.rungs[rung], meter_mw=1.0),))


def converted_mw(case: Case, rungs: int) -> float:
    """Meter megawatts of the first rungs."""
    return sum(rung.meter_mw for rung in case.rungs[:rungs])


def own_lift(case: Case, rungs: int) -> float:
    """Hashprice over the market's once the first rungs have stopped hashing.

    Source: `bascule.chain.supply_forms`, constant elasticity of the others' supply.
    """
    removed = case.network.site_eh_s * converted_mw(case, rungs) / case.mining.connection_meter_mw
    return 1 / isoelastic_hashrate_ratio(removed / case.network.network_eh_s, case.network.eta)


def may_build(case: Case, date: int) -> bool:
    """Whether the capital of the year reaches for another rung at a date."""
    return date % (QUARTERS // case.builds_per_year) == 0


def mining_flow(case: Case, lift: float = 1.0) -> Amount:
    """Money per year after tax of hashing with one meter megawatt.

    Args:
        case: The plan.
        lift: Hashprice over the market's, by the site's own weight.
    """

    def flow(date: int, levels: Floats) -> Floats:
        gross = gross_margin(
            case, date, levels[HASHPRICE] * lift, power_level(case, levels), ai_level(case, levels)
        )
        return np.asarray(gross * (1 - case.tax_frac))

    return flow


def power_level(case: Case, levels: Floats) -> Floats | float:
    """Level of power prices as the margins know it; one number where it is the same everywhere.

    Args:
        case: The plan.
        levels: Of the drivers, shape (drivers, ...).
    """
    if len(levels) <= POWER:
        return case.mining.power_scale
    row = case.mining.power_scale * levels[POWER]
    first = float(row.flat[0])
    return first if (row == first).all() else row


def ai_level(case: Case, levels: Floats) -> Floats | None:
    """Level of AI prices over today's, by the spot price of a GPU-hour; None where margins do not follow it.

    Args:
        case: The plan.
        levels: Of the drivers, shape (drivers, ...).
    """
    if len(levels) <= SPOT or len(case.mining.surface.ai_scale) == 1:
        return None
    return np.asarray(levels[SPOT] / case.mining.spot_today)


def gross_margin(
    case: Case,
    date: int,
    hashprice: Floats,
    power_scale: Floats | float | None = None,
    ai_scale: Floats | None = None,
) -> Floats:
    """Money per year before tax of hashing with one meter megawatt of a fleet that has aged to a date.

    Args:
        case: The plan.
        date: Number of the quarter.
        hashprice: Any shape.
        power_scale: One number, or of the same shape; None for the plan's.
        ai_scale: Of the same shape; None for today's AI prices.
    """
    mining, aged = case.mining, aged_hashprice(case, date, hashprice)
    scale = mining.power_scale if power_scale is None else power_scale
    if ai_scale is None and not isinstance(scale, np.ndarray):
        margin = mining.surface.along_hashprice(aged, scale)
    else:
        ai = np.ones(aged.shape) if ai_scale is None else ai_scale
        margin = mining.surface.at(aged, np.broadcast_to(scale, aged.shape), ai)
    return np.asarray(margin / mining.connection_meter_mw - mining.fixed_per_meter_mw_year)


def aged_hashprice(case: Case, date: int, hashprice: Floats) -> Floats:
    """What a fleet that has lost some of its machines by a date earns as a whole one would at a lower hashprice."""
    return np.asarray(hashprice * (1 - case.mining.ageing_frac) ** (date * STEP_YEARS))


def conversion(case: Case, offers: Offers, rung: Rung) -> Amount:
    """Cost of converting one meter megawatt less the value of its better use and the price of its machines, after tax.

    Args:
        case: The plan.
        offers: What its shells can be used for.
        rung: Factors of cost and rent.
    """
    shell, option = case.shell, case.option

    def cost(date: int, levels: Floats) -> Floats:
        held = option is not None and date < option.quarters
        leads = option.leads if option is not None and held else shell.leads
        factor = rung.capex_factor * (option.capex_factor if option is not None and held else 1.0)
        spent = shell.capex_per_it_mw * factor * (case.spending_frac(leads) - case.tax_shield_frac(leads))
        index = levels[CAPEX] if len(levels) > CAPEX else 1.0
        sold = (1 - case.tax_frac) * resale(case, date, levels[HASHPRICE])
        return np.asarray((spent * index - offers.best(leads, rung, date, levels)) / shell.pue - sold)

    return cost


def _mode(case: Case, place: Place) -> Mode:
    done = converted_mw(case, place.rungs)
    left, after = case.meter_mw - done, 1 - case.tax_frac
    kept = done if place.rest == SOLD else case.meter_mw
    each = {
        HASHING: _with_machines(case, mining_flow(case, own_lift(case, place.rungs))),
        RESTING: _with_machines(case, flat(-case.resting.upkeep_per_year * after)),
        SOLD: flat(0.0),
    }[place.rest]
    name = f"{done:g} MW AI, rest {_STATES[place.rest]}" if left else f"{done:g} MW AI"
    return Mode(name=name, flow=_times(left, each), closing=case.residual_per_meter_mw * after * kept)


def _moves(case: Case, offers: Offers, found: tuple[Place, ...], number: int) -> list[Move]:
    place, where = found[number], {one: k for k, one in enumerate(found)}
    if place.rungs == len(case.rungs):
        return []
    left, after, rest = case.meter_mw - converted_mw(case, place.rungs), 1 - case.tax_frac, case.resting
    following = place.rungs + 1
    ahead = Place(rungs=following, rest=HASHING if following == len(case.rungs) else place.rest)
    moves = [Move(start=number, end=where[ahead], cost=_build(case, offers, case.rungs[place.rungs]))]
    other = (
        (RESTING, flat(rest.mothball_cost * after * left))
        if place.rest == HASHING
        else (HASHING, flat(rest.restart_cost * after * left))
    )
    for end, cost in (other, (SOLD, _sale(case, left))):
        moves.append(Move(start=number, end=where[Place(rungs=place.rungs, rest=end)], cost=cost))
    return moves


def _sale(case: Case, left: float) -> Amount:
    """Cost of giving up the connection of so many megawatts with their machines: negative, it is received."""
    after, price = 1 - case.tax_frac, case.resting.sale_price
    return lambda date, levels: -(price + resale(case, date, levels[HASHPRICE])) * after * left


def _with_machines(case: Case, amount: Amount) -> Amount:
    """A flow of one megawatt whose machines stay: in the last quarter with what they would sell for at the horizon."""
    if case.machines is None:
        return amount
    after = (1 - case.tax_frac) * float(np.exp(-case.rate * STEP_YEARS)) / STEP_YEARS

    def flow(date: int, levels: Floats) -> Floats:
        here = amount(date, levels)
        return here if date < case.quarters - 1 else here + after * resale_left(case, levels[HASHPRICE])

    return flow


def _build(case: Case, offers: Offers, rung: Rung) -> Amount:
    """Cost of a rung's megawatts; shut where the capital of the year does not reach."""
    each = conversion(case, offers, rung)
    return lambda date, levels: (
        rung.meter_mw * each(date, levels) if may_build(case, date) else np.full(levels.shape[1:], np.inf)
    )


def _times(factor: float, amount: Amount) -> Amount:
    return lambda date, levels: factor * amount(date, levels)
