"""The sites that ship with the package, and the examples, are right as they stand."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bascule.adapters.files.market_spec import read_spec
from bascule.adapters.files.site_cover import uncovered
from bascule.adapters.files.site_file import parse_site, read_site
from bascule.adapters.files.site_sections import section_names
from bascule.adapters.files.site_template import BUNDLED_SITES, bundled_site, site_template
from bascule.model.needs import needed_series

EXAMPLES = Path(__file__).parents[3] / "examples"
MARKETS = sorted(path.name for path in EXAMPLES.glob("*.market.yaml"))
COMMENTED = re.compile(r"^( *)# (?=( |- )*(\{?[a-z_]+: ?|- \{|[a-z_]+:$))", re.MULTILINE)


def test_template_is_a_site() -> None:
    """What `bascule init` writes passes its own check."""
    assert parse_site(site_template(), file="site.yaml").site.name == "My site"


def test_commented_parts_of_the_template_are_right_too() -> None:
    """Taking away the comment signs gives a site that has all but the Bitcoin series and a file of rules."""
    text = COMMENTED.sub(r"\1", site_template())
    site = parse_site(text, file="site.yaml").site
    absent = [name for name in section_names() if not re.search(rf"^{name}:", text, re.MULTILINE)]
    assert absent == ["rules_file", "mining"]
    assert site.grid.calls is not None
    assert (len(site.jobs), len(site.leases), len(site.blocks), len(site.loads)) == (1, 1, 1, 1)


@pytest.mark.parametrize("name", BUNDLED_SITES)
def test_bundled_site_has_what_the_demo_shows(name: str) -> None:
    """A demo site has two ASIC groups, firm and batch work, a battery, solar and a demand charge."""
    site = bundled_site(name).site
    assert len({fleet.hull().top_yield / fleet.hull().top_w for fleet in site.fleets}) >= 2
    assert site.reservations
    assert site.daily_jobs
    assert site.batteries
    assert site.generators
    assert site.demand_charges


def test_unknown_bundled_site_is_a_mistake_of_the_caller() -> None:
    """There are two bundled sites and no other."""
    with pytest.raises(ValueError, match="france, texas"):
        bundled_site("norway")


@pytest.mark.parametrize("name", ["texas", "france"])
def test_example_site_is_covered_for_its_years(name: str) -> None:
    """An example site has contracts from 2020 to the end of 2025."""
    site = read_site(EXAMPLES / f"{name}.yaml").site
    years = datetime(2020, 1, 2, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
    assert uncovered(site, *years) == ()
    assert site.grid.curtailable_mw > 0


@pytest.mark.parametrize("name", MARKETS)
def test_example_market_file_gives_every_series_that_its_site_needs(name: str) -> None:
    """A market file beside the examples maps each needed series, and no other."""
    site = read_site(EXAMPLES / f"{name.rsplit('_', maxsplit=1)[0]}.yaml").site
    derived = {charge.probability_name for charge in site.coincident_peaks}
    assert set(read_spec(EXAMPLES / name).spec.series) == set(needed_series(site)) - derived


def test_there_is_a_market_file_for_every_year_of_the_backtests() -> None:
    """Every example site has the years that its backtests are shown on."""
    years = {
        "ercot_market": ("2024",),
        "france": ("2021", "2023", "2025"),
        "france_market": ("2023", "2025", "2025q4"),
        "texas": ("2020", "2022", "2024"),
        "texas_peaks": ("2020", "2022"),
    }
    assert {f"{site}_{year}.market.yaml" for site in years for year in years[site]} == set(MARKETS)
