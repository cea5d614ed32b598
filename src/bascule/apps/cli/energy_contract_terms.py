"""Terms of energy contracts in words, for the table of contracts."""

from collections.abc import Iterator
from datetime import timedelta

from bascule.apps.cli.site_tables import level_text
from bascule.apps.cli.words import say
from bascule.model.energy_contracts import BlockPurchase, NominatedSupply, PriceCollar, VolumeBand
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.term import Term
from bascule.report.numbers import figure, fixed, percent, plain_rate


def price_limits(cap_per_mwh: float | None, floor_per_mwh: float | None) -> str:
    """Cap and floor, as they follow the name of a price; empty where there is neither."""
    cap = "" if cap_per_mwh is None else say("cap_terms", cap=plain_rate(cap_per_mwh))
    floor = "" if floor_per_mwh is None else say("floor_terms", floor=plain_rate(floor_per_mwh))
    return cap + floor


def nominated_terms(supply: NominatedSupply, currency: str) -> str:
    """Prices, fees and auction of a two-settlement supply."""
    auction = supply.auction
    return say(
        "nominated_terms",
        day_ahead=supply.day_ahead.name,
        imbalance=supply.imbalance.name,
        surplus="" if supply.surplus is None else say("surplus_terms", series=supply.surplus.name),
        margin=plain_rate(supply.margin_per_mwh),
        exchange=fixed(supply.exchange_fee_per_mwh, 2),
        deviation=fixed(supply.deviation_fee_per_mwh, 2),
        gate=clock(auction.gate_hour),
        zone=auction.zone,
        minutes=fixed(auction.resolution / timedelta(minutes=1), 0),
        currency=currency,
    )


def block_terms(block: BlockPurchase, currency: str) -> str:
    """Power, price, and when and how much of it is delivered."""
    shape = ""
    if isinstance(block.produced_frac, SeriesRef) or block.produced_frac != 1.0:
        shape += say("produced_terms", share=level_text(block.produced_frac))
    if block.window is not None:
        shape += say(
            "window_terms",
            start=clock(block.window.start_hour),
            end=clock(block.window.end_hour),
            days=len(block.window.weekdays),
            months=len(block.window.months),
        )
    return say(
        "block_terms",
        power=figure(block.power_mw),
        price=plain_rate(block.price_per_mwh),
        spot=block.spot.name,
        shape=shape,
        currency=currency,
    )


def monthly_lines(site: Site) -> Iterator[tuple[str, str, str, Term]]:
    """Collars, volume bands and standing charges: name, kind, terms in words, dates."""
    for collar in site.collars:
        yield collar.name, say("kind_collar"), _collar(collar, site.currency), collar.term
    for band in site.bands:
        yield band.name, say("kind_band"), _band(band, site.currency), band.term
    for charge in site.standing:
        terms = say("standing_terms", price=figure(charge.per_month), currency=site.currency)
        yield charge.name, say("kind_standing"), terms, charge.term


def _collar(collar: PriceCollar, currency: str) -> str:
    return say(
        "collar_terms",
        power=figure(collar.power_mw),
        spot=collar.spot.name,
        limits=price_limits(collar.cap_per_mwh, collar.floor_per_mwh),
        premium=plain_rate(collar.premium_per_mwh),
        currency=currency,
    )


def _band(band: VolumeBand, currency: str) -> str:
    return say(
        "band_terms",
        mwh=figure(band.mwh_per_month),
        low=percent(band.low_frac),
        high=percent(band.high_frac),
        shortfall=plain_rate(band.shortfall_per_mwh),
        excess=plain_rate(band.excess_per_mwh),
        currency=currency,
    )


def clock(hour: float) -> str:
    """A local hour of day as a clock shows it."""
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"
