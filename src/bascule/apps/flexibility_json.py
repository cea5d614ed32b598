"""A flexibility sheet as JSON."""

from collections.abc import Sequence

from bascule.apps.json_text import SCHEMA_VERSION, Json, stamp
from bascule.apps.market_json import site_json
from bascule.model.site import Site
from bascule.study.flexibility import Cell, Sheet
from bascule.study.running import Moment


def flexibility_document(site: Site, moment: Moment, sheets: Sequence[Sheet]) -> Json:
    """Every sheet with its cells.

    Args:
        site: The site.
        moment: What all sheets assume; price and worth of a hash stand in each sheet.
        sheets: One per price and hashprice.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "flexibility",
        "site": site_json(site),
        "currency": site.currency,
        "at": stamp(moment.at),
        "temperature_c": moment.temperature_c,
        "ai_shed_s": moment.ai_shed_s,
        "values": dict(moment.values),
        "sheets": [_sheet(sheet) for sheet in sheets],
    }


def _sheet(sheet: Sheet) -> Json:
    return {
        "price_per_mwh": sheet.price_per_mwh,
        "hashprice_usd_per_ph_day": sheet.hashprice_usd_per_ph_day,
        "drawn_mw": sheet.drawn_mw,
        "resting_mw": dict(sheet.resting),
        "cells": [_cell(cell) for cell in sheet.cells],
    }


def _cell(cell: Cell) -> Json:
    return {
        "response_s": cell.response_s,
        "duration_h": cell.duration_h,
        "mw": cell.mw,
        "parts": [
            {
                "asset": part.asset,
                "kind": part.kind.value,
                "control": None if part.control is None else part.control.value,
                "response_s": part.response_s,
                "mw": part.mw,
                "cost_per_mwh": part.cost_per_mwh,
            }
            for part in cell.parts
        ],
    }
