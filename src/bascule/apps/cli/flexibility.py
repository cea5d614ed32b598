"""Runs ``bascule flexibility``: what a site can shed, how fast, for how long, and at what cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Final

from bascule.apps.cli.answer import answer, screen_beside, unwritable_json
from bascule.apps.cli.flexibility_tables import show_sheet, show_stated
from bascule.apps.cli.problems import Problems
from bascule.apps.flexibility_json import flexibility_document
from bascule.apps.wiring import instant, read_site
from bascule.errors import InputError, InputProblem
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.simulate.conditions import matters
from bascule.study.flexibility import Sheet, sheet
from bascule.study.running import Moment, needed_values
from bascule.units import per_th_h_from_per_ph_day

PRICES_PER_MWH: Final = (40.0,)
HASHPRICES_USD_PER_PH_DAY: Final = (30.0, 45.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A flexibility sheet as the command line asks for it.

    Attributes:
        site: Site file.
        prices_per_mwh: All money per MWh at the meter, one sheet each.
        hashprices_usd_per_ph_day: What a hash earns, one sheet each.
        temperature_c: Outdoor temperature; None takes the site's constant.
        at: Moment whose contracts count, as written; None takes the start of the last supply contract.
        usd_per_eur: Exchange rate, for fleets of a site in EUR.
        ai_shed_s: Time in which AI work stops.
        values: Values of series that contracts name, ``SERIES=NUMBER``.
        json: File for the answer, ``-`` for standard output.
    """

    site: Path
    prices_per_mwh: tuple[float, ...]
    hashprices_usd_per_ph_day: tuple[float, ...]
    temperature_c: float | None
    at: str | None
    usd_per_eur: float | None
    ai_shed_s: float
    values: tuple[str, ...]
    json: str | None


def run(asked: Request) -> None:
    """Print a site's flexibility.

    Args:
        asked: What to show.

    Raises:
        InputError: Everything that is wrong with it.
    """
    problems, read = Problems(), None
    problems.add(unwritable_json(asked.json))
    with problems.collecting():
        site = read_site(asked.site).site
        read = site, _moment(site, asked)
    problems.raise_any()
    if read is None:
        raise ValueError("a request without problems was read")
    site, moment = read
    sheets = tuple(_sheets(site, moment, asked))
    answer(asked.json, flexibility_document(site, moment, sheets))
    screen = screen_beside(asked.json)
    show_stated(screen, site, moment)
    for made in sheets:
        show_sheet(screen, site.currency, made)


def _sheets(site: Site, moment: Moment, asked: Request) -> Iterator[Sheet]:
    for price in asked.prices_per_mwh:
        for hashprice in asked.hashprices_usd_per_ph_day:
            worth = per_th_h_from_per_ph_day(hashprice) / _usd_rate(site, asked)
            yield sheet(site, replace(moment, price_per_mwh=price, hash_value_per_th_h=worth), hashprice)


def _usd_rate(site: Site, asked: Request) -> float:
    """USD per unit of the site's currency; 1 where nothing has to be converted."""
    return 1.0 if site.currency == "USD" or asked.usd_per_eur is None else asked.usd_per_eur


def _moment(site: Site, asked: Request) -> Moment:
    values, found = _values(asked.values)
    missing = {name: place for name, place in needed_values(site).items() if name not in values}
    found += [
        _problem("--value", "", f"is missing: {place} names the series {name}; give --value {name}=NUMBER")
        for name, place in missing.items()
    ]
    if site.fleets and site.currency != "USD" and asked.usd_per_eur is None:
        found.append(
            _problem("--usd-per-eur", "", "is missing: a hashprice is in USD, and the site's amounts are not")
        )
    temperature_c = asked.temperature_c
    if temperature_c is None and isinstance(site.temperature, SeriesRef) and matters(site):
        found.append(
            _problem(
                "--temperature", "", "is missing: the site's temperature is a series, and power depends on it"
            )
        )
    if asked.at is None and not site.supplies:
        found.append(
            _problem("--at", "", "is missing: the site has no supply contract whose start could stand in")
        )
    if found:
        raise InputError(found)
    if temperature_c is None:
        temperature_c = 0.0 if isinstance(site.temperature, SeriesRef) else site.temperature
    return Moment(
        at=_at(site, asked.at),
        price_per_mwh=0.0,
        hash_value_per_th_h=0.0,
        temperature_c=temperature_c,
        values=values,
        ai_shed_s=asked.ai_shed_s,
    )


def _at(site: Site, written: str | None) -> datetime:
    if written is not None:
        return instant(written, site.time_zone, "--at")
    return max(supply.term.start for supply in site.supplies)


def _values(written: Sequence[str]) -> tuple[dict[str, float], list[InputProblem]]:
    values: dict[str, float] = {}
    found = []
    for text in written:
        name, _, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = float("nan")
        if isfinite(value):
            values[name.strip()] = value
        else:
            found.append(_problem("--value", text, "must be SERIES=NUMBER, such as gpu_price=2.5"))
    return values, found


def _problem(option: str, value: str, hint: str) -> InputProblem:
    return InputProblem(file="command line", field=option, value=value[:60], hint=hint)
