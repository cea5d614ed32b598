"""Fit everything and write the package's two data files.

DATA_FOLDER holds `calibration.json` and the folders `power`, `weather` and `bitcoin`; PACKAGE_FOLDER receives
`figures.json` and `fit.json`. Takes some minutes.
"""

import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

from tools.fit_synthetic import figures, real_series
from tools.fit_synthetic.latent_fit import POWER_MEMORY, fit_series, fit_weather
from tools.fit_synthetic.price_fit import fit_price

from bascule.market.synthetic.latent import Component
from bascule.market.synthetic.series_model import SeriesModel
from bascule.market.synthetic.zones import Zone, zone_facts

ZONES: tuple[Zone, ...] = ("france", "texas")
CARBON_YEARS: dict[Zone, tuple[int, ...]] = {"france": (2021, 2023, 2025), "texas": (2022,)}
WEATHER_YEAR: dict[Zone, int] = {"france": 2023, "texas": 2020}  # has both prices and weather


def main(data: Path, package: Path) -> None:
    """Read, fit and write."""
    calibration: real_series.Calibration = json.loads((data / "calibration.json").read_text(encoding="utf-8"))
    real = {
        zone: {str(y): real_series.price(data, calibration, zone, y) for y in zone_facts(zone).years}
        for zone in ZONES
    }
    _write(package / "fit.json", {zone: _fit_zone(data, calibration, zone, real[zone]) for zone in ZONES})
    prices = {zone: {y: figures.price_figures(r) for y, r in years.items()} for zone, years in real.items()}
    content: dict[str, object] = {
        "source": figures.SOURCE,
        "price": prices,
        "bitcoin": figures.bitcoin_figures(data),
        "gpu": {"h100_sxm": figures.gpu_figures(calibration)},
        "usd_per_eur": figures.USD_PER_EUR,
    }
    _write(package / "figures.json", content)


def _fit_zone(
    data: Path, calibration: real_series.Calibration, zone: Zone, real: dict[str, real_series.Real]
) -> dict[str, object]:
    fitted = {year: fit_price(series, zone) for year, series in real.items()}
    carbon = {}
    for year in CARBON_YEARS[zone]:
        series = real_series.carbon(data, calibration, zone, year)
        carbon[str(year)] = fit_series(series, POWER_MEMORY, fitted[str(year)][1])[0]
    shared_year = WEATHER_YEAR[zone]
    noise = fitted[str(shared_year)][1]
    return {
        "price": {year: _plain(model) for year, (model, _) in fitted.items()},
        "carbon": {year: _plain(carbon.get(year, next(iter(carbon.values())))) for year in fitted},
        "temperature": _plain(
            fit_weather(real_series.temperature(data, calibration, zone), noise, shared_year)
        ),
        "clearness": _plain(fit_weather(real_series.clearness(data, zone), noise, shared_year)),
    }


def _plain(model: SeriesModel) -> dict[str, object]:
    text = json.dumps(asdict(model))
    plain: dict[str, object] = json.loads(text, parse_float=lambda number: round(float(number), 4))
    plain["rank_frac"] = [round(rank, 7) for rank in model.rank_frac]
    plain["components"] = _rows(model.components)
    if model.scarcity is not None:
        layer: dict[str, object] = json.loads(json.dumps(plain["scarcity"]))
        plain["scarcity"] = layer | {"components": _rows(model.scarcity.components)}
    return plain


def _rows(components: tuple[Component, ...]) -> list[list[float]]:
    return [[c.tau_h, c.period_h, c.order, c.weight_frac] for c in components]


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
