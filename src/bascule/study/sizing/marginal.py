"""What the next megawatt of each part is worth: one more, the same calls and outages, the size found anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bascule.study.sizing.firm_load import Best, firm_load
from bascule.study.sizing.money import Terms, YearlyMoney, yearly_money
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.service import Hold
from bascule.study.sizing.stretches import Stretches


class Part(StrEnum):
    """What there is one more of."""

    BATTERY_MW = "battery_mw"
    BATTERY_MWH = "battery_mwh"
    BATTERY_BOTH = "battery_both"
    HASHING_MW = "hashing_mw"
    FIRM_MW = "firm_mw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """The next unit of one part.

    Attributes:
        part: Which.
        step: How much more was tried, MW or MWh.
        ai_meter_mw: Firm AI load gained per unit, at the meter.
        ai_it_mw: The same in IT MW.
        money_per_year: Gained per unit and year, before what the unit itself costs.
    """

    part: Part
    step: float
    ai_meter_mw: float
    ai_it_mw: float
    money_per_year: float


def marginals(
    plant: Plant,
    stretches: Stretches,
    level_frac: float,
    hold: Hold,
    base: Best,
    terms: Terms,
    step: float = 1.0,
) -> tuple[Marginal, ...]:
    """Every part in turn.

    Args:
        plant: The site.
        stretches: Calls and outages, which stay the same (common random numbers).
        level_frac: Service level.
        hold: Over what it must hold.
        base: The answer without more.
        terms: Prices.
        step: How much more, MW or MWh.
    """
    before = _money(plant, stretches, base, terms).total
    made = []
    for part, larger in _larger(plant, step):
        found = firm_load(larger, stretches, level_frac, hold)
        more = (found.ai_meter_mw - base.ai_meter_mw) / step
        money = (_money(larger, stretches, found, terms).total - before) / step
        it_mw = more / plant.meter_mw_per_it_mw
        made.append(Marginal(part=part, step=step, ai_meter_mw=more, ai_it_mw=it_mw, money_per_year=money))
    return tuple(made)


def _larger(plant: Plant, step: float) -> Iterator[tuple[Part, Plant]]:
    store = plant.store
    power, energy = store.power_mw + step, store.energy_mwh + step
    yield Part.BATTERY_MW, replace(plant, store=replace(store, power_mw=power))
    yield Part.BATTERY_MWH, replace(plant, store=replace(store, energy_mwh=energy))
    hours = store.energy_mwh / store.power_mw if store.power_mw > 0 and store.energy_mwh > 0 else 4.0
    both = replace(store, power_mw=power, energy_mwh=store.energy_mwh + step * hours)
    yield Part.BATTERY_BOTH, replace(plant, store=both)
    yield Part.HASHING_MW, replace(plant, hashing_meter_mw=plant.hashing_meter_mw + step)
    yield Part.FIRM_MW, replace(plant, firm_meter_mw=plant.firm_meter_mw + step)


def _money(plant: Plant, stretches: Stretches, found: Best, terms: Terms) -> YearlyMoney:
    return yearly_money(plant, stretches, found.played, found.ai_meter_mw, terms)
