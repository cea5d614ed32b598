"""Series that a market file makes: above a threshold, simulated calls, and probabilities of system peaks."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.adapters.files.test_market_files import HOUR, PRICE, START, read, spec, table

from bascule.errors import InputError
from bascule.market.peak_series import PeakAsk
from bascule.model.market import Market

SCARCE = "scarce_frac"
ABOVE = f"above: {{series: {PRICE}, threshold: 1000}}, source: the product's rules"
PEAK = "load_mw_peak_probability_frac"
ASK = PeakAsk(name=PEAK, load="load_mw", months=(1,), interval=HOUR, zone="UTC")
SHAPE = [100.0 - abs(hour - 17) for hour in range(24)]


def refused(
    files: list[Path], said: str, needed: str = SCARCE, *, peaks: dict[str, PeakAsk] | None = None
) -> None:
    """Reading ends with these words."""
    with pytest.raises(InputError, match=said):
        read(files, needed=needed, peaks=peaks)


class TestAbove:
    @staticmethod
    def market(folder: Path, entry: str = ABOVE) -> Market:
        """Four hours of which two are scarce."""
        prices = table(folder / "p.csv", [10.0, 1000.0, 999.9, 4000.0])
        return read([prices, spec(folder / "m.yaml", f"series: {{{SCARCE}: {{{entry}}}}}")], needed=SCARCE)

    def test_is_one_from_the_threshold_on(self, tmp_path: Path) -> None:
        """Its source is read although the site does not ask for it, and the statement stands among the assumptions."""
        market = self.market(tmp_path)
        assert market.values(SCARCE).tolist() == [0.0, 1.0, 0.0, 1.0]
        (assumption,) = market.assumptions
        assert assumption.statement == f"{SCARCE} is 1 where {PRICE} is at least 1000, else 0"
        assert assumption.source == "the product's rules"
        assert not market.synthetic

    def test_is_known_with_its_source(self, tmp_path: Path) -> None:
        """Unless the file says otherwise."""
        market = self.market(tmp_path)
        assert market.series[SCARCE].known_at_s.tolist() == market.series[PRICE].known_at_s.tolist()
        assert market.series[SCARCE].publication == "day_ahead_eu"

    def test_its_own_publication_is_kept(self, tmp_path: Path) -> None:
        """A notice of half an hour."""
        market = self.market(tmp_path, f"{ABOVE}, publication: notice_h, notice_h: 0.5")
        assert market.series[SCARCE].known_at_s.tolist() == (market.grid.starts_s() - 1800).tolist()

    def test_a_finer_source_gives_shares(self, tmp_path: Path) -> None:
        """Two of an hour's four quarters above are a half, known with the last."""
        prices = table(tmp_path / "p.csv", [0.0, 2e3, 2e3, 0.0] * 4, step=HOUR / 4)
        text = f"step_minutes: 60\nseries: {{{SCARCE}: {{{ABOVE}}}, {PRICE}: {{publication: real_time}}}}"
        market = read([prices, spec(tmp_path / "m.yaml", text)], needed=SCARCE)
        assert market.values(SCARCE).tolist() == [0.5] * 4
        assert market.series[SCARCE].known_at_s.tolist() == (market.grid.starts_s() + 3600).tolist()

    def test_a_filled_source_is_compared_filled(self, tmp_path: Path) -> None:
        """The source's fill rule holds for what is made of it."""
        prices = table(tmp_path / "p.csv", [2e3, float("nan"), 0.0, 0.0])
        text = f"series: {{{SCARCE}: {{{ABOVE}}}, {PRICE}: {{fill: previous}}}}"
        market = read([prices, spec(tmp_path / "m.yaml", text)], needed=SCARCE)
        assert market.values(SCARCE).tolist() == [1.0, 1.0, 0.0, 0.0]

    def test_missing_history_is_not_zero(self, tmp_path: Path) -> None:
        """What is not known is not below the threshold."""
        prices = table(tmp_path / "p.csv", [0.0] * 4)
        market = read(
            [prices, spec(tmp_path / "m.yaml", f"series: {{{SCARCE}: {{{ABOVE}}}}}")],
            needed=SCARCE,
            history_h=2,
        )
        assert np.isnan(market.values(SCARCE)[:2]).all()

    @pytest.mark.parametrize(
        ("entries", "said"),
        [
            (f"{SCARCE}: {{above: {{series: {PRICE}, threshold: 1}}}}", "add 'source:'"),
            (f"{SCARCE}: {{{ABOVE}, column: x}}", "remove column"),
            (f"{SCARCE}: {{{ABOVE}, constant: 1}}", "remove above"),
            (f"{SCARCE}: {{above: {{serie: {PRICE}, threshold: 1}}, source: me}}", "did you mean series"),
            (
                f"{SCARCE}: {{above: {{series: nothing_mw, threshold: 1}}, source: me}}",
                "no file has a column 'nothing_mw'",
            ),
            (f"{SCARCE}: {{{ABOVE}}}, {PRICE}: {{constant: 4, source: me}}", "name a series of a file"),
        ],
    )
    def test_mistakes_are_named(self, tmp_path: Path, entries: str, said: str) -> None:
        """Each with its remedy."""
        prices = table(tmp_path / "p.csv", [0.0] * 4)
        refused([prices, spec(tmp_path / "m.yaml", f"series: {{{entries}}}")], said)

    def test_a_share_has_the_name_of_one(self, tmp_path: Path) -> None:
        """1.0 in a series of megawatts would be a megawatt."""
        prices = table(tmp_path / "p.csv", [0.0] * 4)
        refused(
            [prices, spec(tmp_path / "m.yaml", f"series: {{order_mw: {{{ABOVE}}}}}")], "_frac", "order_mw"
        )


