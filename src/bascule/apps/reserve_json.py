"""Reserves as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from bascule.apps.json_text import Json
from bascule.study.reserve_results import ReserveMet


def reserves_json(reserves: Sequence[ReserveMet]) -> list[Json]:
    """One object per product, under the names of ``ReserveMet``."""
    return [asdict(met) for met in reserves]
