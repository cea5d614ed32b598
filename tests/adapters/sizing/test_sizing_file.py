"""Sizing files: what they say, and everything that is wrong in them at once."""

from pathlib import Path

import pytest

from bascule.adapters.sizing.sizing_file import read_sizing
from bascule.errors import InputError
from bascule.study.sizing.money import Basis
from bascule.study.sizing.service import Hold

SAID = "source: by hand, as_of: 2026-11-26, standing: assumption"
HEAD = f"""
name: site
country: US
currency: USD
connection: {{firm_meter_mw: 40, curtailable_meter_mw: 20, {SAID}}}
ai: {{meter_mw_per_it_mw: 1.25, level_frac: 0.99, margin_per_it_mw_year: 1000000, {SAID}}}
"""
LISTED = f"""
calls:
  events:
    {{from: 2023-01-01, to: 2023-12-31, {SAID},
    list: [{{start: 2023-02-01T12:00, hours: 4}}, {{start: 2023-02-01T14:00, hours: 1, meter_mw: 5}}]}}
"""


def file(folder: Path, text: str) -> Path:
    """A file with a text."""
    path = folder / "site.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> str:
    """What is wrong with a text."""
    with pytest.raises(InputError) as caught:
        read_sizing(file(folder, text))
    return str(caught.value)


def test_listed_calls_touch_their_intervals(tmp_path: Path) -> None:
    """Four hours of 20 MW are 16 quarter-hours; a shallower call inside them adds nothing; the list is no synthetic rule."""
    case = read_sizing(file(tmp_path, HEAD + LISTED))
    (year,) = case.years
    assert (year.called_h, float(year.called_mw.max()), year.whole) == (4.0, 20.0, True)
    assert not case.synthetic
    assert case.hold is Hold.EVERY_YEAR


def test_calls_from_a_price(tmp_path: Path) -> None:
    """Strictly above, held an hour, a missing price is unknown; two files may overlap where they agree."""
    stamps = [f"2023-05-01T00:{15 * at:02d}:00Z" for at in range(4)] + ["2023-05-01T01:00:00Z"]
    rows = [f"{stamp},{price}" for stamp, price in zip(stamps, ("10", "1000", "1001", "", "10"), strict=True)]
    (tmp_path / "a.csv").write_text("ts_utc,p\n" + "\n".join(rows[:4]) + "\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("ts_utc,p\n" + "\n".join(rows[2:]) + "\n", encoding="utf-8")
    calls = f"calls: {{price_above: {{files: [a.csv, b.csv], column: p, above_per_mwh: 1000, hold_h: 1, {SAID}}}}}\n"
    case = read_sizing(file(tmp_path, HEAD + calls))
    assert case.synthetic
    assert case.years[0].called_mw.tolist() == [0, 0, 20, 20]


def test_events_of_a_file(tmp_path: Path) -> None:
    """A CSV of hours: each an hour from its start."""
    (tmp_path / "hours.csv").write_text(
        "hour_start_utc,x\n2023-02-01T12:00:00Z,1\n2023-02-01T13:00:00Z,1\n", encoding="utf-8"
    )
    events = f"events: {{from: 2023-01-01, to: 2023-12-31, file: hours.csv, start_column: hour_start_utc, hours: 1, {SAID}}}"
    case = read_sizing(file(tmp_path, HEAD + f"calls:\n  {events}\n  depth_meter_mw: 7\n"))
    assert (case.years[0].called_h, float(case.years[0].called_mw.max())) == (2.0, 7.0)


def test_a_charge_of_a_dated_rule(tmp_path: Path) -> None:
    """The version of the day, with its source and the last day on which it held."""
    text = (
        HEAD.replace("USD", "EUR") + LISTED + "charges_by_rule: [{rule: fr_excise_normal, on: 2025-12-31}]\n"
    )
    (charge,) = read_sizing(file(tmp_path, text)).terms.charges
    assert (charge.amount, charge.basis, charge.stale_after) == (25.79, Basis.METER_MWH, "2026-01-31")
    assert "2025-12-31" in charge.statement.source


def test_everything_wrong_at_once(tmp_path: Path) -> None:
    """Each wrong value with its place and remedy."""
    text = (
        HEAD.replace("level_frac: 0.99", "level_frac: 99")
        + LISTED
        + "battery: {power_mw: -1, energy_mwh: 4}\nhashing_mw: 3\n"
    )
    found = problems(tmp_path, text)
    for said in ("ai.level_frac = 99", "battery.power_mw = -1", "battery.source: is missing", "hashing_mw"):
        assert said in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("curtailable_meter_mw: 20", "curtailable_meter_mw: 3", "calls.depth_meter_mw = 4"),
        ("curtailable_meter_mw: 20, ", "", "nothing can be called"),
        ("meter_mw: 5", "meter_mw: 25", "25 MW: is more than curtailable_meter_mw"),
        ("to: 2023-12-31", "to: 2022-12-31", "must be later than from"),
        ("list: [", "file: x.csv, list: [", "give either list"),
        ("currency: USD", "currency: GBP", "EUR or USD"),
    ],
)
def test_what_does_not_fit_together(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Depth beyond or without what can be called, an end before the start, two sources of calls, another currency."""
    text = HEAD + LISTED + "  depth_meter_mw: 4\n"
    assert said in problems(tmp_path, text.replace(old, new))


def test_no_kind_of_calls_or_two(tmp_path: Path) -> None:
    """Exactly one."""
    drawn = f"  drawn: {{per_year: 3, mean_h: 4, {SAID}}}\n"
    assert "exactly one" in problems(tmp_path, HEAD + LISTED + drawn)
    assert "exactly one" in problems(tmp_path, HEAD + "calls: {}\n")


def test_rules_that_do_not_fit(tmp_path: Path) -> None:
    """An unknown rule, another currency, a day without version, a rule without an amount."""
    for rule, day, said in (
        ("fr_excise", "2025-12-31", "nearest"),
        ("fr_excise_normal", "2025-12-31", "is in EUR"),
        ("ercot_administration_fee", "2030-01-01", "says nothing about this day"),
        ("ercot_4cp", "2025-01-01", "no charge per MWh"),
    ):
        assert said in problems(tmp_path, HEAD + LISTED + f"charges_by_rule: [{{rule: {rule}, on: {day}}}]\n")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    """Each by name, with the option that helps."""
    calls = f"calls: {{price_above: {{files: [a.csv, b.csv], column: p, above_per_mwh: 1, {SAID}}}}}\n"
    found = problems(tmp_path, HEAD + calls)
    assert "a.csv" in found
    assert "b.csv" in found
    assert "--data" in found
