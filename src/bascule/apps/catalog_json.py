"""Catalogue entries as JSON."""

from collections.abc import Sequence
from dataclasses import fields

from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.apps.site_json import plain
from bascule.apps.wiring import AsicModel, GpuServer, part_load
from bascule.model.rule import Rule


def catalog_document(kind: str, entries: Sequence[Json]) -> Json:
    """A list of entries."""
    return {"schema_version": SCHEMA_VERSION, "kind": f"catalog_{kind}", "entries": list(entries)}


def asic_json(model: AsicModel) -> Json:
    """One machine with its known part-load points."""
    return {**_fields(model), "part_load": [plain(point) for point in part_load(model.name)]}


def gpu_json(server: GpuServer) -> Json:
    """One accelerator, with the watts that follow from its facts."""
    return {**_fields(server), "full_w": server.full_w, "idle_w": server.idle_w, "paused_w": server.paused_w}


def rule_json(rule: Rule) -> Json:
    """One version of a rule."""
    return plain(rule)


def _fields(entry: AsicModel | GpuServer) -> dict[str, Json]:
    return {field.name: plain(getattr(entry, field.name)) for field in fields(entry)}
