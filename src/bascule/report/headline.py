"""What stands at the top of the page: the period, the warnings, the headline and its figures."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bascule.model.market import Market
from bascule.report.messages import policy_name, text
from bascule.report.numbers import figure, fixed, money, mw, percent, rate
from bascule.report.tables.policies import above_always_on, above_per_mw_year, result_of
from bascule.study.results import Backtest, PolicyResult


def headline_result(backtest: Backtest) -> PolicyResult:
    """The run that the headline is about: ``optimal``, else the best that neither idles nor knows the future."""
    optimal = result_of(backtest, "optimal")
    real = [r for r in backtest.results if r.policy not in ("always-on", "foresight")]
    return optimal or max(real or backtest.results, key=lambda r: r.metrics.movable)


def period(backtest: Backtest) -> str:
    """From when to when, in local time, in what steps."""
    grid, site = backtest.grid, backtest.site
    return text(
        "page.period",
        start=_local(grid.start, site.time_zone),
        end=_local(grid.end, site.time_zone),
        zone=site.time_zone,
        count=fixed(grid.count, 0),
        step=text("page.step", minutes=grid.step_s / 60),
        limit=mw(site.grid.import_limit_mw),
        currency=site.currency,
    )


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def banners(backtest: Backtest) -> tuple[str, ...]:
    """What no reader may miss."""
    found = [("page.synthetic", backtest.synthetic), ("page.optimistic", backtest.optimistic)]
    made = generated(backtest.market)
    return tuple(text(key, **made) for key, holds in found if holds)


def generated(market: Market) -> dict[str, str]:
    """Names of the generated series, nothing where all are or none is."""
    names = [name for name, series in market.series.items() if series.synthetic]
    return {"names": ", ".join(names)} if 0 < len(names) < len(market.series) else {}


def headline(backtest: Backtest) -> str:
    """What the policy earned, against always-on and against the bound."""
    result = headline_result(backtest)
    return " ".join(_sentences(backtest, result))


def _sentences(backtest: Backtest, result: PolicyResult) -> Iterator[str]:
    currency = backtest.site.currency
    earned: dict[str, str] = {
        "policy": policy_name(result.policy).capitalize(),
        "margin": money(result.metrics.margin, currency),
    }
    gain = above_always_on(result, backtest)
    if gain is None or result.policy == "always-on":
        yield text("page.headline.alone", **earned)
    else:
        more = text("page.more" if gain >= 0 else "page.less")
        gain_mw_year = above_per_mw_year(result, backtest)
        size = None if gain_mw_year is None else abs(gain_mw_year)
        per_mw_year = _optional("gain_mw_year", size, currency)
        yield text(
            "page.headline.base", **earned, gain=money(abs(gain), currency), direction=more, **per_mw_year
        )
    bound = result_of(backtest, "foresight")
    if bound is not None and bound is not result:
        short = money(bound.metrics.movable - result.metrics.movable, currency)
        regret = _optional("short_mw_year", result.metrics.regret_per_mw_year, currency)
        capture = result.metrics.capture_frac
        had: dict[str, str] = {} if capture is None or capture < 0 else {"capture": percent(capture)}
        yield text("page.headline.bound", short=short, **regret, **had)


def _optional(name: str, value: float | None, currency: str) -> dict[str, str]:
    return {} if value is None else {name: money(value, currency)}


def tiles(backtest: Backtest) -> tuple[tuple[str, str], ...]:
    """Figures of the headline's policy with what they are; what the run does not have is left out."""
    result, currency = headline_result(backtest), backtest.site.currency
    figures, gain = result.metrics, above_always_on(result, backtest)
    shown = [
        (money(figures.margin, currency), text("page.tile.margin", policy=policy_name(result.policy))),
        (None if gain is None else money(gain, currency), text("page.tile.gain")),
        (None if figures.capture_frac is None else percent(figures.capture_frac), text("page.tile.capture")),
        (None if figures.ai_service_frac is None else percent(figures.ai_service_frac), text("page.tile.ai")),
        (figure(figures.hash_eh_h) if figures.uptime_frac else None, text("page.tile.hash")),
        (rate(figures.energy_price_paid_per_mwh, currency), text("page.tile.paid")),
    ]
    return tuple((value, what) for value, what in shown if value is not None)
