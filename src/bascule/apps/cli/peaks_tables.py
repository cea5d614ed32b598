"""Tables of ``bascule peaks``."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bascule.apps.cli.words import say
from bascule.report.numbers import fixed, percent
from bascule.report.tables.months import month_name
from bascule.report.tables.table import Row, Table
from bascule.study.peak_scores import PeakRule, PeakScores


def years_table(scores: PeakScores) -> Table:
    """Scores by year, beside those of knowing nothing."""
    rows = [
        (
            str(year.year),
            str(year.peaks),
            fixed(year.expected_peaks, 2),
            fixed(year.brier * 1e4, 2),
            fixed(year.base_brier * 1e4, 2),
            fixed(year.log_loss * 1e3, 2),
            fixed(year.base_log_loss * 1e3, 2),
            str(year.blind),
        )
        for year in scores.years
    ]
    headings = ("year", "count", "expected", "brier", "base", "log_loss", "base", "blind")
    return _table("years", headings, rows, say("peaks_years_note"))


def rules_table(scores: PeakScores) -> Table:
    """Hours given up and peaks hit, over all years and in each."""
    rows = [
        (
            _rule_name(rule),
            fixed(sum(rule.hours) / len(rule.hours), 1),
            f"{sum(rule.hits)}/{len(scores.peaks)}",
            *(f"{fixed(hours, 0)} h, {hits}" for hours, hits in zip(rule.hours, rule.hits, strict=True)),
        )
        for rule in scores.rules
    ]
    headings = ("rule", "hours", "hits")
    years = tuple(str(year.year) for year in scores.years)
    return _table("rules", headings, rows, say("peaks_rules_note"), years)


def bins_table(scores: PeakScores) -> Table:
    """What was said against what happened."""
    rows = [
        (
            say("peaks_bin", low=percent(part.low_frac), high=percent(part.high_frac)),
            fixed(part.intervals, 0),
            percent(part.mean_frac),
            percent(part.peaks / part.intervals if part.intervals else None),
            str(part.peaks),
        )
        for part in scores.bins
    ]
    return _table("bins", ("bin", "intervals", "said", "happened", "count"), rows)


def peaks_table(scores: PeakScores, zone: str) -> Table:
    """The true peaks in local time, with the probability that was made for each."""
    info = ZoneInfo(zone)
    rows = [
        (
            month_name(peak.month),
            peak.start.astimezone(info).strftime("%a %Y-%m-%d %H:%M"),
            fixed(peak.load_mw, 0),
            percent(peak.chance_frac),
        )
        for peak in scores.peaks
    ]
    return _table("true", ("month", "start", "load", "said"), rows, text_columns=2)


def _rule_name(rule: PeakRule) -> str:
    if rule.threshold_frac is None:
        return say(f"peaks_rule_{rule.name}")
    return say("peaks_rule_model", threshold=percent(rule.threshold_frac))


def _table(
    name: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    note: str = "",
    more: tuple[str, ...] = (),
    *,
    text_columns: int = 1,
) -> Table:
    return Table(
        title=say(f"peaks_table_{name}"),
        headings=(*(say(f"peaks_column_{heading}") for heading in headings), *more),
        rows=tuple(Row(cells=cells) for cells in rows),
        text_columns=text_columns,
        note=note,
    )
