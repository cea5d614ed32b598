"""Peaks of the system and approximations of plans as JSON."""

from bascule.apps.json_text import Json, stamp
from bascule.study.network_results import Approximation, PeakMet, PeaksMet


def peaks_met_json(met: PeaksMet) -> Json:
    """A coincident peak charge with its peaks, hits and misses."""
    return {
        "charge": met.charge,
        "hits": len(met.hits),
        "misses": len(met.misses),
        "given_up_per_hit_mwh": met.given_up_per_hit_mwh,
        "given_up_per_miss_mwh": met.given_up_per_miss_mwh,
        "peaks": [_peak(peak) for peak in met.peaks],
    }


def _peak(peak: PeakMet) -> Json:
    return {
        "start_utc": stamp(peak.start),
        "month": f"{peak.month // 12}-{peak.month % 12 + 1:02d}",
        "load_mw": peak.load_mw,
        "import_mw": peak.import_mw,
        "paid": peak.paid,
        "hit": peak.hit,
        "hashing_off_frac": peak.hashing_off_frac,
        "given_up_mwh": peak.given_up_mwh,
    }


def approximation_json(one: Approximation) -> Json:
    """What plans counted for a charge, and what was billed."""
    return {
        "kind": one.kind.value,
        "item": one.item,
        "planned": one.planned,
        "billed": one.billed,
        "error": one.error,
    }
