"""Site files that ship with the package: the commented example and the sites of the demo."""

from importlib.resources import files

from bascule.adapters.files.site_file import SiteFile, parse_site

BUNDLED_SITES = ("france", "texas")
PLANNED_SITES = ("france_mining", "texas_mining")
"""Hashing sites of the bundled plans."""


def site_template() -> str:
    """The commented example that ``bascule init`` writes."""
    return _text("template")


def bundled_site(name: str) -> SiteFile:
    """A site of the demo.

    Args:
        name: One of ``BUNDLED_SITES``.

    Raises:
        ValueError: No such site.
    """
    if name not in (*BUNDLED_SITES, *PLANNED_SITES):
        raise ValueError(f"no bundled site {name!r}; there are {', '.join(BUNDLED_SITES)}")
    return parse_site(_text(name), file=f"{name}.yaml")


def _text(name: str) -> str:
    return files("bascule.adapters.files").joinpath("bundled", f"{name}.yaml").read_text(encoding="utf-8")
