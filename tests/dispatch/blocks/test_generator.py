"""Sun and wind are used up to what the weather allows, and curtailed where they are worth less than nothing."""

import pytest
from tests.dispatch.sites import case, earned, fleet, site

from bascule.model.generator import Generator
from bascule.model.grid_connection import GridConnection
from bascule.model.series import SeriesRef

SUN = Generator(name="sun", kind="solar", capacity_mw=8.0, capacity_frac=SeriesRef(name="sun_frac"))


def test_saves_the_import_that_it_replaces() -> None:
    """Half of 8 MW leave 6 of 10 MW to buy at 40; with all of it, 2."""
    place = site(fleets=(fleet(),), generators=(SUN,))
    assert case(place, [40, 40], sun_frac=[0.5, 1.0]).run().import_mw.tolist() == pytest.approx([6, 2])
    assert earned(place, [40, 40], sun_frac=[0.5, 1.0]) == pytest.approx(1000 - 240 - 80)


def test_runs_machines_that_would_not_buy() -> None:
    """At 60 machines worth 50 run on the sun alone."""
    assert earned(site(fleets=(fleet(),), generators=(SUN,)), [60], sun_frac=[1.0]) == pytest.approx(400)


def test_is_spilled_where_nobody_takes_it() -> None:
    """Without export 1 MW of machines leave 7 MW of sun unused."""
    done = case(site(fleets=(fleet(mw=1.0),), generators=(SUN,)), [60], sun_frac=[1.0]).run()
    assert done.generation_mw["sun"].tolist() == pytest.approx([1])


def test_serves_a_site_cut_off_from_the_grid() -> None:
    """With no import at all the sun is the limit."""
    place = site(grid=GridConnection(import_limit_mw=0.0), fleets=(fleet(),), generators=(SUN,))
    assert earned(place, [0, 0], sun_frac=[0.5, 0.0]) == pytest.approx(200)
