"""The scores of peak probabilities as JSON."""

from dataclasses import asdict

from bascule.apps.json_text import SCHEMA_VERSION, Json, stamp
from bascule.report.tables.months import month_name
from bascule.study.peak_scores import PeakScores


def peaks_document(
    scores: PeakScores, source: str, zone: str, months: tuple[int, ...], lead_h: float
) -> Json:
    """Everything that the command measured.

    Args:
        scores: What was measured.
        source: File that the load comes from.
        zone: Time zone of the calendar.
        months: Calendar months with a peak.
        lead_h: Hours before an interval at which its probability is made.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "peaks",
        "source": source,
        "time_zone": zone,
        "months": list(months),
        "lead_h": lead_h,
        "years": [asdict(year) for year in scores.years],
        "peaks": [
            {
                "month": month_name(peak.month),
                "start_utc": stamp(peak.start),
                "load_mw": peak.load_mw,
                "chance_frac": peak.chance_frac,
            }
            for peak in scores.peaks
        ],
        "rules": [asdict(rule) for rule in scores.rules],
        "calibration": [asdict(part) for part in scores.bins],
        "incomplete_months": [month_name(month) for month in scores.incomplete],
    }
