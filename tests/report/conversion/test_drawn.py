"""What histories are drawn from, in words."""

from dataclasses import replace

import numpy as np
from tests.study.conversion.cases import FUNDING
from tests.study.conversion.real_days import two_kinds
from tests.study.conversion.test_history import past, walks
from tests.study.conversion.test_risk import CASE, WORLD

from bascule.report.conversion.drawn import drawn_table
from bascule.study.conversion.answer import Statement
from bascule.study.conversion.finance import World
from bascule.study.margins.real_quarters import Quartering, RealQuarters
from bascule.study.switching.bracket import Effort


def _rows(world: World, quarters: RealQuarters | None = None) -> dict[str, str]:
    effort = Effort(fitting=4, valuing=4, bounding=4)
    statement = Statement(
        case=CASE, funding=FUNDING, hedges=(), world=world, effort=effort, quarters=quarters
    )
    return {row.cells[0]: row.cells[1] for row in drawn_table(statement).rows}


def test_normal_shocks_and_mean_margins() -> None:
    """Three rows: drivers with their correlation, power with its spread, margins without seasons."""
    rows = _rows(replace(WORLD, power_sd=0.25))
    assert list(rows) == ["Hashprice and rent", "Level of power prices", "Margin of a quarter"]
    assert "correlation 0.20" in rows["Hashprice and rent"]
    assert "standard deviation 0.25" in rows["Level of power prices"]
    assert "no seasons" in rows["Margin of a quarter"]


def test_real_days_by_season() -> None:
    """How many, and what a season is apart from the year, from the plan's day on."""
    rows = _rows(replace(WORLD, real_days=True), two_kinds(Quartering(first_day=329)))
    assert rows["Margin of a quarter"].startswith(
        "256 quarters for each season, put together from 7 days in a row"
    )
    seasons = [name for name in rows if name.startswith("Season")]
    assert seasons == [
        f"Season from {day} on" for day in ("26 November", "25 February", "27 May", "27 August")
    ]
    assert "MUSD a year" in rows[seasons[0]]


def test_a_history_beside_the_plan() -> None:
    """Its correlation with the error of its independent quarters, its own spreads beside the plan's."""
    found = walks(corr=0.5)
    rows = _rows(replace(WORLD, history=found))
    assert "248 overlapping quarters of past.csv, 1970-01-01 to 1974-12-26" in rows["Hashprice and rent"]
    assert "19 quarters are independent" in rows["Hashprice and rent"]
    corr = found.corr[0, 1]
    error = (1 - corr**2) / np.sqrt(found.quarters - 1)
    assert rows["Their correlation"].startswith(f"{corr:.2f} in history, ± {error:.2f}")
    assert "the plan's 0.20" in rows["Their correlation"]
    assert "20.0 % as the plan says" in rows["Hashprice, a quarter's move"]
    assert "of its own" in rows["Level of power prices"]


def test_power_of_a_history() -> None:
    """Moves with the same quarters."""
    logs = np.cumsum(np.random.default_rng(3).standard_normal((3, 200)), axis=1)
    assert "same quarters" in _rows(replace(WORLD, history=past(logs)))["Level of power prices"]
