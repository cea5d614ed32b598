"""The page of the plan file knows every key."""

from collections.abc import Iterator
from pathlib import Path

from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_hints import _inner, keys_of
from bascule.adapters.plans.plan_entry import PlanEntry

PAGE = (Path(__file__).parents[3] / "docs/plan/plan_file.md").read_text(encoding="utf-8")


def keys(entry: type[Entry]) -> Iterator[str]:
    """Keys of an entry and of those inside it."""
    yield from keys_of(entry)
    for field in entry.model_fields.values():
        inner = _inner(field.annotation)
        if inner is not None:
            yield from keys(inner)


def test_every_key_stands_on_the_page() -> None:
    """By its name, as the last part of a path or alone."""
    absent = [key for key in keys(PlanEntry) if f"{key}`" not in PAGE and f"{key}." not in PAGE]
    assert [key for key in absent if f"`{key}[" not in PAGE and f"{key}[]" not in PAGE] == []
