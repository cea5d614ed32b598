"""What one site costs, emits and earns at each place, in one currency."""

from collections.abc import Iterator, Sequence

from bascule.study.countries.component import Basis, Component, Kind, Use, per_mw_year, per_mwh_at
from bascule.study.countries.energy import running_margin
from bascule.study.countries.place import Flag, LawFlag, Place
from bascule.study.countries.place_view import AiMargin, CostLine, MiningMargin, PlaceView
from bascule.study.countries.rates import Rates
from bascule.study.countries.site import Ai, MovedSite
from bascule.units import HOURS_PER_YEAR, tonnes_from_mwh


def view(site: MovedSite, place: Place, rates: Rates) -> PlaceView:
    """The site at a place.

    Raises:
        KeyError: A currency has no rate.
    """
    lines = tuple(_lines(place, rates))
    return PlaceView(
        place=place,
        lines=lines,
        mining_all_in_per_mwh=_all_in(lines, Use.MINING),
        ai_all_in_per_mwh=_all_in(lines, Use.AI),
        mining=_mining(site, place, rates),
        ai=_ai(site.ai, place, rates),
        carbon_t_per_meter_mw_year=tonnes_from_mwh(HOURS_PER_YEAR, place.carbon.g_per_kwh),
        data=_data(site, place),
    )


def _lines(place: Place, rates: Rates) -> Iterator[CostLine]:
    mean, factor = float(place.energy.per_mwh.mean()), rates.factor(place.energy.currency)
    yield CostLine(
        title=place.energy.period,
        kind=Kind.ENERGY,
        use=Use.BOTH,
        low_per_mwh=mean * factor,
        central_per_mwh=mean * factor,
        high_per_mwh=mean * factor,
        as_charged=mean,
        basis=Basis.PER_MWH,
        currency=place.energy.currency,
        source=place.energy.source,
    )
    for part in place.components:
        yield _line(part, rates.factor(part.currency))


def _line(part: Component, factor: float) -> CostLine:
    low, central, high = (
        per_mwh_at(value, part.basis, 1.0) * factor for value in (part.low, part.central, part.high)
    )
    return CostLine(
        title=part.title,
        kind=part.kind,
        use=part.use,
        low_per_mwh=low,
        central_per_mwh=central,
        high_per_mwh=high,
        as_charged=part.central,
        basis=part.basis,
        currency=part.currency,
        source=part.source,
    )


def _all_in(lines: Sequence[CostLine], use: Use) -> tuple[float, float, float]:
    paid = [line for line in lines if line.use in (Use.BOTH, use)]
    return (
        sum(line.low_per_mwh for line in paid),
        sum(line.central_per_mwh for line in paid),
        sum(line.high_per_mwh for line in paid),
    )


def _adders(place: Place, use: Use, rates: Rates) -> float:
    return sum(
        part.central * rates.factor(part.currency)
        for part in place.components
        if part.paid_by(use) and part.basis is Basis.PER_MWH
    )


def _fixed(place: Place, use: Use, rates: Rates, avoided_frac: float) -> float:
    return sum(
        per_mw_year(part.central, part.basis)
        * rates.factor(part.currency)
        * (1 - avoided_frac if part.avoidable else 1)
        for part in place.components
        if part.paid_by(use)
    )


def _mining(site: MovedSite, place: Place, rates: Rates) -> MiningMargin:
    mining, usd = site.mining, rates.factor("USD")
    value, adders = mining.value_usd_per_mwh * usd, _adders(place, Use.MINING, rates)
    prices = place.energy.per_mwh * rates.factor(place.energy.currency)
    running = running_margin(value, prices, adders, mining.uptime_frac)
    fixed = _fixed(place, Use.MINING, rates, mining.peaks_avoided_frac)
    other = mining.other_usd_per_meter_mw_year * usd
    return MiningMargin(
        value_per_mwh=value,
        adders_per_mwh=adders,
        fixed_per_meter_mw_year=fixed,
        other_per_meter_mw_year=other,
        running=running,
        flat_per_meter_mw_year=running.flat_per_mw_year - fixed - other,
        dispatched_per_meter_mw_year=running.dispatched_per_mw_year - fixed - other,
    )


def _ai(ai: Ai, place: Place, rates: Rates) -> AiMargin:
    usd = rates.factor("USD")
    energy = float(place.energy.per_mwh.mean()) * rates.factor(place.energy.currency)
    per_mwh = energy + _adders(place, Use.AI, rates)
    power = ai.pue * (HOURS_PER_YEAR * ai.load_frac * per_mwh + _fixed(place, Use.AI, rates, 0.0))
    borne = 0.0 if ai.tenant_pays_power else power
    income, other = ai.income.usd_per_it_mw_year * usd, ai.other_usd_per_it_mw_year * usd
    left = income - borne - other
    return AiMargin(
        income_per_it_mw_year=income,
        power_per_it_mw_year=power,
        borne_per_it_mw_year=borne,
        other_per_it_mw_year=other,
        per_it_mw_year=left,
        per_meter_mw_year=left / ai.pue,
    )


def _data(site: MovedSite, place: Place) -> LawFlag:
    found = place.data[site.data_class]
    foreign = (
        site.data_class == "fr_state_sensitive" and site.operator_law != "EU" and found.answer is not Flag.NO
    )
    if not foreign:
        return found
    return LawFlag(
        id=found.id,
        title=found.title,
        answer=Flag.NO,
        why=f"the operator is bound by law of {site.operator_law}, from which qualification asks immunity",
        source=found.source,
    )