class TestCalls:
    ENTRY = "calls: {per_year: 4000, duration_h: 2, seed: 7}, source: for teaching"

    def test_are_simulated_and_say_so(self, tmp_path: Path) -> None:
        """Known at their start unless stated, the same each time, labelled."""
        files = [spec(tmp_path / "m.yaml", f"series: {{{SCARCE}: {{{self.ENTRY}}}}}")]
        market, again = (read(files, hours=240, needed=SCARCE) for _ in range(2))
        assert market.synthetic
        assert 0 < market.values(SCARCE).mean() < 1
        assert market.values(SCARCE).tolist() == again.values(SCARCE).tolist()
        assert market.series[SCARCE].publication == "interval_start"
        assert market.assumptions[0].statement == (
            f"{SCARCE} is simulated: 4000 calls of 2 h in a mean year, seed 7"
        )

    def test_come_in_the_dearest_hours(self, tmp_path: Path) -> None:
        """Of ten days one hour a day is dear: calls start there."""
        prices = table(tmp_path / "p.csv", ([1.0] * 23 + [50.0]) * 10)
        entry = self.ENTRY.replace("seed: 7", f"seed: 7, above: {{series: {PRICE}, quantile_frac: 0.97}}")
        market = read(
            [prices, spec(tmp_path / "m.yaml", f"series: {{{SCARCE}: {{{entry}}}}}")],
            hours=240,
            needed=SCARCE,
        )
        called = np.flatnonzero(market.values(SCARCE))
        assert called.size
        assert set((called % 24).tolist()) <= {23, 0}
        assert "in the top 3 % of its values in the run" in market.assumptions[0].statement

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ("calls: {per_year: 0, duration_h: 2, seed: 7}, source: me", "greater than 0"),
            ("calls: {per_year: 1, duration_h: 2}, source: me", "required"),
            ("calls: {per_year: 1, duration_h: 2, seed: 7}", "add 'source:'"),
            ("calls: {per_year: 1, duration_h: 2, seed: 7, abov: 3}, source: me", "did you mean above"),
            (
                "calls: {per_year: 1, duration_h: 2, seed: 7, above: {series: a, quantil: 1}}, source: me",
                "did you mean quantile_frac",
            ),
        ],
    )
    def test_mistakes_are_named(self, tmp_path: Path, entry: str, said: str) -> None:
        """Each with its remedy."""
        refused([spec(tmp_path / "m.yaml", f"series: {{{SCARCE}: {{{entry}}}}}")], said)


