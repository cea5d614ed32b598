"""One assumption changed at a time."""

from dataclasses import replace

from tests.chain.worlds import LEAVE, RESALE, small_world

from bascule.chain.pivot import pivot
from bascule.chain.pivot_sensitivity import pivot_sensitivity
from bascule.chain.statement import Standing, Statement

PRESS, GUESS = (
    Statement(source="test", as_of="2026-01-01", standing=standing)
    for standing in (Standing.PRESS, Standing.ASSUMPTION)
)
SOLD = replace(LEAVE, resold_frac=0.5, idle_frac=0.5, scrapped_frac=0.0, eh_s=100, statement=PRESS)
MORE = replace(LEAVE, name="more", eh_s=50, statement=GUESS)


def test_base_and_changes() -> None:
    """The base is the scenario; without resale no more comes back; what is only assumed can be left out."""
    scenario = small_world(exits=(SOLD, MORE), resale=RESALE)
    found = {(row.change, row.factor): row for row in pivot_sensitivity(scenario)}
    base = found["base", None]
    assert base.pass_through_frac == pivot(scenario).pass_through_frac
    assert base.left_eh_s == 150
    assert found["only_announced", None].left_eh_s == 100
    idle = found["nothing_resold", None].pass_through_frac
    assert idle is not None
    assert base.pass_through_frac is not None
    assert idle >= base.pass_through_frac - 1e-9
    assert {factor for change, factor in found if change == "power_price"} == {0.9, 1.1}


def test_hashprice_never_falls_by_exits() -> None:
    """In every variant those who stay earn at least what they would with nobody gone."""
    rows = pivot_sensitivity(small_world(days=200))
    assert len(rows) == 7
    assert min(row.rise_frac for row in rows) > -2e-3


def test_nobody_leaves() -> None:
    """Without exits there is nothing to vary."""
    assert pivot_sensitivity(small_world(exits=())) == ()
