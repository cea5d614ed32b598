"""Runs ``bascule plan calibrate``: parameters of uncertainty from series, each with its error."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from bascule.apps.calibration_json import process_json
from bascule.apps.calibration_wiring import Daily, ReadSeries, SeriesAsk, read_series
from bascule.apps.chain_json import plain
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.cli.chain.period import period_s
from bascule.apps.cli.chain.show import put_out, refuse_unwritable
from bascule.apps.cli.plan.calibrate_options import ByDay, Model
from bascule.apps.cli.progress import waiting
from bascule.apps.json_text import SCHEMA_VERSION, Json
from bascule.errors import InputError, InputProblem
from bascule.report.calibration.remarks import remarks
from bascule.report.calibration.tables import Fit, correlation_table, days_table, fit_table
from bascule.report.chain.form import day
from bascule.report.messages import text
from bascule.report.tables.table import Table
from bascule.study.calibration.correlation import fit_correlation
from bascule.study.calibration.day_shape import DayShape, day_shape
from bascule.study.calibration.jumps import fit_jumps
from bascule.study.calibration.observed import Observed
from bascule.study.calibration.real_days import Drawing, RealDays, draw_days, whole_days
from bascule.study.calibration.reversion import fit_reversion
from bascule.study.calibration.spikes import fit_spikes
from bascule.study.calibration.walk import fit_walk

_YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    files: tuple[Path, ...]
    model: Model
    columns: tuple[str, ...]
    where: tuple[str, ...]
    period: tuple[str | None, str | None]
    daily: ByDay
    trend: bool
    threshold: float
    block_days: int
    window_days: int
    paths: int
    seed: int
    json: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    tables: tuple[Table, ...]
    document: dict[str, Json]
    remarks: tuple[str, ...]


def run(asked: Request) -> None:
    """Fit, tell and write.

    Raises:
        InputError: Everything that is wrong with options and files.
    """
    refuse_unwritable(None, asked.json)
    series = _series(asked)
    with refusing(series[0].column, asked.model.value), waiting(text("calibration.fitting")):
        found = _SHOWN[asked.model](asked, series)
    said = (*_read_remarks(asked, series), *found.remarks)
    document: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "kind": "plan_calibrate",
        "sources": [path.name for path in asked.files],
        "model": asked.model.value,
        "series": [_series_json(one) for one in series],
        **found.document,
        "remarks": list(said),
    }
    put_out(found.tables, document, asked.json, None, None, banners=said)


def _series(asked: Request) -> tuple[ReadSeries, ...]:
    several = asked.model is Model.CORRELATION
    _refuse_columns(asked, several=several)
    start_s, end_s = period_s(asked.period)
    return tuple(
        read_series(
            asked.files,
            SeriesAsk(
                column=column,
                where=_where(asked.where),
                start_s=start_s,
                end_s=end_s,
                daily=Daily(asked.daily.value),
                everywhere=not several,
            ),
        )
        for column in (asked.columns or (None,))
    )


def _refuse_columns(asked: Request, *, several: bool) -> None:
    wrong = len(asked.columns) < 2 if several else len(asked.columns) > 1
    if wrong:
        hint = "name two columns or more" if several else "name one column for this model"
        raise _refused("--column", ", ".join(asked.columns), hint)
    if asked.model is Model.DAYS and asked.daily is not ByDay.NONE:
        raise _refused("--daily", asked.daily.value, "real days keep their hours: leave it out")


def _where(given: Sequence[str]) -> dict[str, str]:
    pairs = [part.partition("=") for part in given]
    bad = [part for part, (name, sign, _) in zip(given, pairs, strict=True) if not name or not sign]
    if bad:
        raise _refused("--where", ", ".join(bad), "write COLUMN=TEXT, such as gpu_model=H100_SXM")
    return {name: value for name, _, value in pairs}


def _refused(option: str, value: str, hint: str) -> InputError:
    return InputError([InputProblem(file="command line", field=option, value=value, hint=hint)])


def _series_json(one: ReadSeries) -> dict[str, Json]:
    times = one.observed.times_s
    return {
        "column": one.column,
        "first": day(float(times[0])),
        "last": day(float(times[-1])),
        "values": len(times),
        "rows": one.rows,
        "empty_rows": one.empty,
        "years": one.observed.years,
    }


def _read_remarks(asked: Request, series: Sequence[ReadSeries]) -> list[str]:
    said = []
    for one in series:
        count = len(one.observed.values)
        if one.empty:
            said.append(text("calibration.says.empty", name=one.column, count=f"{one.empty:,}"))
        if asked.daily is not ByDay.NONE and one.rows - one.empty > count:
            said.append(
                text(
                    "calibration.says.combined",
                    name=one.column,
                    rows=f"{one.rows - one.empty:,}",
                    count=f"{count:,}",
                    daily=asked.daily.value,
                )
            )
    return said


def _fitted(asked: Request, series: Sequence[ReadSeries]) -> _Found:
    observed = series[0].observed
    fit = _fit(asked, observed)
    said = remarks(fit)
    if asked.model is not Model.GBM:
        gaps = int((~observed.even_steps()[1]).sum())
        said = (*said, *((text("calibration.says.gaps", count=f"{gaps:,}"),) if gaps else ()))
    title = text(
        "calibration.table.fit",
        model=asked.model.value,
        name=observed.name,
        count=f"{len(observed.values):,}",
        first=day(float(observed.times_s[0])),
        last=day(float(observed.times_s[-1])),
    )
    document: dict[str, Json] = {"fit": plain(fit), "process": process_json(fit)}
    return _Found(tables=(fit_table(fit, title),), document=document, remarks=said)


def _fit(asked: Request, observed: Observed) -> Fit:
    if asked.model is Model.GBM:
        return fit_walk(observed)
    if asked.model is Model.MERTON:
        return fit_jumps(observed)
    if asked.model is Model.LOG_OU:
        return fit_reversion(observed, trend=asked.trend)
    return fit_spikes(observed, threshold=asked.threshold)


def _correlated(_asked: Request, series: Sequence[ReadSeries]) -> _Found:
    fit = fit_correlation([one.observed for one in series])
    return _Found(tables=(correlation_table(fit),), document={"fit": plain(fit)}, remarks=())


def _days(asked: Request, series: Sequence[ReadSeries]) -> _Found:
    real = whole_days(series[0].observed)
    history, drawn = day_shape(real.values), _drawn(asked, real)
    title = text(
        "calibration.table.days", name=real.name, days=f"{len(real.days):,}", paths=f"{asked.paths:,}"
    )
    document: dict[str, Json] = {
        "history": plain(history),
        "drawn_years": plain(drawn),
        "whole_days": len(real.days),
        "left_out_days": real.left_out,
        "seed": asked.seed,
        "block_days": asked.block_days,
        "window_days": asked.window_days,
    }
    left = text("calibration.says.left_out", count=f"{real.left_out:,}")
    return _Found(
        tables=(days_table(history, drawn, title),),
        document=document,
        remarks=(left,) if real.left_out else (),
    )


def _drawn(asked: Request, real: RealDays) -> list[DayShape]:
    how = Drawing(block_days=asked.block_days, window_days=asked.window_days)
    rng = np.random.default_rng(asked.seed)
    paths = draw_days(real.days, int(real.days[-1]) + 1, _YEAR_DAYS, asked.paths, rng, how)
    return [day_shape(real.values[path]) for path in paths]


_SHOWN: Final[Mapping[Model, Callable[[Request, Sequence[ReadSeries]], _Found]]] = MappingProxyType(
    {
        Model.GBM: _fitted,
        Model.MERTON: _fitted,
        Model.LOG_OU: _fitted,
        Model.SPIKES: _fitted,
        Model.CORRELATION: _correlated,
        Model.DAYS: _days,
    }
)
