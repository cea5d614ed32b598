"""Site files become sites: dates, levels, units, defaults, order, notes and hash."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from tests.adapters.files.site_samples import SITE, read, sample

from bascule.adapters.files import site_ai_contracts as ai
from bascule.adapters.files import site_energy_contracts as energy
from bascule.adapters.files.site_asic_fleet import AsicFleetEntry
from bascule.adapters.files.site_battery import BatteryEntry
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.site_file import read_site
from bascule.adapters.files.site_flexible_load import FlexibleLoadEntry
from bascule.adapters.files.site_grid_connection import GridEntry
from bascule.errors import InputError
from bascule.model import ai_contracts as ai_nouns
from bascule.model import energy_contracts as energy_nouns
from bascule.model.asic_fleet import AsicFleet
from bascule.model.battery import Battery
from bascule.model.energy_contracts import SpotSupply
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.grid_connection import GridConnection
from bascule.model.series import SeriesRef

PAIRS: list[tuple[type[Entry], type]] = [
    (AsicFleetEntry, AsicFleet),
    (BatteryEntry, Battery),
    (FlexibleLoadEntry, FlexibleLoad),
    (GridEntry, GridConnection),
    (ai.BatchJobEntry, ai_nouns.BatchJob),
    (ai.DailyJobEntry, ai_nouns.DailyJob),
    (ai.ColocationLeaseEntry, ai_nouns.ColocationLease),
    (energy.TariffPeriodEntry, energy_nouns.TariffPeriod),
    (energy.SpotEntry, energy_nouns.SpotSupply),
    (energy.ExportEntry, energy_nouns.ExportSale),
]


@pytest.mark.parametrize(("entry", "noun"), PAIRS, ids=[noun.__name__ for _, noun in PAIRS])
def test_defaults_of_the_file_are_those_of_the_noun(entry: type[Entry], noun: type) -> None:
    """A key left out means what the noun means without it."""
    in_file = {name: field.default for name, field in entry.model_fields.items()}
    for field in dataclasses.fields(noun):
        stated = in_file.get(field.name, PydanticUndefined)
        if field.default is not dataclasses.MISSING and stated not in (PydanticUndefined, None):
            assert (tuple(stated) if isinstance(stated, list) else stated) == field.default


def test_dates_are_local_to_the_site() -> None:
    """A contract from 1 January in Paris starts at 23:00 UTC of the day before, in summer at 22:00."""
    site = read(sample(("deadline: 2024-03-02", "deadline: 2024-07-01T08:00"))).site
    assert site.supplies[0].term.start == datetime(2023, 12, 31, 23, tzinfo=UTC)
    assert site.jobs[0].deadline == datetime(2024, 7, 1, 6, tzinfo=UTC)


def test_dates_may_carry_their_own_offset() -> None:
    """A date with an offset is taken at its word."""
    site = read(sample(("deadline: 2024-03-02", "deadline: 2024-03-02T00:00Z"))).site
    assert site.jobs[0].deadline == datetime(2024, 3, 2, tzinfo=UTC)


def test_levels_are_numbers_or_series() -> None:
    """A number is a constant, a word names a series."""
    site = read(sample(("capacity_frac: 0.5", "capacity_frac: solar_frac"))).site
    assert site.generators[0].capacity_frac == SeriesRef(name="solar_frac")
    assert site.exports[0].price == 20.0


def test_catalogue_model_rests_and_runs_at_its_nameplate() -> None:
    """A catalogue machine is off at 0 W, or asleep at 25 W, and runs at its nameplate."""
    off = read(SITE).site.fleets[0]
    asleep = read(sample(("model: S21", "model: S21\n    rest: sleep"))).site.fleets[0]
    assert [(p.name, p.power_w, p.hashrate_th_s) for p in off.points] == [
        ("off", 0, 0),
        ("normal", 3500, 200),
    ]
    assert asleep.points[0].power_w == 25.0


def test_part_load_points_are_used_where_known() -> None:
    """An S19k Pro brings seven points, unless the file wants its nameplate alone."""
    curve = read(sample(("model: S21", "model: S19k Pro"))).site.fleets[0]
    plate = read(sample(("model: S21", "model: S19k Pro\n    part_load: false"))).site.fleets[0]
    assert [p.power_w for p in curve.points] == [0, 784, 1080, 1785, 2336, 2794, 3461, 4195]
    assert [p.power_w for p in plate.points] == [0, 2760]
    assert curve.hull().dropped == ("784 W",)


def test_words_that_look_like_no_stay_words() -> None:
    """Country NO and an operating point named off are texts, as YAML 1.2 has it."""
    points = "[{name: off, power_w: 0, hashrate_th_s: 0}, {name: on, power_w: 9, hashrate_th_s: 1}]"
    site = read(sample(("country: FR", "country: NO"), ("model: S21", f"operating_points: {points}"))).site
    assert site.country == "NO"
    assert [point.name for point in site.fleets[0].points] == ["off", "on"]


def test_gpu_levels_cap_only_the_gpu_share_of_the_server() -> None:
    """A level takes the whole server less what the cap saves on the GPU."""
    pool = read(SITE).site.pools[0]
    capped = {v.name: v.power_w for v in pool.job_class("pretrain").levels}["cap_0.75"]
    assert capped == pytest.approx(1280 - 700 * (1 - 0.7623))
    assert [v.name for v in pool.job_class("llm_decode").levels] == ["full"]


def test_demand_charge_interval_is_in_minutes() -> None:
    """Fifteen minutes in the file are fifteen minutes of the noun."""
    assert read(SITE).site.demand_charges[0].billing_interval == timedelta(minutes=15)


def test_supplies_come_in_order_of_time() -> None:
    """Supply contracts of different kinds are sorted by their start."""
    names = [supply.name for supply in read(SITE).site.supplies]
    assert names == ["spot", "peak prices"]
    assert isinstance(read(SITE).site.supplies[0], SpotSupply)


def test_job_is_known_at_release_unless_stated() -> None:
    """Without a date the operator learns of a job when it may start."""
    job = read(SITE).site.jobs[0]
    assert job.known == job.release


def test_cooling_stands_for_a_curve_and_says_so() -> None:
    """A kind of cooling brings a curve over temperature and a note with its source."""
    file = read(sample(("pue: 1.2", "cooling: liquid")))
    assert not file.site.pools[0].pue.constant
    assert any("cluster: liquid cooling, PUE 1.12 to 1.3 (assumption" in note for note in file.notes)


def test_notes_name_sources_defaults_and_dropped_points() -> None:
    """A reader learns which catalogue entry was used, what was assumed and which points went."""
    notes = "\n".join(read(SITE).notes)
    assert "hall: S21 at 3500 W, 200 TH/s (maker's nameplate" in notes
    assert "hall: PUE 1, because the site file states neither pue nor cooling" in notes
    assert "cluster: idle at 360 W per GPU (assumed)" in notes
    assert "cluster, pretrain: cap_0.875" in notes
    assert "temperature_c: 15 C all year" in notes


def test_hash_changes_with_the_text() -> None:
    """The same text has the same hash, any other text another."""
    assert read(SITE).text_hash == read(SITE).text_hash != read(SITE + "# x\n").text_hash


def test_file_on_disk_is_read(tmp_path: Path) -> None:
    """A file with a byte-order mark and Windows line ends reads like any other."""
    path = tmp_path / "site.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SITE.replace("\n", "\r\n").encode())
    assert read_site(path).site == read(SITE).site


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "does not exist"),
        (b"\xff\xfe\x00", "is not UTF-8 text (byte 0)"),
        (b"#" * 1_000_001, "is larger than 1 MB"),
        (b"PAR1\x00\x01", "is not YAML"),
    ],
    ids=["absent", "UTF-16", "large", "binary"],
)
def test_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes | None, expected: str) -> None:
    """A file that cannot be a site file is named with the reason."""
    path = tmp_path / "site.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_site(path)
    assert "site.yaml" in str(caught.value)
    assert expected in str(caught.value)


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder in place of a file is named as such."""
    with pytest.raises(InputError, match="is a folder"):
        read_site(tmp_path)
