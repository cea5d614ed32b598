"""Sites side by side."""

from collections.abc import Callable, Sequence

from bascule.report.messages import text
from bascule.report.numbers import fixed
from bascule.report.sizing.said import interval_text, level_text
from bascule.report.tables.table import Row, Table
from bascule.study.sizing.sizing import Sizing, SizingCase
from bascule.units import HOURS_PER_YEAR

Sized = tuple[SizingCase, Sizing]


def together_table(sized: Sequence[Sized]) -> Table:
    """The sites side by side."""
    rows: list[tuple[str, Callable[[SizingCase, Sizing], str]]] = [
        ("it", lambda _, found: fixed(found.ai_it_mw, 1)),
        ("meter", lambda _, found: fixed(found.ai_meter_mw, 1)),
        ("asked", lambda case, _: f"{level_text(case.level_frac)} {text(f'sizing.hold.{case.hold.value}')}"),
        ("kept", lambda _, found: level_text(found.level_frac)),
        ("interval", lambda _, found: interval_text(found.level_interval)),
        ("draw_error", lambda _, found: f"{fixed(found.draw_error_frac * 100, 4)} %"),
        ("connection", _connection),
        ("pue", lambda case, _: fixed(case.plant.meter_mw_per_it_mw, 2)),
        ("hashing", lambda case, _: fixed(case.plant.hashing_meter_mw, 1)),
        ("hashing_room", lambda _, found: fixed(found.money.hashing_meter_mwh / HOURS_PER_YEAR, 1)),
        ("battery", _battery),
        ("rule", lambda _, found: fixed(found.most_deficit_mw, 1)),
        ("years", lambda _, found: ", ".join(_spans([y.year for y in found.years if y.counts]))),
        ("events", lambda _, found: str(found.telling.events)),
        ("called", lambda _, found: fixed(_called_h(found), 1)),
        ("ai_money", lambda case, found: _millions(case, found.money.ai)),
        ("hash_money", lambda case, found: _millions(case, found.money.hashing)),
        (
            "hash_margin",
            lambda case, _: f"{fixed(case.terms.hashing_margin_per_meter_mwh, 1)} {case.terms.currency}",
        ),
        ("connection_money", lambda case, found: _millions(case, found.money.connection)),
        ("other_money", lambda case, found: _millions(case, found.money.other_energy)),
        ("total", lambda case, found: _millions(case, found.money.total)),
    ]
    return Table(
        title=text("sizing.table.together"),
        headings=(text("sizing.column.what"), *(case.name for case, _ in sized)),
        rows=tuple(
            Row(cells=(text(f"sizing.fact.{key}"), *(said(*one) for one in sized))) for key, said in rows
        ),
    )


def _connection(case: SizingCase, found: Sizing) -> str:
    del found
    return f"{fixed(case.plant.firm_meter_mw, 1)} + {fixed(case.plant.curtailable_meter_mw, 1)}"


def _battery(case: SizingCase, found: Sizing) -> str:
    del found
    return f"{fixed(case.plant.store.power_mw, 1)} / {fixed(case.plant.store.energy_mwh, 1)}"


def _called_h(found: Sizing) -> float:
    """Called hours over the years that count, per year of data."""
    kept = [year for year in found.years if year.counts]
    return sum(year.called_h for year in kept) / sum(year.known_frac for year in kept)


def _spans(years: Sequence[int]) -> list[str]:
    """Years with those that follow each other joined.

    >>> _spans([2014, 2015, 2016, 2023])
    ['2014–2016', '2023']
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return [str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]


def _millions(case: SizingCase, amount: float) -> str:
    return f"{fixed(amount / 1e6, 2)} {case.terms.currency}"
