"""The figures that the embedded market is calibrated on, read from the two JSON files beside this module.

`figures.json` holds figures of the real series with their sources; `fit.json` holds what was fitted so that
generated years show the same figures.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TypedDict

from bascule.market.synthetic.closeness import Closeness
from bascule.market.synthetic.latent import Component
from bascule.market.synthetic.series_model import Scarcity, SeriesModel
from bascule.market.synthetic.shape import Shape
from bascule.market.synthetic.zones import Zone


class _ShapeFigures(TypedDict):
    month: Sequence[float]
    weekday: Sequence[float]
    hour: Sequence[Sequence[float]]


class _ScarcityFigures(TypedDict):
    share_frac: float
    score: _ShapeFigures
    components: Sequence[Sequence[float]]
    coupling: float


class _SeriesFigures(TypedDict):
    rank_frac: Sequence[float]
    value: Sequence[float]
    score: _ShapeFigures
    log_scale: _ShapeFigures
    components: Sequence[Sequence[float]]
    coupling: float
    ripple: float
    scarcity: _ScarcityFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BitcoinFigures:
    """One calendar year of the Bitcoin network; UTC days.

    Attributes:
        price_first_usd: Price of a bitcoin on the first day.
        price_last_usd: Price on the last day.
        volatility_annual_frac: Standard deviation of daily log returns times the root of 365.
        difficulty_first: Difficulty on the first day.
        difficulty_last: Difficulty on the last day.
        retarget_std_frac: Standard deviation of the difficulty's change per retarget.
        fees_btc_per_block: Mean fees per block, bitcoin.
        fees_log_std: Standard deviation of the logarithm of a day's fees per block.
        fees_log_memory: Correlation of that logarithm with the day before.
    """

    price_first_usd: float
    price_last_usd: float
    volatility_annual_frac: float
    difficulty_first: float
    difficulty_last: float
    retarget_std_frac: float
    fees_btc_per_block: float
    fees_log_std: float
    fees_log_memory: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuFigures:
    """Rental market of one accelerator (an H100 SXM class device).

    Attributes:
        on_demand_usd_per_gpu_h: Typical on-demand price.
        spot_usd_per_gpu_h: Typical interruptible price.
        on_demand_log_std: Standard deviation of the on-demand price's logarithm over time.
        spot_log_std: The same for the interruptible price (assumption).
        tau_days: How long deviations last, days (assumption).
        common_frac: Correlation of the two prices' deviations (assumption).
    """

    on_demand_usd_per_gpu_h: float
    spot_usd_per_gpu_h: float
    on_demand_log_std: float
    spot_log_std: float
    tau_days: float
    common_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Everything that one zone and calibration year need.

    Attributes:
        price: Power price, in the zone's currency per MWh.
        carbon: Carbon intensity, g/kWh.
        temperature: Outdoor temperature, degrees Celsius.
        clearness: Share of clear-sky solar power that reaches the plant, 0 to about 1.
        bitcoin: The Bitcoin network in the calibration year.
        gpu: The GPU rental market (one calibration for all years).
        usd_per_eur: Exchange rate of the calibration year (assumption: constant).
    """

    price: SeriesModel
    carbon: SeriesModel
    temperature: SeriesModel
    clearness: SeriesModel
    bitcoin: BitcoinFigures
    gpu: GpuFigures
    usd_per_eur: float


def load_calibration(zone: Zone, calibration_year: int) -> Calibration:
    """Read the calibration of a zone and year from the package's own data.

    Args:
        zone: One of the calibrated zones.
        calibration_year: One of the zone's years.

    Returns:
        The calibration.

    Raises:
        KeyError: If the year is not held for the zone.
    """
    year = str(calibration_year)
    figures, fit = json.loads(_text("figures.json")), json.loads(_text("fit.json"))[zone]
    return Calibration(
        price=_series(fit["price"][year]),
        carbon=_series(fit["carbon"][year]),
        temperature=_series(fit["temperature"]),
        clearness=_series(fit["clearness"]),
        bitcoin=BitcoinFigures(**figures["bitcoin"][year]),
        gpu=GpuFigures(**figures["gpu"]["h100_sxm"]),
        usd_per_eur=figures["usd_per_eur"][year],
    )


def real_closeness(zone: Zone, calibration_year: int) -> Closeness:
    """Return the figures of the real price series that a zone and year are calibrated on.

    Args:
        zone: One of the calibrated zones.
        calibration_year: One of the zone's years.

    Returns:
        The real side of the closeness table.

    Raises:
        KeyError: If the year is not held for the zone.
    """
    raw = json.loads(_text("figures.json"))["price"][zone][str(calibration_year)]
    return Closeness(**{**raw, "hour_mean_per_mwh": tuple(raw["hour_mean_per_mwh"])})


def _text(name: str) -> str:
    return files("bascule.market.synthetic").joinpath(name).read_text(encoding="utf-8")


def _series(raw: _SeriesFigures) -> SeriesModel:
    scarcity = raw["scarcity"]
    return SeriesModel(
        rank_frac=tuple(raw["rank_frac"]),
        value=tuple(raw["value"]),
        score=_shape(raw["score"]),
        log_scale=_shape(raw["log_scale"]),
        components=_components(raw["components"]),
        coupling=raw["coupling"],
        ripple=raw["ripple"],
        scarcity=None if scarcity is None else _scarcity(scarcity),
    )


def _scarcity(raw: _ScarcityFigures) -> Scarcity:
    return Scarcity(
        share_frac=raw["share_frac"],
        score=_shape(raw["score"]),
        components=_components(raw["components"]),
        coupling=raw["coupling"],
    )


def _shape(raw: _ShapeFigures) -> Shape:
    return Shape(
        month=tuple(raw["month"]),
        weekday=tuple(raw["weekday"]),
        hour=tuple(tuple(row) for row in raw["hour"]),
    )


def _components(raw: Sequence[Sequence[float]]) -> tuple[Component, ...]:
    return tuple(
        Component(tau_h=tau, period_h=period, order=round(order), weight_frac=weight)
        for tau, period, order, weight in raw
    )
