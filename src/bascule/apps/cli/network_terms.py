"""Terms of network charges in words, for the table of contracts."""

from datetime import timedelta

from bascule.apps.cli.words import say
from bascule.model.energy_contracts import DemandCharge
from bascule.model.network_charges import CapacityObligation, CoincidentPeakCharge, SubscribedPower
from bascule.model.window import Window
from bascule.report.numbers import figure, fixed, percent, plain_money, plain_rate
from bascule.units import KW_PER_MW

_MINUTE = timedelta(minutes=1)


def demand(charge: DemandCharge, currency: str) -> str:
    """Price, billing interval, hours and ratchet."""
    hours = {} if charge.window is None else {"hours": window(charge.window)}
    ratchet = {"ratchet": percent(charge.ratchet_frac)} if charge.ratchet_frac else {}
    return say(
        "demand_terms",
        price=fixed(charge.per_kw_month, 2),
        minutes=fixed(charge.billing_interval / _MINUTE, 0),
        currency=currency,
        **hours,
        **ratchet,
    )


def coincident(charge: CoincidentPeakCharge, currency: str) -> str:
    """Rates by year, the months, and the series."""
    rates = ", ".join(f"{year}: {plain_rate(rate)}" for year, rate in sorted(charge.per_kw_year.items()))
    return say(
        "coincident_terms",
        rates=rates,
        count=str(len(charge.months)),
        load=charge.system_load.name,
        probability=charge.probability_name,
        currency=currency,
    )


def subscribed(power: SubscribedPower, currency: str) -> str:
    """Each class with its power and coefficient, and the fixed part of a whole year."""
    powers = [0.0, *(c.subscribed_mw for c in power.classes)]
    fixed_part = sum(
        c.per_kw_year * (c.subscribed_mw - below) * KW_PER_MW
        for c, below in zip(power.classes, powers, strict=False)
    )
    classes = (
        say(
            "class_terms",
            name=c.name,
            power=figure(c.subscribed_mw),
            overrun=plain_rate(c.overrun_per_kw),
            currency=currency,
        )
        for c in power.classes
    )
    return say(
        "subscribed_terms",
        classes="; ".join(classes),
        fixed=plain_money(fixed_part),
        minutes=fixed(power.interval / _MINUTE, 0),
        currency=currency,
    )


def obligation(owed: CapacityObligation, currency: str) -> str:
    """Megawatts and their yearly price."""
    return say(
        "obligation_terms",
        power=figure(owed.obligation_mw),
        price=plain_money(owed.per_mw_year),
        currency=currency,
    )


def window(hours: Window) -> str:
    """Hours, months and weekdays of a window."""
    return say(
        "window_hours",
        start=f"{hours.start_hour:g}",
        end=f"{hours.end_hour:g}",
        months=_spans(hours.months),
        weekdays=_spans(hours.weekdays),
    )


def _spans(numbers: tuple[int, ...]) -> str:
    """Numbers with neighbours drawn together.

    >>> _spans((1, 2, 3, 11, 12))
    '1-3, 11-12'
    """
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in spans)
