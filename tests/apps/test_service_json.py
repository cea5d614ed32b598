"""Service levels as JSON."""

from tests.report.fixture import make_backtest

from bascule.apps.backtest_json import metrics_json
from bascule.apps.service_json import service_json


def test_months_stand_in_the_metrics_under_the_names_of_the_model() -> None:
    """Fractions as fractions, moments in UTC."""
    figures = make_backtest().result("foresight").metrics
    assert metrics_json(figures)["service_months"] == service_json(figures.service_months)
    assert service_json(figures.service_months) == [
        {
            "reservation": "customer",
            "month": "2022-10",
            "whole_month": True,
            "owed_gpu_h": 72_000.0,
            "delivered_gpu_h": 71_964.0,
            "maintenance_gpu_h": 200.0,
            "tolerated_gpu_h": 150.0,
            "events": 2,
            "availability_frac": 0.9995,
            "fee": 144_000.0,
            "credit": 14_400.0,
            "breaches": 2,
            "leave_from_utc": "2024-09-01T00:00:00Z",
        }
    ]
