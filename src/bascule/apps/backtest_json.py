"""A backtest as JSON."""

from collections.abc import Mapping

from bascule.apps.json_text import SCHEMA_VERSION, Json, period
from bascule.apps.ledger_json import line_json
from bascule.apps.market_json import market_json, rules_json, site_json
from bascule.apps.network_json import approximation_json, peaks_met_json
from bascule.apps.reserve_json import reserves_json
from bascule.apps.service_json import service_json
from bascule.study.results import Backtest, ForecastScore, Metrics, PolicyResult, ValueOfInformation


def backtest_document(backtest: Backtest) -> Json:
    """Everything but the intervals, which stand in the Parquet files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "backtest",
        "site": site_json(backtest.site),
        "period": period(backtest.grid),
        "currency": backtest.site.currency,
        "optimistic": backtest.optimistic,
        **market_json(backtest.market),
        **rules_json(backtest.site, backtest.grid),
        "regret": None
        if backtest.regret is None
        else {"price": backtest.regret.price, "peak": backtest.regret.peak},
        "information": _information(backtest.information),
        "forecasts": [_forecast(score) for score in backtest.forecasts],
        "policies": {result.policy: _policy(result) for result in backtest.results},
    }


def _information(found: ValueOfInformation | None) -> Json:
    if found is None:
        return None
    return {
        "movable_on_one_path": found.one_path,
        "movable_under_scenarios": found.scenarios,
        "movable_with_prices_known": found.known,
        "value_of_perfect_information": found.perfect_information,
        "value_of_stochastic_solution": found.stochastic_solution,
        "lost_margin_by_forecaster": dict(found.lost),
    }


def _forecast(score: ForecastScore) -> Json:
    return {
        "series": score.series,
        "forecaster": score.forecaster,
        "lead_h": list(score.lead_h),
        "mean_absolute_error": list(score.mae),
        "mean_error": list(score.bias),
    }


def _policy(result: PolicyResult) -> Json:
    return {
        "metrics": metrics_json(result.metrics),
        "ledger": {
            "lines": [line_json(line) for line in result.ledger.lines],
            "total": result.ledger.total,
            "movable": result.ledger.movable,
        },
        "sources": dict(result.sources),
        "notes": list(result.notes),
        "system_peaks": [peaks_met_json(met) for met in result.system_peaks],
        "approximations": [approximation_json(one) for one in result.approximations],
        "reserves": reserves_json(result.reserves),
        "fullest_frac": result.fullest_frac,
    }


def metrics_json(metrics: Metrics) -> dict[str, Json]:
    """A policy's figures under the names of ``Metrics``; peaks become a list."""
    done, due = metrics.jobs_done
    return {
        "margin": metrics.margin,
        "movable": metrics.movable,
        "capture_frac": metrics.capture_frac,
        "margin_ratio": metrics.margin_ratio,
        "regret_per_mw_year": metrics.regret_per_mw_year,
        "ai_service_frac": metrics.ai_service_frac,
        "firm_intervals_frac": metrics.firm_intervals_frac,
        "jobs_done": done,
        "jobs_due": due,
        "mwh_by_use": dict(metrics.mwh_by_use),
        "import_mwh": metrics.import_mwh,
        "energy_price_paid_per_mwh": metrics.energy_price_paid_per_mwh,
        "hash_eh_h": metrics.hash_eh_h,
        "uptime_frac": dict(metrics.uptime_frac),
        "starts_per_machine": dict(metrics.starts_per_machine),
        "battery_cycles": dict(metrics.battery_cycles),
        "peaks": _peaks(metrics.peaks_mw),
        "carbon_tonnes": metrics.carbon_tonnes,
        "shed_intervals": metrics.shed_intervals,
        "service_months": service_json(metrics.service_months),
    }


def _peaks(peaks_mw: Mapping[tuple[str, int], float]) -> list[Json]:
    return [
        {"charge": charge, "month": f"{month // 12}-{month % 12 + 1:02d}", "peak_mw": peak}
        for (charge, month), peak in sorted(peaks_mw.items())
    ]
