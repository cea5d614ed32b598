"""Tables of a hindcast."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bascule.report.messages import text
from bascule.report.numbers import NONE, fixed, percent
from bascule.report.tables.table import Row, RowKind, Table
from bascule.report.tables.worded import worded
from bascule.study.hindcast.dated import Dated
from bascule.study.hindcast.decide import Choice, Decision
from bascule.study.hindcast.earned import Account, Money, Strategy
from bascule.study.hindcast.hindcast import Hindcast, Start
from bascule.study.hindcast.plan import HindcastPlan

_MILLION: Final = 1e6
UNIT: Final = "M$"


def table(
    title: str, headings: Sequence[str], rows: Iterable[Row], *, text_columns: int = 1, note: str = ""
) -> Table:
    """A table with headings ``hindcast.column.HEADING``."""
    return worded("hindcast", title, headings, rows, text_columns=text_columns, note=note)


def million(value: float | None) -> str:
    """Millions with two decimals, or a dash.

    >>> million(1_234_567.0), million(None)
    ('1.23', '–')
    """
    return NONE if value is None else fixed(value / _MILLION, 2)


def labels(rent: Dated) -> str:
    """How sure the points are, in capitals.

    >>> labels(Dated(name="a", unit="", points=()))
    ''
    """
    return ", ".join(dict.fromkeys(point.source.status.value.upper() for point in rent.points))


def decisions_table(found: Hindcast) -> Table:
    """What each date saw and said."""
    headings = (
        "date",
        "trigger",
        "npv",
        "rent",
        "trigger_rent",
        "npv_rent",
        "hashprice",
        "volatility",
        "drift",
    )
    return table(
        text("hindcast.table.decisions", rent=found.rent.name),
        headings,
        (Row(cells=_decision(one)) for one in found.decisions),
        text_columns=3,
    )


def _decision(one: Decision) -> tuple[str, ...]:
    fit, worth = one.calibration, one.worth
    return (
        one.day.isoformat(),
        _trigger(one),
        _choice(one, one.npv),
        NONE if one.rent is None else f"{_rent(one.rent.value)} {one.rent.source.status.value.upper()}",
        _rent(None if worth is None else worth.trigger_rent),
        _rent(None if worth is None else worth.npv_rent),
        NONE if fit is None else fixed(fit.hashprice_per_ph_day, 1),
        NONE if fit is None else _pm(fit.volatility.value, fit.volatility.standard_error),
        NONE if fit is None else _pm(fit.drift_in_sample.value, fit.drift_in_sample.standard_error),
    )


def _pm(value: float, error: float | None) -> str:
    return percent(value) if error is None else f"{percent(value)} ± {percent(error)}"


def _rent(value: float | None) -> str:
    return NONE if value is None else fixed(value, 0)


def _trigger(one: Decision) -> str:
    said = _choice(one, one.trigger)
    if one.trigger_at_ends is None:
        return said
    low, high = (text(f"hindcast.choice.{end.value}") for end in one.trigger_at_ends)
    return text("hindcast.choice.ends", said=said, low=low, high=high) if {low, high} != {said} else said


def _choice(one: Decision, choice: Choice) -> str:
    if choice is Choice.UNKNOWN:
        return text("hindcast.choice.unknown", missing=", ".join(one.missing))
    return text(f"hindcast.choice.{choice.value}")


def values_table(found: Hindcast) -> Table:
    """What the choices were worth on the day."""
    rows = (
        Row(
            cells=(
                one.day.isoformat(),
                *(
                    million(getattr(one.worth, name))
                    for name in ("best", "conversion", "mining_on", "waiting")
                ),
            )
        )
        for one in found.decisions
        if one.worth is not None
    )
    return table(
        text("hindcast.table.values", rent=found.rent.name, unit=UNIT),
        ("date", "best", "conversion", "mining_on", "waiting"),
        rows,
        note=text("hindcast.values.note"),
    )


def earned_table(found: Hindcast) -> Table:
    """From each date, by strategy: present value, and what is still held."""
    rows = (
        Row(cells=(start.day.isoformat(), *(_earned(start, one) for one in Strategy)))
        for start in found.starts
    )
    return table(
        text("hindcast.table.earned", end=found.end.isoformat(), unit=UNIT, rent=found.rent.name),
        ("date", *(one.value for one in Strategy)),
        rows,
    )


def account_of(start: Start, strategy: Strategy) -> Account | None:
    """A start's account of a strategy, None where it could not be played."""
    return next((one for one in start.accounts if one.strategy is strategy), None)


