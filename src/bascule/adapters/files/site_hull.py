"""Operating points of a site file: what is wrong with them, and what their hull leaves out."""

from collections.abc import Callable, Iterable, Iterator

from bascule.adapters.files.site_finding import Finding, Path
from bascule.model.hull import Hull


def hull_findings(make_hull: Callable[[], Hull], names: Iterable[str], path: Path) -> Iterator[Finding]:
    """Why points cannot be used: names twice, none at rest, or a yield that falls as power rises.

    Args:
        make_hull: Computes the hull, or raises ValueError with the reason.
        names: Names of the points.
        path: Where the points stand.
    """
    twice = repeated(names)
    if twice:
        yield Finding(path=path, value=", ".join(twice), hint="stands twice: give each its own name")
        return
    try:
        make_hull()
    except ValueError as error:
        yield Finding(path=path, hint=f"{error}: correct the points")


def dropped(hull: Hull, whose: str) -> Iterator[str]:
    """A note on the points that a mixture of other points beats."""
    if hull.dropped:
        points = ", ".join(hull.dropped)
        yield f"{whose}: {points} left out, because mixtures of {', '.join(hull.kept)} yield no less per watt"


def repeated(names: Iterable[str]) -> tuple[str, ...]:
    """Names that stand more than once, in their order."""
    listed = list(names)
    return tuple(name for name in dict.fromkeys(listed) if listed.count(name) > 1)
