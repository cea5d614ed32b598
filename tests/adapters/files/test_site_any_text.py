"""Laws: whatever text a site file holds, the answer is a site or a list of problems, never a traceback."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.adapters.files.site_samples import SITE, read

from bascule.adapters.files.site_finding import Path, Value
from bascule.errors import InputError, InputProblem
from bascule.model.site import Site

PLAIN = YAML(typ="safe", pure=True).load(SITE)
KEYS = st.sampled_from(["name", "from", "to", "count", "pue", "kind", "power_w", "gpus", "periods", "x_mw"])
NUMBERS = st.one_of(st.integers(), st.floats(), st.sampled_from([0, -1, 1e99, float("inf"), 0.5, 1441]))
WORDS = st.one_of(
    st.text(max_size=12), st.sampled_from(["off", "2024-01-01", "9999-12-31T23:59", "hall", "NO"])
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=5,
)


def outcome(text: str) -> Site | tuple[InputProblem, ...]:
    """A site or its problems; anything else that is raised fails the test."""
    try:
        return read(text).site
    except InputError as error:
        return error.problems


def places(value: Value, path: Path = ()) -> list[Path]:
    """Every place inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, part in inner for place in ((*path, key), *places(part, (*path, key)))]


PLACES = places(PLAIN)


def changed(value: Value, place: Path, how: str, new: Value) -> Value:
    """The value with one place deleted, renamed, doubled or replaced."""
    rest = {place[0]: place[1:]}
    if isinstance(value, dict):
        pairs = (edited(key, part, rest.get(key), how, new) for key, part in value.items())
        return dict(pair for some in pairs for pair in some)
    parts = enumerate(value if isinstance(value, list) else [])
    return [part for at, old in parts for _, part in edited("", old, rest.get(at), how, new)]


def edited(key: str, part: Value, rest: Path | None, how: str, new: Value) -> list[tuple[str, Value]]:
    """What one part becomes: itself, nothing, itself twice or under another key, or another value."""
    if rest is None:
        return [(key, part)]
    if rest:
        return [(key, changed(part, rest, how, new))]
    kinds: dict[str, list[tuple[str, Value]]] = {
        "delete": [],
        "double": [(key, part), (key + "_2", part)],
        "rename": [(str(new), part)],
    }
    return kinds.get(how, [(key, new)])


def mutated(place: Path, how: str, new: Value) -> str:
    """The sample with one thing changed, as YAML."""
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(changed(PLAIN, place, how, new), stream)
    return stream.getvalue()


@given(st.text(max_size=200))
def test_any_text_gives_problems(text: str) -> None:
    """Random text is no site, and says so with a remedy."""
    found = outcome(text)
    assert isinstance(found, tuple)
    assert all(problem.hint and problem.file == "site.yaml" for problem in found)


@given(st.text(alphabet="[]{}:-?&*!|>'\"%@`#,~ \n\tab01.", max_size=80))
def test_any_text_of_yaml_signs_gives_problems(text: str) -> None:
    """Text made of YAML's own signs is no site either."""
    assert isinstance(outcome(text), tuple)


@settings(max_examples=300)
@given(st.sampled_from(PLACES), st.sampled_from(["delete", "double", "rename", "replace"]), VALUES)
def test_mutated_site_is_a_site_or_problems(place: Path, how: str, value: Value) -> None:
    """A site with one thing changed is still a site, or every problem has a field and a remedy."""
    found = outcome(mutated(place, how, value))
    assert isinstance(found, Site) or all(problem.field and problem.hint for problem in found)


@given(st.integers(0, len(SITE) - 1), st.integers(0, 30), st.text(max_size=4))
def test_site_with_a_hole_is_a_site_or_problems(start: int, length: int, filling: str) -> None:
    """Text cut out or typed over anywhere gives a site or problems."""
    found = outcome(SITE[:start] + filling + SITE[start + length :])
    assert isinstance(found, Site) or found


@given(st.sampled_from(["[", "{a: ", "- ", "? ", "a:\n ", "'", '"', "|\n "]), st.integers(100, 3000))
def test_deep_or_open_text_gives_problems(part: str, times: int) -> None:
    """Nesting without end neither hangs nor exhausts the stack."""
    assert isinstance(outcome(part * times), tuple)


@given(st.sampled_from([place for place in PLACES if isinstance(place[-1], str)]))
def test_key_without_value_is_a_site_or_problems(place: Path) -> None:
    """A key that is written without a value is a site only where the key may be left out."""
    found = outcome(mutated(place, "replace", None))
    assert isinstance(found, Site) or all(problem.hint for problem in found)
