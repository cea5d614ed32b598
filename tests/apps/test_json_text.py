"""Documents are JSON that every reader accepts."""

import json
from typing import Never

from hypothesis import given
from hypothesis import strategies as st

from bascule.apps.json_text import Json, json_bytes
from bascule.apps.site_json import plain
from bascule.apps.wiring import bundled_site

DOCUMENTS: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


def refuse(constant: str) -> Never:
    """No reader but Python's knows NaN."""
    raise AssertionError(constant)


@given(DOCUMENTS)
def test_no_document_holds_nan_or_infinity(document: Json) -> None:
    """Whatever is written can be read by a strict reader."""
    json.loads(json_bytes(document), parse_constant=refuse)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_exactly(number: float) -> None:
    """No digit is lost on the way."""
    assert json.loads(json_bytes([number])) == [number]


def test_a_whole_site_is_a_document() -> None:
    """Every noun of a bundled site has its place, dates and durations included."""
    site = plain(bundled_site("texas").site)
    assert isinstance(site, dict)
    charge = json.loads(json_bytes(site["demand_charges"]))[0]
    assert charge["billing_interval"] == {"hours": 0.25}
    assert charge["term"]["start"].endswith("Z")
