"""Every kind of wrong site file that has a message of its own, with file, line, field, value and remedy."""

import pytest
from tests.adapters.files.site_samples import SITE, complaint, complaints, sample

REST = "{name: rest, power_w: 0, hashrate_th_s: 0}"
SLOW = "{name: slow, power_w: 9, hashrate_th_s: 5}"
FALLS = "{name: falls, power_w: 10, hashrate_th_s: 4}"

CASES = {
    "unknown key": (
        ("pool_fee_frac: 0.02", "pool_fe_frac: 0.02"),
        "site.yaml:12: asic_fleets[0].pool_fe_frac = 0.02: is not a key here: did you mean pool_fee_frac?",
    ),
    "unknown section": (
        ("batteries:", "batterys:"),
        "batterys = [...]: is not a key here: did you mean batteries?",
    ),
    "kW for MW": (
        ("import_limit_mw: 50", "import_limit_kw: 50000"),
        "grid.import_limit_kw = 50000: is not a key here: write import_limit_mw: 50 (multiply _kw by 0.001)",
    ),
    "percent for fraction": (
        ("pool_fee_frac: 0.02", "pool_fee_pct: 2"),
        "pool_fee_pct = 2: is not a key here: write pool_fee_frac: 0.02 (multiply _pct by 0.01)",
    ),
    "per kWh for per MWh": (
        ("per_mwh: 10\n", "per_kwh: 0.01\n"),
        "energy_adders[0].per_kwh = 0.01: is not a key here: write per_mwh: 10 (multiply _per_kwh by 1000)",
    ),
    "unknown nested key": (
        ("start_hour: 8", "start_hours: 8"),
        "energy_contracts[1].periods[0].start_hours = 8: is not a key here: did you mean start_hour?",
    ),
    "other word for from": (
        (
            "from: 2024-01-01\n    to: 2025-01-01\n  - name: peak",
            "start: 2024-01-01\n    to: 2025-01-01\n  - name: peak",
        ),
        "energy_contracts[0].start = 2024-01-01: is not a key here: did you mean from?",
    ),
    "missing key": (
        ("    count: 1000\n", ""),
        "site.yaml:9: asic_fleets[0].count: is missing: machines installed",
    ),
    "missing date": (
        (
            "    drawn_frac: 0.8\n    rent_per_kw_month: 120\n    pue: 1.3\n    from: 2024-01-01\n",
            "    drawn_frac: 0.8\n    rent_per_kw_month: 120\n    pue: 1.3\n",
        ),
        "colocation_leases[0].from: is missing: first moment in force, ISO, local to the site",
    ),
    "key twice": (
        ("    count: 1000\n", "    count: 1000\n    count: 2000\n"),
        "site.yaml:11: asic_fleets[0].count: stands twice, on lines 11 and 12: keep one",
    ),
    "negative count": (("count: 1000", "count: -5"), "count = -5: must be at least 1"),
    "count with a point": (("count: 1000", "count: 10.5"), "count = 10.5: must be a whole number"),
    "true for a number": (("count: 1000", "count: true"), "count = true: must be a whole number"),
    "words for a number": (
        ("energy_mwh: 10", "energy_mwh: 10 MWh"),
        "energy_mwh = 10 MWh: must be a number: write digits only",
    ),
    "fraction in percent": (
        ("pool_fee_frac: 0.02", "pool_fee_frac: 95"),
        "must be a fraction from 0 to 1: write 0.95 for 95 %",
    ),
    "level in percent": (
        ("capacity_frac: 0.5", "capacity_frac: 50"),
        "must be between 0 and 1: write 0.5 for 50 %",
    ),
    "infinite number": (("energy_mwh: 10", "energy_mwh: .inf"), "energy_mwh = inf: must be a finite number"),
    "not a number": (("energy_mwh: 10", "energy_mwh: .nan"), "energy_mwh = nan: must be a finite number"),
    "huge number": (
        ("energy_mwh: 10", "energy_mwh: 9e99"),
        "energy_mwh = 9e+99: must be at most 100,000 MWh",
    ),
    "sentinel price": (
        ("per_mwh: 10\n", "per_mwh: 9999999\n"),
        "energy_adders[0].per_mwh = 9999999: must be at most 10,000",
    ),
    "infinite level": (("price: 20", "price: .inf"), "price = inf: must be between -10,000 and 10,000"),
    "number for a series": (
        ("price: spot_eur_per_mwh", "price: 40"),
        "energy_contracts[0].price = 40: must be the name of a series in the market file",
    ),
    "words for a series": (
        ("price: 20", "price: my price"),
        "price = my price: must be the name of a series",
    ),
    "list for a level": (("price: 20", "price: [20]"), "must be a number or the name of a series"),
    "series in another currency": (
        ("price: spot_eur_per_mwh", "price: spot_usd_per_mwh"),
        "energy_contracts[0].price = spot_usd_per_mwh: is in USD, but the site's amounts are in EUR",
    ),
    "no date": (
        ("release: 2024-03-01", "release: soon"),
        "batch_jobs[0].release = soon: must be an ISO date or time, such as 2025-01-01",
    ),
    "date far off": (("release: 2024-03-01", "release: 0001-03-01"), "must lie in the years 1970 to 2200"),
    "date that the clock skips": (
        ("release: 2024-03-01", "release: 2023-03-26T02:30"),
        "release = 2023-03-26T02:30: does not exist in Europe/Paris: the clock jumps over it",
    ),
    "from after to": (
        (
            "tonnes: 1000\n  carbon: carbon_g_per_kwh\n  from: 2024",
            "tonnes: 1000\n  carbon: carbon_g_per_kwh\n  from: 2034",
        ),
        "emission_cap.to = 2025-01-01: must be later than from (2034-01-01)",
    ),
    "overlapping supply": (
        ("otherwise_per_mwh: 60\n    from: 2025", "otherwise_per_mwh: 60\n    from: 2024"),
        "energy_contracts[1] = peak prices: overlaps with 'spot' from 2024-01-01 00:00 to 2025-01-01 00:00",
    ),
    "overlapping exports": (
        (
            "export_contracts:\n",
            "export_contracts:\n  - {name: x, price: 1, from: 2025-12-01, to: 2027-01-01}\n",
        ),
        "export_contracts[0] = x: overlaps with 'surplus' from 2025-12-01 00:00 to 2026-01-01 00:00",
    ),
    "unknown kind": (
        ("kind: time_of_use", "kind: time_of_us"),
        "kind = time_of_us: is not known: did you mean time_of_use?",
    ),
    "missing kind": (
        ("    kind: spot\n", ""),
        "energy_contracts[0].kind: is missing: one of spot, nominated",
    ),
    "unknown choice": (("kind: solar", "kind: sun"), "generators[0].kind = sun: must be 'solar' or 'wind'"),
    "billing interval": (
        ("billing_interval_minutes: 15", "billing_interval_minutes: 7"),
        "billing_interval_minutes = 7: must divide a day of 1440 minutes",
    ),
    "billing interval with a point": (
        ("billing_interval_minutes: 15", "billing_interval_minutes: 7.5"),
        "billing_interval_minutes = 7.5: must be a whole number",
    ),
    "unknown pool": (
        ("pool: cluster\n    job_class: pretrain", "pool: clustre\n    job_class: pretrain"),
        "firm_reservations[0].pool = clustre: is no GPU pool of this site; did you mean cluster?",
    ),
    "unknown job class": (
        ("job_class: pretrain", "job_class: pretraining"),
        "job_class = pretraining: is no job class of pool 'cluster'; did you mean pretrain?",
    ),
    "name twice": (
        ("name: shop", "name: hall"),
        "gpu_sales[0].name = hall: is the name of asic_fleets[0] too",
    ),
    "curtailable above the limit": (
        ("curtailable_mw: 10", "curtailable_mw: 60"),
        "grid.curtailable_mw = 60: must be at most import_limit_mw (50 MW)",
    ),
    "orders with nothing to call": (
        ("curtailable_mw: 10", "curtailment: {order_series: order_mw}"),
        "grid.curtailment = order_mw: has nothing to call: set curtailable_mw above 0",
    ),
    "unknown time zone": (
        ("Europe/Paris", "Europe/Pariss"),
        "time_zone = Europe/Pariss: must be a time zone of the IANA list; the nearest are Europe/Paris",
    ),
    "unknown currency": (("currency: EUR", "currency: GBP"), "currency = GBP: must be EUR or USD"),
    "country in words": (
        ("country: FR", "country: France"),
        "country = France: must be the two capital letters",
    ),
    "firm above the pool": (
        ("gpus: 500", "gpus: 900"),
        "gpu_pools[0].count = 800: is fewer than the 900 GPUs that firm reservations promise at once",
    ),
    "tenants above the limit": (
        ("contracted_it_mw: 3", "contracted_it_mw: 60"),
        "grid.import_limit_mw = 50: is less than the 62.4 MW that must always be carried",
    ),
    "unknown model": (
        ("model: S21\n", "model: S19j Po\n"),
        "asic_fleets[0].model = S19j Po: is not in the catalogue; the nearest are S19j Pro",
    ),
    "no model": (("    model: S21\n", ""), "asic_fleets[0].model: is missing: name a catalogue model"),
    "unknown accelerator": (
        ("accelerator: H100 SXM", "accelerator: H100"),
        "accelerator = H100: is not in the catalogue; the nearest are H100 SXM",
    ),
    "falling hashrate": (
        (
            "model: S21",
            f"operating_points: [{REST}, {SLOW}, {FALLS}]",
        ),
        "'falls' draws 10 W but yields less than 'slow' at 9 W",
    ),
    "no resting point": (
        (
            "model: S21",
            f"operating_points: [{SLOW}, {SLOW.replace('slow', 'other').replace('9', '10')}]",
        ),
        "operating points need one at rest",
    ),
    "point named twice": (
        (
            "model: S21",
            f"operating_points: [{REST}, {REST}]",
        ),
        "asic_fleets[0].operating_points = rest: stands twice",
    ),
    "rest with own points": (
        (
            "model: S21",
            f"rest: sleep\n    operating_points: [{REST}, {SLOW}]",
        ),
        "asic_fleets[0].rest = sleep: goes with a catalogue model only",
    ),
    "no full level": (
        ("pue: 1.2", "job_classes: [{name: a, levels: [{name: half, power_w: 900, throughput_frac: 0.5}]}]"),
        "job_classes[0].levels = [...]: must hold a level with throughput_frac 1",
    ),
    "pue and cooling": (
        ("pue: 1.2", "pue: 1.2\n    cooling: liquid"),
        "give either pue or cooling, not both",
    ),
    "unknown cooling": (
        ("pue: 1.2", "cooling: liqid"),
        "cooling = liqid: is no kind of cooling; did you mean liquid?",
    ),
    "pue below one": (("pue: 1.2", "pue: 0.9"), "pue = 0.9: must be a number from 1 to 3"),
    "curve that falls back": (
        ("pue: 1.2", "pue: {temperature_c: [20, 10], pue: [1.1, 1.2]}"),
        "must have rising temperatures",
    ),
    "curve of unequal lists": (
        ("pue: 1.2", "pue: {temperature_c: [20], pue: [1.1, 1.2]}"),
        "as many values under pue as temperatures",
    ),
    "curve with other keys": (
        ("pue: 1.2", "pue: {temperature: [20], pue: [1.1]}"),
        "must have the keys temperature_c and pue",
    ),
    "derate of unequal lists": (
        ("model: S21", "model: S21\n    derate: {temperature_c: [30, 40], power_frac: [1]}"),
        "asic_fleets[0].derate.power_frac = [...]: must have one value per temperature: 2, not 1",
    ),
    "battery starts too full": (
        ("initial_mwh: 5", "initial_mwh: 11"),
        "batteries[0].initial_mwh = 11: must be at most energy_mwh (10 MWh)",
    ),
    "battery starts too empty": (
        ("initial_mwh: 5", "initial_mwh: 1\n    least_mwh: 2"),
        "initial_mwh = 1: must be at least least_mwh (2 MWh): the battery starts outside its limits",
    ),
    "final energy beyond capacity": (
        ("initial_mwh: 5", "final_mwh: 12"),
        "batteries[0].final_mwh = 12: must be at most energy_mwh (10 MWh)",
    ),
    "modes not rising": (
        ("modes_mw: [1, 2]", "modes_mw: [2, 1]"),
        "modes_mw = [...]: must rise from one mode",
    ),
    "modes beside power": (("modes_mw: [1, 2]", "modes_mw: [1]"), "must end at power_mw (2 MW), not at 1 MW"),
    "load between its modes": (
        ("modes_mw: [1, 2]", "modes_mw: [1, 2]\n    initial_mw: 1.5"),
        "initial_mw = 1.5: must be 0 or one of its modes",
    ),
    "release after deadline": (
        ("deadline: 2024-03-02", "deadline: 2024-02-01"),
        "batch_jobs[0].deadline = 2024-02-01T00:00: must be later than release (2024-03-01T00:00)",
    ),
    "known after release": (
        ("deadline: 2024-03-02", "deadline: 2024-03-02\n    known: 2024-03-01T06:00"),
        "known = 2024-03-01T06:00: must be no later than release",
    ),
    "job window too short": (
        ("gpu_h: 1000", "gpu_h: 5000"),
        "batch_jobs[0].gpu_h = 5000: needs more than the window holds (100 GPUs x 24 h give 2400 GPU-h)",
    ),
    "daily window too short": (
        ("gpu_h: 500", "gpu_h: 5000"),
        "daily_jobs[0].gpu_h = 5000: needs more than the window holds (100 GPUs x 10 h give 1000 GPU-h)",
    ),
    "restart time without use": (
        ("gpu_h: 500", "gpu_h: 500\n    restart_h: 0.5"),
        "restart_h = 0.5: goes with whole_interval: true",
    ),
    "job above the pool": (
        (
            "gpu_h: 500\n    release_hour: 20\n    window_h: 10\n    max_gpus: 100",
            "gpu_h: 500\n    release_hour: 20\n    window_h: 10\n    max_gpus: 900",
        ),
        "daily_jobs[0].max_gpus = 900: must be at most the 800 GPUs of pool 'cluster'",
    ),
    "list for an entry": (("name: Test site", "name: [a]"), "name = [...]: must be a text"),
    "name of two lines": (("name: Test site", 'name: "a\\nb"'), "must be one line of 1 to 100 characters"),
    "word for a list": (
        ("modes_mw: [1, 2]", "modes_mw: 2"),
        "modes_mw = 2: must be a list: start each item with '- '",
    ),
    "word for keys": (
        ("grid:\n  import_limit_mw: 50\n  curtailable_mw: 10", "grid: 50"),
        "grid = 50: must be keys with values",
    ),
    "anchor": (("count: 1000", "count: &n 1000"), "anchors (&) and aliases (*) are not used here"),
    "tag": (("count: 1000", "count: !!int 1000"), "tags (!) are not used here"),
}


