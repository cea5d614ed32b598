"""Peaks of the system, hit and missed, and how far the plans' linear forms were from the bill."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bascule.report.messages import policy_name, text
from bascule.report.numbers import figure, fixed, percent, plain_money
from bascule.report.tables.table import Row, RowKind, Table
from bascule.study.network_results import PeakMet, PeaksMet
from bascule.study.results import Backtest


def system_peaks_table(backtest: Backtest) -> Table:
    """Each policy's peaks under each coincident peak charge, and what they cost per peak hit and missed."""
    columns = ("policy", "coincident", "peak", "site_mw", "hashing_off", "given_up", "paid")
    rows = [
        row
        for result in backtest.results
        for met in result.system_peaks
        for row in _met_rows(policy_name(result.policy), met, backtest.site.time_zone)
    ]
    return Table(
        title=text("table.system_peaks"),
        headings=tuple(text(f"column.{name}", currency=backtest.site.currency) for name in columns),
        rows=tuple(rows),
        text_columns=3,
        note=text("table.system_peaks.note"),
    )


def _met_rows(policy: str, met: PeaksMet, zone: str) -> Iterator[Row]:
    for peak in met.peaks:
        yield Row(cells=(policy, met.charge, *_peak(peak, zone)))
    if met.peaks:
        yield Row(cells=(policy, met.charge, *_sum(met)), kind=RowKind.SUM)


def _peak(peak: PeakMet, zone: str) -> tuple[str, ...]:
    when = text("peak.hit" if peak.hit else "peak.missed", at=_local(peak, zone))
    return (
        when,
        figure(peak.import_mw),
        percent(peak.hashing_off_frac),
        fixed(peak.given_up_mwh, 0),
        plain_money(peak.paid),
    )


def _local(peak: PeakMet, zone: str) -> str:
    return peak.start.astimezone(ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")


def _sum(met: PeaksMet) -> tuple[str, ...]:
    per_hit, per_miss = met.given_up_per_hit_mwh, met.given_up_per_miss_mwh
    said = {
        **({} if per_hit is None else {"per_hit": fixed(per_hit, 0)}),
        **({} if per_miss is None else {"per_miss": fixed(per_miss, 0)}),
    }
    counts = text("peak.counts", hits=str(len(met.hits)), count=str(len(met.peaks)), **said)
    given_up = fixed(sum(peak.given_up_mwh for peak in met.peaks), 0)
    return (counts, "", "", given_up, plain_money(sum(peak.paid for peak in met.peaks)))


def approximations_table(backtest: Backtest) -> Table:
    """What plans counted for charges that they approximate, what was billed, and the difference."""
    columns = ("policy", "approximated", "item", "planned", "billed", "difference")
    rows = tuple(
        Row(
            cells=(
                policy_name(result.policy),
                text(f"approximated.{one.kind.value}"),
                one.item,
                plain_money(one.planned),
                plain_money(one.billed),
                plain_money(one.error),
            )
        )
        for result in backtest.results
        for one in result.approximations
    )
    return Table(
        title=text("table.approximations"),
        headings=tuple(text(f"column.{name}", currency=backtest.site.currency) for name in columns),
        rows=rows,
        text_columns=3,
        note=text("table.approximations.note"),
    )
