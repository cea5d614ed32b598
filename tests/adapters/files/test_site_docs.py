"""The reference page of the site file is complete and true."""

import re
from pathlib import Path

import pytest
from tests.adapters.files.site_samples import SITE, complaints

from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_hints import keys_of
from bascule.adapters.files.site_sections import ENERGY_KINDS, LISTS, SINGLE, section_names

DOCS = Path(__file__).parents[3] / "docs"
NOUNS = sorted((DOCS / "nouns").glob("*.md"))
ENTRIES = {**SINGLE, **LISTS, **ENERGY_KINDS}


SAMPLE = dict(re.findall(r"(?ms)^(\w+):(.*?)(?=^\w|\Z)", SITE))
KEPT = ("name", "country", "time_zone", "currency", "grid", "gpu_pools")


def problems_inside_sample(block: str) -> list[str]:
    """What is wrong with a block when the sample's head, grid and pool surround it."""
    own = set(re.findall(r"(?m)^(\w+):", block))
    around = "".join(f"{key}:{SAMPLE[key]}" for key in KEPT if key not in own)
    return complaints(around + block)


def section_of(heading: str) -> str:
    """The part of the page under a heading."""
    page = (DOCS / "site.md").read_text(encoding="utf-8")
    found = re.search(rf"^#+ `{heading}`.*?(?=^#+ `|\Z)", page, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("name", [*SINGLE, *LISTS, "energy_contracts"])
def test_every_section_has_a_heading(name: str) -> None:
    """Each key at the top of a site file has its own part of the page."""
    assert section_of(name)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_key_is_explained_with_its_default(name: str) -> None:
    """Each key of a section stands in its table with what it means and what holds without it."""
    entry: type[Entry] = ENTRIES[name]
    text = section_of("energy_contracts" if name in ENERGY_KINDS else name)
    for key in keys_of(entry):
        assert f"| `{key}` |" in text, key
    for key, field in entry.model_fields.items():
        if isinstance(field.default, bool | int | float) and not isinstance(field.default, str):
            shown = str(field.default).lower() if isinstance(field.default, bool) else f"{field.default:g}"
            row = next(line for line in text.splitlines() if line.startswith(f"| `{key}` |"))
            assert f"| {shown} |" in row, row


def test_head_is_explained() -> None:
    """The keys of the head stand in the page."""
    page = (DOCS / "site.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in section_names())


@pytest.mark.parametrize("page", NOUNS, ids=[page.stem for page in NOUNS])
def test_yaml_of_the_noun_pages_is_right(page: Path) -> None:
    """Every YAML block of a noun's page passes the check inside a site that has what it refers to."""
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        assert problems_inside_sample(block) == []
