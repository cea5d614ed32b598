"""Reads the grid's calls from files of prices and of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bascule.adapters.files.market_problems import collecting, reading, refused
from bascule.adapters.files.market_stamps import stamps_s
from bascule.adapters.files.market_table import Pick, open_table, read_rows
from bascule.adapters.sizing.call_entries import CallsEntry, EventsEntry, PriceRuleEntry, instant
from bascule.errors import InputError, InputProblem
from bascule.market.rows import usual_step_s
from bascule.model.series import Floats, Ints
from bascule.study.sizing.calls import CallYear, above, year_start_s, years_of
from bascule.study.sizing.drawn_calls import draw_years
from bascule.units import SECONDS_PER_HOUR

LEAST_KNOWN_FRAC: Final = 0.01
"""Years of which less is known are left out: files in local time reach hours into the next year."""
_LINE: Final = "__line__"
_AGREE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Event:
    start_s: int
    hours: float
    meter_mw: float


def read_calls(entry: CallsEntry, curtailable_mw: float, folders: Sequence[Path]) -> tuple[CallYear, ...]:
    """Calls by calendar year.

    Args:
        entry: What the file says, checked.
        curtailable_mw: Depth of calls that state none.
        folders: Where files are looked for, in this order.

    Raises:
        InputError: Everything that is wrong in the files.
    """
    depth = entry.depth_meter_mw or curtailable_mw
    if entry.price_above is not None:
        stamps, called, step_s = _from_prices(entry.price_above, depth, folders)
    elif entry.events is not None:
        stamps, called, step_s = _from_events(entry.events, depth, folders)
    elif entry.drawn is not None:
        drawn = draw_years(entry.drawn.to_model(), depth)
        stamps, called = (
            np.concatenate([year.stamps_s for year in drawn]),
            np.concatenate([year.called_mw for year in drawn]),
        )
        step_s = drawn[0].step_s
    else:
        raise ValueError("calls have a kind")
    deepest = float(called.max(initial=0.0))
    if deepest > curtailable_mw + _AGREE:
        hint = f"is more than curtailable_meter_mw ({curtailable_mw:g} MW): the firm part is never called"
        raise refused("calls", "calls.events", hint, f"{deepest:g} MW")
    years = years_of(stamps, called, step_s, entry.most_h_per_year)
    return tuple(year for year in years if year.known_frac >= LEAST_KNOWN_FRAC) or years


def _from_prices(rule: PriceRuleEntry, depth: float, folders: Sequence[Path]) -> tuple[Ints, Floats, int]:
    parts, problems = [], list[InputProblem]()
    span = year_start_s(rule.from_year or 1970), year_start_s((rule.to_year or 2199) + 1)
    for name in rule.files:
        with collecting(problems):
            table = open_table(_found(name, folders))
            if rule.column not in table.columns:
                shown = ", ".join(table.columns)[:120]
                raise refused(
                    name, "calls.price_above.column", f"is no column of this file ({shown})", rule.column
                )
            pick = Pick(column=rule.column, divide_by=None, where={})
            parts.append((name, read_rows(table, pick, *span)))
    if problems:
        raise InputError(problems)
    steps = {name: step for name, rows in parts if (step := usual_step_s(rows.stamps_s)) is not None}
    if len(set(steps.values())) != 1:
        said = (
            ", ".join(f"{name} {step / 60:g} minutes" for name, step in steps.items())
            or "no rows in these years"
        )
        raise refused(
            "calls", "calls.price_above.files", f"must share one step ({said}): name files of one step"
        )
    step_s = next(iter(steps.values()))
    stamps = np.concatenate([rows.stamps_s for _, rows in parts])
    prices = np.concatenate([rows.values for _, rows in parts])
    stamps, prices = _each_once(stamps, prices, rule)
    # A price that is not there is unknown, not low: the interval does not count.
    stamps, prices = stamps[np.isfinite(prices)], prices[np.isfinite(prices)]
    if not stamps.size:
        raise refused(
            "calls", "calls.price_above.files", "hold no price in these years: move from_year and to_year"
        )
    hold = max(round(rule.hold_h * SECONDS_PER_HOUR / step_s), 1)
    return stamps, np.where(above(prices, rule.above_per_mwh, hold), depth, 0.0), step_s


def _each_once(stamps: Ints, prices: Floats, rule: PriceRuleEntry) -> tuple[Ints, Floats]:
    order = np.lexsort((np.isnan(prices), stamps))
    stamps, prices = stamps[order], prices[order]
    again = np.diff(stamps) == 0
    differ = int(
        np.count_nonzero(again & (np.abs(np.diff(prices)) > _AGREE * np.maximum(np.abs(prices[1:]), 1.0)))
    )
    if differ:
        raise refused(
            " + ".join(rule.files),
            rule.column,
            f"{differ:,} times stand twice with different prices: remove one",
        )
    keep = np.concatenate([[True], ~again]) if stamps.size else np.zeros(0, dtype=np.bool_)
    return stamps[keep], prices[keep]


def _from_events(events: EventsEntry, depth: float, folders: Sequence[Path]) -> tuple[Ints, Floats, int]:
    step_s = events.step_minutes * 60
    stamps = np.arange(instant(events.from_), instant(events.to), step_s, dtype=np.int64)
    called = np.zeros(stamps.size)
    for event in _listed(events, depth) if events.file is None else _in_file(events, depth, folders):
        end_s = event.start_s + event.hours * SECONDS_PER_HOUR
        # An interval that a call touches has no full load.
        touched = (stamps + step_s > event.start_s) & (stamps < end_s)
        called[touched] = np.maximum(called[touched], event.meter_mw)
    return stamps, called, step_s


def _listed(events: EventsEntry, depth: float) -> list[_Event]:
    return [
        _Event(start_s=instant(one.start), hours=one.hours, meter_mw=one.meter_mw or depth)
        for one in events.list_ or ()
    ]


def _in_file(events: EventsEntry, depth: float, folders: Sequence[Path]) -> list[_Event]:
    path = _found(str(events.file), folders)
    wanted = [
        events.start_column,
        *(c for c in (events.hours_column, events.meter_mw_column) if c is not None),
    ]
    with reading(path):
        frame = pl.read_csv(path, infer_schema=False, row_index_name=_LINE, row_index_offset=2)
        missing = [column for column in wanted if column not in frame.columns]
        if missing:
            shown = ", ".join(frame.columns[1:])[:120]
            raise refused(path.name, "calls.events", f"has no column {missing[0]!r}: its columns are {shown}")
        starts = stamps_s(frame, events.start_column, path.name, _LINE).to_list()
        hours = _column(frame, events.hours_column, events.hours or 0.0, path.name)
        depths = _column(frame, events.meter_mw_column, depth, path.name)
    return [
        _Event(start_s=int(start), hours=lasts, meter_mw=mw)
        for start, lasts, mw in zip(starts, hours, depths, strict=True)
    ]


def _column(frame: pl.DataFrame, column: str | None, constant: float, file: str) -> list[float]:
    if column is None:
        return [constant] * frame.height
    numbers = frame[column].cast(pl.Float64, strict=False)
    wrong = frame.filter(numbers.is_null() | ~numbers.is_finite() | (numbers < 0))
    if wrong.height:
        hint = "must be a number from 0 in every row"
        raise refused(file, column, hint, str(wrong[column][0]), int(wrong[_LINE][0]))
    return [float(value) for value in numbers.to_list()]


def _found(name: str, folders: Sequence[Path]) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    looked = ", ".join(str(folder) for folder in folders)
    raise refused(name, "file", f"is not in {looked}: name its folder with --data DIR")
