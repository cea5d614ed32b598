"""Every figure of a plan file as a row: what it is, how much, and who says so."""

from collections.abc import Iterator, Mapping

from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_finding import Path, Value, spelled
from bascule.adapters.plans.plan_entry import PlanEntry
from bascule.adapters.plans.stated import StatedEntry
from bascule.adapters.plans.unit import unit_of
from bascule.chain.statement import Standing
from bascule.study.conversion.plan_statement import Assumption

OWN, DEFAULT = "the plan's own assumption", "default of Bascule"
DRIVER_UNITS = {
    "hashprice": "$/PH/day",
    "rent": "$/IT kW/month",
    "gpu_contract": "$/GPU-hour",
    "gpu_spot": "$/GPU-hour",
    "capex_index": "of today's cost",
}


def rows(entry: PlanEntry, written: Value, said: Mapping[Path, StatedEntry]) -> tuple[Assumption, ...]:
    """Figures in the order of the file's keys.

    Args:
        entry: The plan, checked.
        written: The document; a figure that is not in it is a default.
        said: Who says the figures that said so.
    """
    return tuple(
        _row(path, value, unit, entry, said.get(path), own=_stands(written, path))
        for path, value, unit in _figures(entry, (), "")
        if not _said_elsewhere(path)
    )


def _said_elsewhere(path: Path) -> bool:
    """Nodes of sampling, the world's copies of what pricing says, and correlations below the diagonal."""
    if path[0] == "drivers":
        return path[2] == "world" and path[3] not in {"mu", "level", "technology_drift_per_year"}
    if path[:2] == ("correlations", "table"):
        return int(path[3]) <= int(path[2])
    return path[0] == "margins"


def _figures(value: object, path: Path, unit: str) -> Iterator[tuple[Path, float, str]]:
    if isinstance(value, Entry):
        for name, field in type(value).model_fields.items():
            yield from _figures(getattr(value, name), (*path, field.alias or name), unit_of(field))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _figures(part, (*path, index), unit)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, float(value), unit


def _row(
    path: Path, value: float, unit: str, entry: PlanEntry, said: StatedEntry | None, *, own: bool
) -> Assumption:
    driver = DRIVER_UNITS.get(str(path[1]), "") if path[0] == "drivers" else ""
    words = unit.replace("@", driver).replace("$", entry.currency)
    if said is None:
        return Assumption(
            name=spelled(path),
            value=value,
            unit=words,
            source=OWN if own else DEFAULT,
            as_of=entry.as_of.isoformat(),
            stale_after="",
            standing=Standing.ASSUMPTION,
        )
    return Assumption(
        name=spelled(path),
        value=value,
        unit=words,
        source=said.source,
        as_of=said.as_of.isoformat(),
        stale_after="" if said.stale_after is None else said.stale_after.isoformat(),
        standing=said.standing,
        remark=said.remark or "",
    )


def _stands(written: Value, path: Path) -> bool:
    for part in path:
        if isinstance(written, dict) and part in written:
            written = written[str(part)]
        elif isinstance(written, list) and isinstance(part, int) and part < len(written):
            written = written[part]
        else:
            return False
    return True
