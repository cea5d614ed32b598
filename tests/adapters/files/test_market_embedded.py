"""The spec string of the embedded market."""

from datetime import UTC, datetime, timedelta

import pytest

from bascule.adapters.files.market_files import read_market
from bascule.errors import InputError
from bascule.model.market import Market

START = datetime(2023, 3, 1, tzinfo=UTC)


def read(*files: str, needed: str = "spot_eur_per_mwh", hours: float = 24) -> Market:
    """Read a day of an embedded market."""
    return read_market(
        files,
        needed=dict.fromkeys(needed.split(), "supplies[0].price"),
        start=START,
        end=START + timedelta(hours=hours),
        history=timedelta(days=1),
    )


def test_a_spec_string_stands_for_a_market() -> None:
    """Zone, calibration year and seed give the same market each time."""
    one, two = (read("embedded:france:2023:7") for _ in range(2))
    assert one.grid.count == 48
    assert one.values("spot_eur_per_mwh").tolist() == two.values("spot_eur_per_mwh").tolist()
    assert one.synthetic


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("embedded:france",), "write embedded:<zone>"),
        (("embedded:france:2023:x",), "write embedded:<zone>"),
        (("embedded:frence:2023:7",), "did you mean france?"),
        (("embedded:france:1999:7",), "calibrated on 2021, 2023, 2025"),
        (("embedded:france:2023:7", "prices.csv"), "stands alone"),
    ],
)
def test_a_wrong_spec_string_is_refused(files: tuple[str, ...], said: str) -> None:
    """The form, the zones and the years are named."""
    with pytest.raises(InputError, match=said):
        read(*files)


def test_series_that_it_lacks_are_refused_at_once() -> None:
    """A site that needs other series hears of all of them."""
    with pytest.raises(InputError) as caught:
        read("embedded:france:2023:7", needed="spot_usd_per_mwh wind_frac")
    assert [problem.field for problem in caught.value.problems] == ["spot_usd_per_mwh", "wind_frac"]
    assert "did you mean spot_eur_per_mwh?" in caught.value.problems[0].hint


def test_a_period_off_its_step_is_refused() -> None:
    """The French market is hourly."""
    with pytest.raises(InputError, match="step of 60 minutes"):
        read("embedded:france:2023:7", hours=1.5)
