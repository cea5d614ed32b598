"""What a reader of a fit must know before using it."""

from collections.abc import Iterator
from typing import Final

from bascule.report.calibration.tables import Fit, digits
from bascule.report.messages import text
from bascule.report.numbers import percent
from bascule.study.calibration.estimate import Estimate
from bascule.study.calibration.jumps import JumpFit
from bascule.study.calibration.reversion import ReversionFit
from bascule.study.calibration.spikes import WINDOW, SpikeFit
from bascule.study.calibration.walk import WalkFit

_SHORT_YEARS: Final = 4.0
_FAT: Final = 1.0
_OFTEN: Final = 0.1
_UNLIKELY: Final = 0.05
_BIASED: Final = 0.25
_FEW_LIVES: Final = 10.0


def remarks(fit: Fit) -> tuple[str, ...]:
    """In the order in which they matter."""
    match fit:
        case WalkFit():
            return tuple(_walk(fit))
        case JumpFit():
            return (*_jumps(fit), *_drift(fit.drift, fit.walk), *_short(fit.walk.years))
        case ReversionFit():
            return tuple(_reversion(fit))
        case SpikeFit():
            said = text("calibration.says.spikes", threshold=digits(fit.threshold), window=str(WINDOW))
            return (said, *_short(fit.years))


def _walk(fit: WalkFit) -> Iterator[str]:
    yield from _drift(fit.drift, fit)
    yield from _short(fit.years)
    if fit.excess_kurtosis > _FAT:
        yield text("calibration.says.tails", kurtosis=digits(fit.excess_kurtosis))


def _drift(drift: Estimate, walk: WalkFit) -> Iterator[str]:
    yield text(
        "calibration.says.drift",
        drift=digits(drift.value),
        error=digits(drift.standard_error),
        years=digits(float(round(walk.years_for_a_point))),
    )


def _short(years: float) -> Iterator[str]:
    if years < _SHORT_YEARS:
        yield text("calibration.says.short", years=digits(years))


def _jumps(fit: JumpFit) -> Iterator[str]:
    if fit.at_edge:
        yield text("calibration.says.edge")
    if fit.per_step > _OFTEN:
        yield text("calibration.says.often", jumps=digits(fit.intensity.value), frac=percent(fit.per_step))
    if fit.p_value > _UNLIKELY:
        yield text("calibration.says.no_jumps", chance=digits(fit.p_value))


def _reversion(fit: ReversionFit) -> Iterator[str]:
    if not fit.reverts:
        yield text(
            "calibration.says.walk", statistic=digits(fit.walk_statistic), critical=digits(fit.walk_critical)
        )
    share = fit.speed_bias / fit.speed.value
    if share > _BIASED:
        yield text(
            "calibration.says.bias",
            years=digits(fit.years),
            bias=digits(fit.speed_bias),
            frac=percent(share),
        )
    lives = fit.years / fit.half_life_years
    if lives < _FEW_LIVES:
        yield text("calibration.says.level", years=digits(fit.years), lives=digits(lives))
    yield from _short(fit.years)
