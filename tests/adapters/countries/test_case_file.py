"""Country files: what is not known is asked for by name, mixed currencies need a rate, series must be whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bascule.adapters.countries.case_file import CountryCase, case_of, read_case
from bascule.adapters.countries.place_entry import DATA_CLASSES, bundled_places
from bascule.adapters.files.document import parse_document
from bascule.errors import InputError

EXAMPLE = Path(__file__).parents[3] / "examples" / "plan" / "countries.yaml"
FRANCE = '{synthetic: "embedded:france:2025:7", currency: EUR, status: illustrative}'


def changed(*changes: tuple[str, str]) -> str:
    """The example with texts replaced."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def case(*changes: tuple[str, str], folder: Path = EXAMPLE.parent) -> CountryCase:
    """The changed example read."""
    return case_of(parse_document(changed(*changes), "c.yaml"), bundled_places(), folder)


def refused(*changes: tuple[str, str], folder: Path = EXAMPLE.parent) -> str:
    """What is said about the changed example."""
    with pytest.raises(InputError) as caught:
        case(*changes, folder=folder)
    return str(caught.value)


def hours(folder: Path, count: int) -> None:
    """A table of hourly prices from the first of 2024."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    rows = [f"{(start + timedelta(hours=at)).isoformat()},{at % 24}" for at in range(count)]
    (folder / "p.csv").write_text(
        "timestamp_utc,price_eur_per_mwh\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )


def table(to: str = "2025-01-01", column: str = "price_eur_per_mwh") -> str:
    """Energy from that table."""
    return (
        f"{{file: p.csv, column: {column}, from: 2024-01-01, to: {to}, currency: EUR, status: illustrative}}"
    )


def test_the_example_reads() -> None:
    """Five places; what is bundled keeps its source, what is given its own; nothing is left out."""
    found = read_case(EXAMPLE, bundled_places())
    by_id = {place.id: place for place in found.places}
    assert list(by_id) == ["france", "texas", "pjm", "quebec", "norway"]
    assert [part.central for part in by_id["france"].components] == [9, 10_000, 20.9, 10, 0]
    assert by_id["france"].carbon.g_per_kwh == 19.9
    assert len(by_id["france"].energy.per_mwh) == 8760
    assert {part.central for part in by_id["texas"].components} == {70_000, 0, 0.63, 1}
    assert [part.central for part in by_id["pjm"].components][-1] == 333.44


def test_what_nobody_here_knows_is_asked_for_by_name() -> None:
    """A bare list of places names every figure that it lacks, in one go."""
    text = changed()
    bare = (
        text[: text.index("places:")]
        + "places:\n"
        + "".join(f"  - place: {name}\n" for name in bundled_places())
    )
    with pytest.raises(InputError) as caught:
        case_of(parse_document(bare, "c.yaml"), bundled_places(), EXAMPLE.parent)
    said = str(caught.value)
    for field in (
        "places[0].energy", "places[0].given.network", "places[0].given.capacity", "places[0].choose.mining_excise",
        "places[0].choose.ai_excise", "places[0].payback", "places[1].given.taxes", "places[1].carbon",
        "places[2].choose.capacity_year", "places[3].energy", "places[3].carbon", "places[4].given.taxes",
    ):  # fmt: skip
        assert f"{field}:" in said, field
    assert "status: illustrative" in said
    assert "TURPE 7 HTB" in said


def test_an_amount_in_another_currency_needs_a_rate() -> None:
    """Each place that it stands in is named, with the rate to state."""
    said = refused(("  CAD: {per_unit: 0.72, status: illustrative}\n", ""))
    assert "places[3].energy.currency = CAD" in said
    assert "rates.CAD.per_unit (USD for one CAD)" in said
    assert "rates.USD" in refused(
        ("report_currency: USD", "report_currency: EUR"), ("  EUR: {per", "  NOK: {per")
    )


def test_a_figure_needs_a_source_a_day_or_the_word_illustrative() -> None:
    """A rate too."""
    said = refused(("EUR: {per_unit: 1.15, status: illustrative}", "EUR: {per_unit: 1.15, status: fact}"))
    assert "rates.EUR.source: is missing" in said
    assert "rates.EUR.as_of: is missing" in said


def test_charges_without_basis_or_of_no_place_are_refused() -> None:
    """Per MWh or per MW and year is never guessed."""
    given = "taxes: {basis: per_mwh, central: 1, currency: USD, status: illustrative}"
    assert "basis: is missing" in refused((given, given.replace("basis: per_mwh, ", "")))
    assert "is no charge of Texas" in refused((given, f"{given}\n      toll: {given[7:]}"))
    assert "is nothing to choose at Quebec" in refused(
        ("place: quebec\n", "place: quebec\n    choose: {tax: high}\n")
    )
    assert "places[3].place = mars" in refused(("place: quebec", "place: mars"))


def test_income_is_a_lease_or_gpu_hours() -> None:
    """Not both, and not half of one."""
    lease = "lease_usd_per_it_kw_month: 154"
    rent = "rent_usd_per_gpu_h: 2.35\n    gpus_per_it_mw: 700\n    sold_frac: 0.8"
    assert case((lease, rent)).site.ai.income.usd_per_it_mw_year == pytest.approx(2.35 * 700 * 0.8 * 8760)
    assert "give either the lease" in refused((lease, f"{lease}\n    {rent}"))
    assert "together" in refused((lease, "rent_usd_per_gpu_h: 2.35"))


def test_a_table_of_a_whole_year(tmp_path: Path) -> None:
    """Every hour of 2024, a leap year; mean of 0 to 23."""
    hours(tmp_path, 8784)
    found = case((FRANCE, table()), folder=tmp_path).places[0].energy
    assert (found.hours, found.per_mwh.mean()) == (8784, 11.5)


def test_a_table_with_holes_or_too_short_is_refused(tmp_path: Path) -> None:
    """A year of seasons or nothing; the column by its name and currency."""
    hours(tmp_path, 8784)
    assert "has no column spot_eur" in refused((FRANCE, table(column="spot_eur")), folder=tmp_path)
    assert "less than a year" in refused((FRANCE, table(to="2024-06-01")), folder=tmp_path)
    assert "does not reach" in refused((FRANCE, table(to="2025-02-01")), folder=tmp_path)
    lines = (tmp_path / "p.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "p.csv").write_text("".join(lines[:500] + lines[501:]), encoding="utf-8")
    assert "every interval" in refused((FRANCE, table()), folder=tmp_path)
    assert "no such file" in refused((FRANCE, table().replace("p.csv", "q.csv")), folder=tmp_path)
    assert "holds EUR by its name" in refused(
        (FRANCE, table().replace("currency: EUR", "currency: USD")), folder=tmp_path
    )


def test_synthetic_prices_are_illustrative() -> None:
    """And of a zone and year that there are."""
    said = refused(
        (FRANCE, FRANCE.replace("status: illustrative", "status: fact, source: me, as_of: 2026-01-01"))
    )
    assert "no value of an embedded market was measured" in said
    assert "france is calibrated on" in refused((FRANCE, FRANCE.replace("2025", "1999")))


def test_every_bundled_place_answers_for_every_class_of_data() -> None:
    """And every bundled figure has a source."""
    for place in bundled_places().values():
        assert set(place.data) == set(DATA_CLASSES)
        assert all(part.source for part in place.components)
