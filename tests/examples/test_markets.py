"""The example sites of the markets, a few days each on the real prices beside the repository."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.examples.claims import BITCOIN, ROOT, real

from bascule.apps.wiring import instant, read_market, read_part_of_site
from bascule.model.ledger import Account
from bascule.study.compare import Settings, compare
from bascule.study.results import Backtest

EXAMPLES = ROOT / "examples"
FILES = {
    "ercot_market_2024": (
        "power/ercot_rt_15min_2024.parquet",
        "power/ercot_da_rt_as_hourly_2024_2025h1.parquet",
        "weather/tx_amarillo_2022_hourly.parquet",
    ),
    "france_market_2025": ("power/fr_day_ahead_hourly.parquet", "weather/fr_paris_hourly.parquet"),
    "france_market_2025q4": ("power/fr_day_ahead_15min_2025q4.parquet", "weather/fr_paris_hourly.parquet"),
    "texas_peaks_2022": (
        "power/ercot_rt_15min_2022.parquet",
        "power/ercot_generation_total_hourly.parquet",
        "weather/tx_amarillo_2022_hourly.parquet",
    ),
}


@cache
def backtest(name: str, first: str, last: str, *without: str) -> Backtest:
    """Always-on and optimal over some days of an example."""
    site = read_part_of_site(EXAMPLES / f"{name.rsplit('_', maxsplit=1)[0]}.yaml", without)
    files = [str(EXAMPLES / f"{name}.market.yaml"), *(real(f) for f in (*FILES[name], *BITCOIN))]
    start, end = (instant(text, site.time_zone, "period") for text in (first, last))
    market = read_market(site, files, start, end)
    return compare(site, market, start, end, ("always-on", "optimal"), Settings(explained=()))


def money(result: Backtest, item: str) -> float:
    """Money of the lines of ``optimal`` whose item ends so."""
    return sum(line.amount for line in result.result("optimal").ledger.lines if line.item.endswith(item))


class TestErcot:
    def test_two_settlements_add_up(self) -> None:
        """Day-ahead and imbalance money are nominated x day-ahead and (metered - nominated) x real time, to the cent."""
        result = backtest("ercot_market_2024", "2024-08-20", "2024-08-23")
        outcome, values = result.result("optimal").outcome, result.values
        [nominated] = outcome.nominated_mw.values()
        assert nominated.max() > 0
        day_ahead = -(nominated * values["day_ahead_usd_per_mwh"]).sum() / 4
        imbalance = -((outcome.import_mw - nominated) * values["spot_usd_per_mwh"]).sum() / 4
        assert money(result, ": day-ahead") == pytest.approx(day_ahead)
        assert money(result, ": imbalance") == pytest.approx(imbalance)

    def test_what_was_sold_was_held_and_never_twice(self) -> None:
        """Every MW sold of the slow products ran, and no asset held more than it ran."""
        result = backtest("ercot_market_2024", "2024-08-20", "2024-08-23").result("optimal")
        slow = [met for met in result.reserves if met.product in {"RRS", "ECRS", "NonSpin"}]
        assert sum(met.sold_mw_h for met in slow) > 100
        assert all(met.held_mw_h == pytest.approx(met.sold_mw_h, rel=1e-3) for met in slow)
        assert result.fullest_frac is not None
        assert result.fullest_frac <= 1 + 1e-6

    def test_reserves_earn_more_than_energy_alone(self) -> None:
        """On the days of August 2024 in which reserves were dear the same site earns more with them."""
        names = ("RegUp", "RegDown", "RRS", "ECRS", "NonSpin")
        with_all = backtest("ercot_market_2024", "2024-08-20", "2024-08-23").result("optimal").ledger.total
        alone = (
            backtest("ercot_market_2024", "2024-08-20", "2024-08-23", *names).result("optimal").ledger.total
        )
        assert with_all > alone


class TestFrance:
    @pytest.mark.parametrize("name", ["france_market_2025", "france_market_2025q4"])
    def test_bids_are_held_to_by_the_hour_and_by_the_quarter(self, name: str) -> None:
        """From the second day on nearly all that is drawn was nominated, in the delivery intervals of the rule of the day."""
        result = backtest(name, "2025-10-06", "2025-10-09").result("optimal")
        nominated = np.sum(list(result.outcome.nominated_mw.values()), axis=0)
        day = round(24 / result.outcome.grid.step_h)
        drawn = result.outcome.import_mw[day:]
        assert np.abs(drawn - nominated[day:]).sum() < 0.25 * drawn.sum()

    def test_every_rule_of_the_tariff_stands_in_the_ledger(self) -> None:
        """Power subscribed, its energy by class, capacity certificates and excise are lines of their own."""
        ledger = backtest("france_market_2025", "2025-10-06", "2025-10-09").result("optimal").ledger
        items = {line.item for line in ledger.lines if line.amount}
        for part in (
            "TURPE HTB: subscribed",
            "TURPE HTB: all else energy",
            "capacity certificates",
            "excise",
        ):
            assert any(part in item for item in items), part
        assert ledger.of(Account.SUBSCRIBED_POWER) < 0


class TestPeaks:
    def test_the_july_peak_of_2022_is_hit(self) -> None:
        """Over the month the hashing is off in the hour in which Texas peaked, and on in most others."""
        result = backtest("texas_peaks_2022", "2022-07-01", "2022-08-01").result("optimal")
        [met] = result.system_peaks
        assert [peak.hit for peak in met.peaks] == [True]
        assert result.metrics.uptime_frac["S19 XP hall"] > 0.8


def test_the_files_of_the_examples_are_named() -> None:
    """Each market file says which data it needs."""
    for name in FILES:
        assert Path(EXAMPLES / f"{name}.market.yaml").is_file()