def _earned(start: Start, strategy: Strategy) -> str:
    one = account_of(start, strategy)
    if one is None:
        return text("hindcast.unknown")
    return f"{million(one.present_value.total)} ({million(one.remaining)})"


def lines_table(found: Hindcast) -> Table:
    """Every account by line."""
    headings = (
        "strategy",
        "converted",
        "mining",
        "lease",
        "capital",
        "tax",
        "total",
        "present",
        "left",
    )
    return table(
        text("hindcast.table.lines", unit=UNIT, rent=found.rent.name),
        headings,
        _accounts(found, len(headings)),
        text_columns=2,
        note=text("hindcast.lines.note"),
    )


def _accounts(found: Hindcast, columns: int) -> Iterator[Row]:
    for start in found.starts:
        yield Row(cells=(start.day.isoformat(), *[""] * (columns - 1)), kind=RowKind.GROUP)
        for one in start.accounts:
            yield Row(cells=_account(one))


def _account(one: Account) -> tuple[str, ...]:
    return (
        text(f"hindcast.strategy.{one.strategy.value}"),
        NONE if one.converted_on is None else one.converted_on.isoformat(),
        *map(million, _money(one.undiscounted)),
        million(one.present_value.total),
        million(one.remaining),
    )


def _money(money: Money) -> tuple[float, ...]:
    return money.mining, money.lease, money.capital, money.tax_spared, money.total


def inputs_table(plan: HindcastPlan) -> Table:
    """Every dated figure with its label and source."""
    every = (*plan.rents, plan.power, plan.fleet, plan.capex, *plan.context)
    return table(
        text("hindcast.table.inputs"),
        ("what", "from", "value", "label", "source"),
        (row for one in every for row in _points(one)),
        text_columns=5,
    )


def _points(one: Dated) -> Iterator[Row]:
    for point in one.points:
        ends = "" if point.low is None or point.high is None else f" ({point.low:,g} to {point.high:,g})"
        said = "; ".join(part for part in (point.source.who, point.source.remark) if part)
        yield Row(
            cells=(
                one.name,
                point.known_from.isoformat(),
                f"{point.value:,g}{ends} {one.unit}",
                point.source.status.value.upper(),
                said,
            )
        )


def assumed_table(plan: HindcastPlan) -> Table:
    """What is stated for every date."""
    rent, lease, mining = plan.rent, plan.lease, plan.mining
    fee, ageing = percent(mining.pool_fee_frac), percent(mining.ageing_frac)
    rows = (
        ("rate", percent(_yearly(plan))),
        ("measure", plan.measure.replace("_", " ")),
        ("tax", percent(plan.tax_frac)),
        ("drift", percent(plan.hashprice.drift)),
        ("eta", f"{plan.hashprice.eta:g}"),
        ("window", f"{plan.hashprice.window_years:g}"),
        ("rent", f"{percent(rent.sigma)}, {percent(rent.drift)}, {rent.speed:g}"),
        ("corr", f"{rent.corr:g}"),
        ("horizon", f"{plan.quarters / 4:g}"),
        ("pue", f"{plan.shell.pue:g}"),
        ("lease", f"{lease.term_years}, {percent(lease.escalator_frac)}, {percent(lease.default_per_year)}"),
        ("mining", f"{percent(mining.uptime_frac)}, {fee}, {ageing}, {mining.fixed_per_meter_mw_year:,g}"),
    )
    return table(
        text("hindcast.table.assumed"),
        ("what", "value"),
        (Row(cells=(text(f"hindcast.assumed.{name}"), value)) for name, value in rows),
        text_columns=2,
    )


def _yearly(plan: HindcastPlan) -> float:
    return math.expm1(plan.rate)