class TestPeaks:
    NEEDED = f"{PRICE} load_mw {PEAK}"

    @staticmethod
    def files(folder: Path, days: int = 30) -> list[Path]:
        """Prices, and a load of like days that begins 28 days earlier."""
        prices = table(folder / "p.csv", [1.0] * 24 * days)
        load = table(
            folder / "l.csv", SHAPE * (28 + days), first=START - timedelta(days=28), column="load_mw"
        )
        return [prices, load]

    def read(self, files: list[Path], days: int = 2, history_days: int = 28) -> Market:
        """The market with the probability asked for."""
        return read(
            files, hours=24 * days, history_h=24 * history_days, needed=self.NEEDED, peaks={PEAK: ASK}
        )

    def test_are_derived_where_no_file_gives_them(self, tmp_path: Path) -> None:
        """From 28 days of history, made an hour before, with a note."""
        market = self.read(self.files(tmp_path))
        series = market.series[PEAK]
        assert series.values[28 * 24 + 17] == pytest.approx(0.5 ** (30 / 3), rel=0.02)
        assert series.known_at_s.tolist() == (market.grid.starts_s() - 3600).tolist()
        assert any(note.startswith(f"{PEAK}: derived from load_mw") for note in market.notes)

    def test_on_a_market_of_quarter_hours_each_hour_is_repeated(self, tmp_path: Path) -> None:
        """The hour's value four times."""
        text = spec(tmp_path / "m.yaml", "step_minutes: 15")
        files = self.files(tmp_path)
        fine, plain = self.read([*files, text]), self.read(files)
        assert fine.values(PEAK).tolist() == np.repeat(plain.values(PEAK), 4).tolist()

    def test_without_history_the_note_says_so(self, tmp_path: Path) -> None:
        """The first days of a load know nothing."""
        files = self.files(tmp_path)
        files[1] = table(tmp_path / "l.csv", SHAPE * 30, column="load_mw")
        market = self.read(files)
        assert market.values(PEAK)[28 * 24 :] == pytest.approx(1 / 744)
        assert any("48 intervals of 60 minutes have less than a week" in note for note in market.notes)

    def test_a_given_column_wins(self, tmp_path: Path) -> None:
        """A file that holds the probability is read."""
        given = table(tmp_path / "q.csv", [0.25] * 24 * 30, column=PEAK)
        market = self.read([*self.files(tmp_path), given], history_days=0)
        assert set(market.values(PEAK).tolist()) == {0.25}
        assert not any("derived" in note for note in market.notes)

    def test_a_stated_constant_wins(self, tmp_path: Path) -> None:
        """So does a market file's entry."""
        text = spec(tmp_path / "m.yaml", f"series: {{{PEAK}: {{constant: 0.001, source: me}}}}")
        assert set(self.read([*self.files(tmp_path), text]).values(PEAK).tolist()) == {0.001}

    def test_a_constant_load_has_no_peak(self, tmp_path: Path) -> None:
        """Nothing can be told from it."""
        text = spec(tmp_path / "m.yaml", "series: {load_mw: {constant: 5, source: me}}")
        refused([*self.files(tmp_path), text], "needs load_mw from a file", self.NEEDED, peaks={PEAK: ASK})

    def test_a_daily_load_is_refused(self, tmp_path: Path) -> None:
        """Days have no peak hour."""
        files = self.files(tmp_path)
        files[1] = table(tmp_path / "l.csv", [1.0] * 30, step=24 * HOUR, column="load_mw")
        refused(files, "at most an hour", self.NEEDED, peaks={PEAK: ASK})