@pytest.mark.parametrize("case", CASES)
def test_wrong_file_is_named_with_its_remedy(case: str) -> None:
    """One wrong thing gives one message that names it and says what to do."""
    change, expected = CASES[case]
    assert expected in complaint(sample(change))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "site.yaml: file: is empty: 'bascule init' writes an example"),
        ("- a\n- b", "site.yaml:1: file: must be keys with values"),
        ("a: [1, 2", "site.yaml:1: file: is not YAML: expected"),
        ("a: 1\n---\nb: 2", "file: holds more than one YAML document"),
        ("[" * 50, "file: is nested deeper than 20 levels"),
        ("[1]: 2", "file: has a key that is not a word"),
        ("a: [" + "1," * 100_001 + "]", "file: holds more than 100,000 values: move jobs into a CSV file"),
    ],
    ids=["empty", "list", "cut off", "two documents", "deep", "list as key", "many values"],
)
def test_text_that_is_no_site_is_refused_as_a_whole(text: str, expected: str) -> None:
    """Text that is no mapping of keys gives one message about the file."""
    assert expected in complaint(text)


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    """Problems of single entries and between entries are listed together, by line."""
    text = sample(("count: 1000", "count: -1"), ("gpus: 500", "gpus: 900"), ("name: shop", "name: hall"))
    found = complaints(text)
    assert [part.split(": ")[1].split(" = ")[0] for part in found] == [
        "asic_fleets[0].count",
        "gpu_pools[0].count",
        "gpu_sales[0].name",
    ]


def test_endless_problems_are_counted() -> None:
    """Beyond two hundred problems their number is enough."""
    contract = "  - {name: c, kind: fixed, price_per_mwh: 1, from: 2024-01-01, to: 2026-01-01}\n"
    found = complaints(sample(("energy_contracts:\n", "energy_contracts:\n" + contract * 300)))
    assert len(found) == 201
    assert found[-1] == "site.yaml: file: has 400 more problems: correct these 200 first"


def test_converted_key_is_not_reported_as_missing_too() -> None:
    """A required key under a wrong unit is one problem, not two."""
    assert len(complaints(sample(("import_limit_mw: 50", "import_limit_kw: 50000")))) == 1


def test_missing_sections_are_named() -> None:
    """A file with nothing but a name lacks the head's keys and the grid."""
    fields = {part.split(": ")[1] for part in complaints("name: x")}
    assert fields == {"country", "time_zone", "currency", "grid"}


def test_sample_itself_is_right() -> None:
    """The sample that the cases change has no problem of its own."""
    assert complaints(SITE) == []
