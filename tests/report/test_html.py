"""The HTML report as text: complete, self-contained, and safe whatever a site is called."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

import pytest
from tests.report.fixture import make_backtest
from tests.report.test_packing import unpacked

from bascule.report.html import default_stack, render
from bascule.report.packing import trimmed
from bascule.report.page_data import page_json

BACKTEST: Final = make_backtest()
PAGE: Final = render(BACKTEST, command="bascule backtest site.yaml")
HOSTILE: Final = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


class Elements(HTMLParser):
    """Counts elements, and keeps the addresses that a browser would fetch."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        super().__init__()
        self.count: dict[str, int] = {}
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count one element."""
        self.count[tag] = self.count.get(tag, 0) + 1
        self.fetched += [value or "" for name, value in attrs if name in {"src", "href", "data"}]


def elements(page: str) -> Elements:
    """What a browser would make of a page."""
    parser = Elements()
    parser.feed(page)
    return parser


def data_of(page: str) -> dict[str, object]:
    """The block of JSON that the page's script reads."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_nothing_is_fetched() -> None:
    """No element names an address, and the page forbids itself to load anything."""
    assert elements(PAGE).fetched == []
    assert "default-src 'none'" in PAGE


def test_no_placeholder_is_left() -> None:
    """Every gap of the template is filled."""
    markup = PAGE[: PAGE.index('<script type="application/json"')]
    assert not re.search(r"\$\w*[a-z]{3}", markup.replace("$/MW", "").replace(", $", ""))


def test_the_header_warns_and_sums_up() -> None:
    """Synthetic prices are named, and the headline states margin, gain and capture."""
    banner = '<p class="banner" role="note">'
    assert f"{banner}SYNTHETIC" in PAGE
    assert f"{banner}OPTIMISTIC" not in PAGE
    assert f"{banner}OPTIMISTIC" in render(replace(BACKTEST, optimistic=True), command="")
    assert re.search(r"Optimal earned \$[\d,]+, \$[\d,]+ more than always-on", PAGE)
    assert "Not investment advice" in PAGE


def test_names_of_users_stay_text() -> None:
    """A site called like a script adds no element and closes none."""
    page = render(make_backtest(site_name=HOSTILE), command=HOSTILE)
    assert elements(page).count == elements(PAGE).count
    assert HOSTILE not in page


def test_series_arrive_as_they_were() -> None:
    """The import rate that the page draws is the one that was settled, to four digits."""
    data = data_of(PAGE)
    series, rate = data["series"], data["rate"]
    assert isinstance(series, list)
    assert isinstance(rate, int)
    assert (unpacked(series[rate]["data"]) == trimmed(BACKTEST.import_rate)).all()


def test_the_clock_change_is_told_to_the_page() -> None:
    """Local time is five hours behind UTC for a week and a day's first hours, then six."""
    offsets = data_of(PAGE)["offsets"]
    assert offsets == [[0, -5 * 3600], [7 * 24 + 2, -6 * 3600]]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [((), ["optimal", "foresight", "always-on"]), (("strike-price", "no such"), ["strike-price"])],
)
def test_stacks_are_shown_for_the_policies_asked_for(asked: tuple[str, ...], shown: list[str]) -> None:
    """Unknown policies are left out; without any the best of the simple ones joins optimal and foresight."""
    runs = data_of(render(BACKTEST, command="", stack_policies=asked))["runs"]
    assert isinstance(runs, list)
    assert [run["policy"] for run in runs] == shown


def test_a_block_that_is_too_large_leaves_the_last_policies_out() -> None:
    """A huge site keeps its first policy whatever the size, and no series loses digits."""
    runs = json.loads(page_json(BACKTEST, ["optimal", "foresight", "always-on"], "en", most_bytes=10))["runs"]
    assert [run["policy"] for run in runs] == ["optimal"]


def test_a_run_of_one_policy_has_a_report() -> None:
    """Neither bound nor always-on nor reasons are needed."""
    alone = replace(BACKTEST, results=(BACKTEST.result("strike-price"),), forecasts=())
    assert default_stack(alone) == ["strike-price"]
    assert "Strike-price earned" in render(alone, command="")
