"""Terms of AI contracts in a site file: read whole, and every slip named with its remedy."""

from datetime import UTC, datetime

import pytest
from tests.adapters.files.site_samples import complaint, complaints, read, sample

from bascule.model.ai_contracts import DemandPoint
from bascule.model.flex_tier import FlexTier
from bascule.model.sla import MonthlyMaintenance, Sla, SlaTier, Termination
from bascule.model.term import Term
from bascule.model.window import Window

PENALTY = "    shortfall_penalty_per_gpu_h: 6.0\n"
SLA = """\
    sla:
      tiers:
        - below_frac: 0.9999
          credit_frac: 0.1
        - below_frac: 0.99
          credit_frac: 0.3
      credit_cap_frac: 0.5
      maintenance:
        - from: 2024-06-01T02:00
          to: 2024-06-01T06:00
      monthly_maintenance:
        hours_per_month: 4
        weekdays: [6]
        start_hour: 2
        end_hour: 6
      termination:
        below_frac: 0.95
        breaches: 2
        within_months: 6
"""
FLEX = """\
    flex:
      loss_frac: 0.25
      duration_h: 3
      events_per_month: 4
      recovery_h: 9
      fee_discount_frac: 0.05
      payment_per_gpu_h: 1.5
"""
CURVE = """\
    demand_curve:
      - price_per_gpu_h: 1
        gpus: 300
      - price_per_gpu_h: 4
        gpus: 20
"""


def firm(*changes: tuple[str, str]) -> str:
    """The sample with a service level and a flexible tier, texts replaced inside them."""
    terms = SLA + FLEX
    for old, new in changes:
        assert terms.count(old) == 1, old
        terms = terms.replace(old, new)
    return sample((PENALTY, PENALTY + terms))


def sale(keys: str, demand: str = "    demand_gpus: 100\n") -> str:
    """The sample with other keys in its sale."""
    return sample(("    demand_gpus: 100\n", demand + keys))


def test_a_service_level_and_a_flexible_tier_are_read() -> None:
    """Every key arrives, local times in UTC."""
    (found,) = read(firm()).site.reservations
    assert found.sla == Sla(
        tiers=(SlaTier(below_frac=0.9999, credit_frac=0.1), SlaTier(below_frac=0.99, credit_frac=0.3)),
        credit_cap_frac=0.5,
        maintenance=(
            Term(start=datetime(2024, 6, 1, 0, tzinfo=UTC), end=datetime(2024, 6, 1, 4, tzinfo=UTC)),
        ),
        monthly_maintenance=MonthlyMaintenance(
            hours_per_month=4, window=Window(weekdays=(6,), start_hour=2, end_hour=6)
        ),
        termination=Termination(below_frac=0.95, breaches=2, within_months=6),
    )
    assert found.flex == FlexTier(
        loss_frac=0.25,
        duration_h=3,
        events_per_month=4,
        recovery_h=9,
        fee_discount_frac=0.05,
        payment_per_gpu_h=1.5,
    )


def test_a_lease_and_a_sale_with_all_terms_are_read() -> None:
    """Rise and basis of a rent; curve, notice and clawback of a sale."""
    rent = "    rent_per_kw_month: 120\n"
    text = sample(
        (rent, rent + "    rent_basis: metered\n    escalator_frac_per_year: 0.03\n"),
        ("    demand_gpus: 100\n", CURVE + "    notice_h: 2\n    clawback_h: 1\n"),
    )
    site = read(text).site
    assert (site.leases[0].rent_basis, site.leases[0].escalator_frac_per_year) == ("metered", 0.03)
    shop = site.sales[0]
    assert (shop.demand_gpus, shop.notice_h, shop.clawback_h) == (None, 2, 1)
    assert shop.demand_curve == (
        DemandPoint(price_per_gpu_h=1, gpus=300),
        DemandPoint(price_per_gpu_h=4, gpus=20),
    )


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (("below_frac: 0.99\n", "below_frac: 0.99995\n"), "sla.tiers[1]", "below_frac must fall"),
        (("credit_frac: 0.3", "credit_frac: 0.05"), "sla.tiers[1]", "credit_frac must rise"),
        (("credit_frac: 0.3", "credit_frac: 0.7"), "sla.tiers[1].credit_frac", "above credit_cap_frac (0.5)"),
        (("credit_cap_frac: 0.5", "credit_cap_frac: 50"), "sla.credit_cap_frac", "write 0.5 for 50 %"),
        (("      credit_cap_frac: 0.5\n", ""), "sla.credit_cap_frac", "is missing"),
        (("to: 2024-06-01T06:00", "to: 2024-05-01"), "sla.maintenance[0].to", "must be later than from"),
        (("to: 2024-06-01T06:00", "to: 2026-06-01"), "sla.maintenance[0]", "outside the reservation's"),
        (("hours_per_month: 4", "hours_per_month: 17"), "sla.monthly_maintenance.hours_per_month", "(16 h)"),
        (("breaches: 2", "breaches: 7"), "sla.termination.breaches", "within 6 months"),
        (("loss_frac: 0.25", "loss_frac: 25"), "flex.loss_frac", "write 0.25 for 25 %"),
        (("loss_frac: 0.25", "loss_frac: -0.1"), "flex.loss_frac", "at least 0"),
        (("duration_h: 3", "duration_h: 0"), "flex.duration_h", "more than 0"),
        (("      events_per_month: 4\n", ""), "flex.events_per_month", "is missing"),
        (("gpu_h: 1.5", "gpu_h: 6.5"), "flex.payment_per_gpu_h", "shortfall_penalty_per_gpu_h (6)"),
    ],
)
def test_slips_in_a_reservation_are_named(change: tuple[str, str], field: str, words: str) -> None:
    """One problem, at its place, with what to do."""
    told = complaint(firm(change))
    assert f"firm_reservations[0].{field}" in told
    assert words in told


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (sale(CURVE), "demand_curve", "keep one"),
        (sale("", demand=""), "demand_gpus", "is missing"),
        (sale(CURVE.replace("gpus: 20", "gpus: 400"), ""), "demand_curve[1]", "does not fall"),
        (sale(CURVE.replace("gpu_h: 4", "gpu_h: 1"), ""), "demand_curve[1]", "does not fall"),
        (sale(CURVE.split("      - price_per_gpu_h: 4", maxsplit=1)[0], ""), "demand_curve", "one point"),
        (sale("    clawback_h: 2\n"), "clawback_h", "goes with notice_h"),
    ],
)
def test_slips_in_a_sale_are_named(text: str, field: str, words: str) -> None:
    """The same for demand and notice."""
    told = complaint(text)
    assert f"gpu_sales[0].{field}" in told
    assert words in told


def test_a_rent_falls_by_no_more_than_all_of_it() -> None:
    """A rise in percent is converted, another basis is refused."""
    rent = "    rent_per_kw_month: 120\n"
    told = complaints(sample((rent, rent + "    rent_basis: flat\n    escalator_frac_per_year: 3\n")))
    assert len(told) == 2
    assert any("contracted" in line for line in told)
