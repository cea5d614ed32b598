"""A run's own output as its input: the plan's text, and where its files lie as seen from the output."""

import os
from collections.abc import Mapping
from pathlib import Path

from bascule.adapters.files.document import Document, parse_document, read_document
from bascule.adapters.plans.plan_file import plan_of
from bascule.apps.json_text import Json
from bascule.apps.plan_run_wiring import BUNDLED_PLANS, bundled_plan_text, read_plan
from bascule.study.conversion.finance import World
from bascule.study.conversion.plan_statement import PlanFile, played_on


def repeat_of(plan: str, out: Path | None, world: World) -> dict[str, Json]:
    """What a run's answer keeps of its plan.

    Args:
        plan: Bundled name or path, as on the command line.
        out: Folder of the answer; None for the working folder.
        world: The random paths that were played.
    """
    return {**_text_of(plan, out), "paths": world.paths, "seed": world.seed}


def _text_of(plan: str, out: Path | None) -> dict[str, Json]:
    if plan in BUNDLED_PLANS:
        return {"file": f"{plan}.yaml", "folder": None, "text": bundled_plan_text(plan)}
    path = Path(plan)
    kept = _kept(path)
    if kept is not None:
        return dict(kept)
    folder = os.path.relpath(path.resolve().parent, (out or Path.cwd()).resolve())
    return {"file": path.name, "folder": folder, "text": path.read_text(encoding="utf-8-sig")}


def read_any_plan(plan: str) -> PlanFile:
    """A plan by bundled name, by path, or from the answer of an earlier run.

    Raises:
        InputError: Everything that is wrong in it.
    """
    kept = _kept(Path(plan)) if plan not in BUNDLED_PLANS and Path(plan).exists() else None
    if kept is None:
        return read_plan(plan)
    document = _inner(kept)
    folder = kept.get("folder")
    found = plan_of(document, None if folder is None else Path(plan).resolve().parent / str(folder))
    return played_on(found, *(_number(kept.get(name)) for name in ("paths", "seed")))


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) else None


def _kept(path: Path) -> Mapping[str, Json] | None:
    """The plan inside an answer; None where the file is no answer of a run."""
    if path.suffix.lower() != ".json":
        return None
    found = read_document(path).value
    if not isinstance(found, dict) or found.get("kind") not in {"plan_run", "plan_trigger"}:
        return None
    kept = found.get("repeat")
    return kept if isinstance(kept, dict) else None


def _inner(kept: Mapping[str, Json]) -> Document:
    return parse_document(str(kept["text"]), str(kept["file"]))
