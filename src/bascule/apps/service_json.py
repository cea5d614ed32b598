"""Service levels as JSON."""

from collections.abc import Sequence

from bascule.apps.json_text import Json, stamp
from bascule.settle.service_levels import ServiceMonth


def service_json(months: Sequence[ServiceMonth]) -> list[Json]:
    """One object per reservation and month, under the names of ``ServiceMonth``."""
    return [
        {
            "reservation": month.reservation,
            "month": f"{month.month // 12}-{month.month % 12 + 1:02d}",
            "whole_month": month.whole,
            "owed_gpu_h": month.owed_gpu_h,
            "delivered_gpu_h": month.delivered_gpu_h,
            "maintenance_gpu_h": month.maintenance_gpu_h,
            "tolerated_gpu_h": month.tolerated_gpu_h,
            "events": month.events,
            "availability_frac": month.availability_frac,
            "fee": month.fee,
            "credit": month.credit,
            "breaches": month.breaches,
            "leave_from_utc": None if month.leave_from is None else stamp(month.leave_from),
        }
        for month in months
    ]
