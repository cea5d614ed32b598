"""A site as Bascule understands it, as JSON: keys are those of the model, with their units."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum

import numpy as np

from bascule.apps.json_text import SCHEMA_VERSION, Json, stamp
from bascule.model.asic_fleet import AsicFleet
from bascule.model.gpu_pool import GpuPool
from bascule.model.hull import Hull
from bascule.model.series import SeriesRef
from bascule.model.site import Site


def site_document(site: Site, notes: tuple[str, ...], needed: Mapping[str, str], text_hash: str) -> Json:
    """The whole site.

    Args:
        site: The site.
        notes: Defaults that were used.
        needed: Series needed, with the field that asks for each.
        text_hash: SHA-256 of the file's text.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "site",
        "text_sha256": text_hash,
        "site": plain(site),
        "hulls": {fleet.name: _fleet_hull(fleet) for fleet in site.fleets}
        | {pool.name: _pool_hulls(pool) for pool in site.pools},
        "needed_series": dict(needed),
        "notes": list(notes),
    }


def plain(value: object) -> Json:
    """A value of the model as JSON says it: a series by its name, a time in UTC, a duration in hours."""
    match value:
        case SeriesRef():
            return {"series": value.name}
        case date() | timedelta() | Enum():
            return _written(value)
        case Mapping():
            return {str(name): plain(part) for name, part in value.items()}
        case str() | bool() | int() | float() | None:
            return value
        case tuple() | list() | np.ndarray():
            return [plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a document")


def _written(value: date | timedelta | Enum) -> Json:
    match value:
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
        case timedelta():
            return {"hours": value / timedelta(hours=1)}
        case Enum():
            return str(value.value)


def _fleet_hull(fleet: AsicFleet) -> Json:
    return _hull(fleet.hull())


def _pool_hulls(pool: GpuPool) -> Json:
    return {job_class.name: _hull(pool.hull(job_class.name)) for job_class in pool.job_classes}


def _hull(hull: Hull) -> Json:
    return {
        "rest_w": hull.rest_w,
        "top_w": hull.top_w,
        "kept": list(hull.kept),
        "dropped": list(hull.dropped),
    }
