"""A hindcast as JSON: unknown is null, never zero."""

from bascule.apps.chain_json import plain
from bascule.apps.json_text import Json
from bascule.study.hindcast.dated import Dated, Point
from bascule.study.hindcast.decide import Decision
from bascule.study.hindcast.earned import Account, Money
from bascule.study.hindcast.hindcast import Hindcast
from bascule.study.hindcast.knowledge import Calibration


def hindcast_json(found: Hindcast) -> dict[str, Json]:
    """One series of rents."""
    return {
        "rent": dated_json(found.rent),
        "end": found.end.isoformat(),
        "decisions": [_decision(one) for one in found.decisions],
        "starts": [
            {
                "day": start.day.isoformat(),
                "quarters": start.quarters,
                "strategies": {one.strategy.value: _account(one) for one in start.accounts},
            }
            for start in found.starts
        ],
    }


def dated_json(one: Dated) -> dict[str, Json]:
    """All points of a quantity."""
    return {"name": one.name, "unit": one.unit, "points": [point_json(point) for point in one.points]}


def point_json(point: Point | None) -> Json:
    """A point with its label in capitals, null for none."""
    if point is None:
        return None
    return {
        "known_from": point.known_from.isoformat(),
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "label": point.source.status.value.upper(),
        "source": plain(point.source),
    }


def _decision(one: Decision) -> dict[str, Json]:
    worth = one.worth
    return {
        "day": one.day.isoformat(),
        "trigger": one.trigger.value,
        "npv": one.npv.value,
        "trigger_at_range_ends": None
        if one.trigger_at_ends is None
        else [end.value for end in one.trigger_at_ends],
        "missing": list(one.missing),
        "calibration": _calibration(one.calibration),
        "rent": point_json(one.rent),
        "power": point_json(one.power),
        "fleet": point_json(one.fleet),
        "capex": point_json(one.capex),
        "usd_per_meter_mw": None
        if worth is None
        else {
            "best": worth.best,
            "conversion": worth.conversion,
            "mining_on": worth.mining_on,
            "gain_of_converting_over_keeping_the_right": worth.gain,
            "worth_of_waiting": worth.waiting,
        },
        "trigger_rent_usd_per_it_kw_month": None if worth is None else worth.trigger_rent,
        "npv_rent_usd_per_it_kw_month": None if worth is None else worth.npv_rent,
    }


def _calibration(one: Calibration | None) -> Json:
    if one is None:
        return None
    return {
        "hashprice_usd_per_ph_day": one.hashprice_per_ph_day,
        "volatility": plain(one.volatility),
        "drift_in_sample_not_used": plain(one.drift_in_sample),
        "fees_frac": one.fees_frac,
        "weeks": one.weeks,
        "last_day": one.last_day.isoformat(),
    }


def _account(one: Account) -> dict[str, Json]:
    return {
        "converted_on": None if one.converted_on is None else one.converted_on.isoformat(),
        "undiscounted_usd_per_meter_mw": _money(one.undiscounted),
        "present_value_usd_per_meter_mw": _money(one.present_value),
        "remaining_present_value_usd_per_meter_mw": one.remaining,
    }


def _money(money: Money) -> dict[str, Json]:
    return {
        "mining": money.mining,
        "lease": money.lease,
        "capital": money.capital,
        "tax_spared": money.tax_spared,
        "total": money.total,
    }
