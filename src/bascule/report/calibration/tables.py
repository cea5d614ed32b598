"""Tables of fits: each parameter with its error and interval."""

from collections.abc import Iterable, Sequence

from bascule.report.messages import text
from bascule.report.numbers import NONE
from bascule.report.tables.table import Row, Table
from bascule.study.calibration.correlation import CorrelationFit
from bascule.study.calibration.day_shape import DayShape
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.jumps import JumpFit
from bascule.study.calibration.reversion import ReversionFit
from bascule.study.calibration.spikes import SpikeFit
from bascule.study.calibration.walk import WalkFit
from bascule.units import DAYS_PER_YEAR

Fit = WalkFit | JumpFit | ReversionFit | SpikeFit
Line = tuple[str, Estimate | float | None]

_HEADINGS = ("parameter", "value", "error", "low", "high")


def fit_table(fit: Fit, title: str) -> Table:
    """A line per parameter; figures that are no estimates have no error."""
    return Table(
        title=title,
        headings=tuple(text(f"calibration.column.{name}") for name in _HEADINGS),
        rows=tuple(_row(name, value) for name, value in _lines(fit)),
    )


def correlation_table(fit: CorrelationFit) -> Table:
    """A line per pair."""
    pairs = [(i, j) for i in range(len(fit.names)) for j in range(i)]
    return Table(
        title=text("calibration.table.correlation", count=f"{fit.count:,}"),
        headings=tuple(text(f"calibration.column.{name}") for name in ("pair", "value", "low", "high")),
        rows=tuple(
            Row(
                cells=(
                    f"{fit.names[j]} × {fit.names[i]}",
                    *(digits(float(matrix[i, j])) for matrix in (fit.matrix, fit.low, fit.high)),
                )
            )
            for i, j in pairs
        ),
    )


def days_table(real: DayShape, drawn: Sequence[DayShape], title: str) -> Table:
    """Real days beside drawn years: means over years, and how far years differ."""
    return Table(
        title=title,
        headings=tuple(
            text(f"calibration.column.{name}") for name in ("measure", "history", "drawn", "scatter")
        ),
        rows=tuple(
            _shape_row(name, getattr(real, name), [getattr(year, name) for year in drawn])
            for name in ("mean", "sd", "daily_range", "negative_frac", "next_day")
        ),
    )


def digits(value: float | None) -> str:
    """Four significant digits.

    >>> digits(1234.56), digits(-0.0123456), digits(None)
    ('1,235', '−0.01235', '–')
    """
    if value is None:
        return NONE
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return shown.replace("-", "−", 1) if shown.startswith("-") else shown


def _row(name: str, value: Estimate | float | None) -> Row:
    label = text(f"calibration.{name}")
    if not isinstance(value, Estimate):
        return Row(cells=(label, digits(value), "", "", ""))
    ends = value.interval_95 or (None, None)
    return Row(
        cells=(label, digits(value.value), digits(value.standard_error), *(digits(end) for end in ends))
    )


def _lines(fit: Fit) -> Iterable[Line]:
    match fit:
        case WalkFit():
            return _walk(fit)
        case JumpFit():
            return _jumps(fit)
        case ReversionFit():
            return _reversion(fit)
        case SpikeFit():
            return _spikes(fit)


def _walk(fit: WalkFit) -> Iterable[Line]:
    yield "drift", fit.drift
    yield "volatility", fit.volatility
    yield "excess_kurtosis", fit.excess_kurtosis


def _jumps(fit: JumpFit) -> Iterable[Line]:
    yield "drift", fit.drift
    yield "slope", fit.slope
    yield "diffusion", fit.volatility
    yield "intensity", fit.intensity
    yield "jump_mean", fit.jump_mean
    yield "jump_sd", fit.jump_sd
    yield "total_volatility", fit.total_volatility
    yield "ratio", fit.ratio
    yield "p_value", fit.p_value


def _reversion(fit: ReversionFit) -> Iterable[Line]:
    yield "speed", fit.speed
    yield "speed_bias", fit.speed_bias
    yield "half_life_days", fit.half_life_years * DAYS_PER_YEAR
    yield "level", fit.level
    yield "volatility", fit.volatility
    if fit.technology_drift is not None:
        yield "technology_drift", fit.technology_drift
    yield "walk_statistic", fit.walk_statistic
    yield "walk_critical", fit.walk_critical


def _spikes(fit: SpikeFit) -> Iterable[Line]:
    yield "base_level", fit.level
    yield "speed", fit.speed
    yield "base_volatility", fit.volatility
    yield "spikes_per_year", fit.spikes_per_year
    yield "spike_size", fit.spike_size
    yield "spike_size_sd", fit.spike_size_sd
    yield "spike_steps", fit.spike_steps
    yield "up_frac", fit.up_frac
    yield "mean_with_spikes", fit.mean_with_spikes


def _shape_row(name: str, real: float | None, drawn: Sequence[float | None]) -> Row:
    told = [value for value in drawn if value is not None]
    mean = sum(told) / len(told) if told else None
    scatter = (
        (sum((value - mean) ** 2 for value in told) / (len(told) - 1)) ** 0.5
        if mean is not None and len(told) > 1
        else None
    )
    return Row(cells=(text(f"calibration.{name}"), digits(real), digits(mean), digits(scatter)))
