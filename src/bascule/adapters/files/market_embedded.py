"""The spec string that stands for the embedded market among the files: ``embedded:france:2023:7``."""

from collections.abc import Mapping, Sequence
from typing import Final

from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.files.market_period import Period
from bascule.adapters.files.market_problems import refused
from bascule.errors import InputError, InputProblem
from bascule.market.embedded import ZONES, embedded_market
from bascule.market.synthetic.zones import Zone, zone_facts
from bascule.model.market import Market

PREFIX: Final = "embedded:"
_FORM: Final = "write embedded:<zone>:<calibration year>:<seed>, such as embedded:france:2023:7"


def read_embedded(
    names: Sequence[str], needed: Mapping[str, str], period: Period, *, optimistic: bool
) -> Market:
    """The embedded market that a spec string asks for.

    Args:
        names: All that was given as market files; the spec string must stand alone.
        needed: Series names with the place that asks for each.
        period: The time to cover.
        optimistic: Whether real-time values are known at the start of their interval.

    Raises:
        InputError: The string is not understood, stands beside files, or lacks needed series.
    """
    if len(names) > 1:
        hint = "the embedded market stands alone: all series come from it; leave the files away"
        raise refused("market", "files", hint, ", ".join(names))
    zone, year, seed = _parsed(names[0])
    grid = period.grid(zone_facts(zone).step_s)
    market = embedded_market(
        zone,
        calibration_year=year,
        start=period.start,
        end=grid.end,
        history=period.history,
        seed=seed,
        optimistic=optimistic,
    )
    absent = [_absent(names[0], name, needed[name], market) for name in needed if name not in market.series]
    if absent:
        raise InputError(absent)
    return market


def _absent(file: str, name: str, asked_by: str, market: Market) -> InputProblem:
    hint = f"{asked_by} needs it and the embedded market has none: {suggestion(name, market.series)}"
    return InputProblem(file=file, field=name, value="", hint=hint)


def _parsed(text: str) -> tuple[Zone, int, int]:
    parts = text.removeprefix(PREFIX).split(":")
    if len(parts) != len(("zone", "year", "seed")) or not all(part.isdecimal() for part in parts[1:]):
        raise refused("market", "files", _FORM, text)
    zone = next((known for known in ZONES if known == parts[0]), None)
    if zone is None:
        raise refused("market", "files", f"{_FORM}; {suggestion(parts[0], ZONES)}", text)
    year, seed = int(parts[1]), int(parts[2])
    years = zone_facts(zone).years
    if year not in years:
        hint = f"{zone} is calibrated on {', '.join(map(str, years))}: choose one of them"
        raise refused("market", "files", hint, text)
    return zone, year, seed
