"""Least squares on a whole plan, for machines."""

import numpy as np

from bascule.apps.chain_json import plain
from bascule.apps.json_text import Json
from bascule.model.series import Floats
from bascule.study.conversion.wide import Wide


def everything_json(found: Wide) -> dict[str, Json]:
    """What was found with every driver; money of the first rung is per meter megawatt.

    Args:
        found: By least squares.
    """
    alone, upper = found.alone, found.alone.upper
    return {
        "site_value": found.site.lower.mean,
        "site_value_standard_error": found.site.lower.standard_error,
        "lower_per_meter_mw": alone.lower.mean,
        "lower_standard_error": alone.lower.standard_error,
        "upper_per_meter_mw": None if upper is None else upper.mean,
        "upper_standard_error": None if upper is None else upper.standard_error,
        "gap_frac": alone.gap_frac,
        "mine_on_per_meter_mw": found.mine_on.mean,
        "mine_on_standard_error": found.mine_on.standard_error,
        "convert_now_per_meter_mw": found.convert_now,
        "waiting_per_meter_mw": found.waiting,
        "begins_now": found.now,
        "npv_says_convert": found.npv_now,
        "gain_now_per_meter_mw": found.gain_now,
        "own_accelerators_now": found.own_now,
        "trigger_rent_per_it_kw_month": found.trigger,
        "trigger_contract_per_gpu_h": found.contract_trigger,
        "trigger_rents": _line(found.rents.hashprice, found.rents.rent, "rent_per_it_kw_month"),
        "trigger_contracts": None
        if found.contracts is None
        else _line(found.contracts.hashprice, found.contracts.rent, "contract_per_gpu_h"),
        "bases": [plain(basis) for basis in found.bases],
    }


def _line(hashprice: Floats, price: Floats, name: str) -> dict[str, Json]:
    """A trigger line; null where no price within reach is enough, 0 where every one is."""
    return {
        "hashprice_per_ph_day": plain(hashprice),
        name: [None if np.isnan(one) else float(one) for one in price],
    }
