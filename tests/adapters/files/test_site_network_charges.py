"""Network charges in a site file: what is understood, and what is refused by name."""

from datetime import timedelta
from textwrap import dedent

import pytest
from tests.adapters.files.site_samples import SITE, complaint, read, sample

from bascule.model.network_charges import CapacityObligation, CoincidentPeakCharge
from bascule.model.site import Site
from bascule.model.window import Window

JULY_2023 = 2023 * 12 + 6
CHARGE = "    billing_interval_minutes: 15\n"
NETWORK = dedent("""\
    coincident_peaks:
      - name: 4cp
        per_kw_year: {2025: 60, 2026: 62.5}
        months: [6, 7, 8, 9]
        system_load: ercot_load_mw
        interval_minutes: 15
        from: 2024-01-01
        to: 2026-01-01
    subscribed_power:
      - name: htb
        classes:
          - name: winter peak
            subscribed_mw: 30
            per_kw_year: 5
            overrun_per_kw: 2
            windows: [{months: [12, 1, 2], weekdays: [0, 1, 2, 3, 4], start_hour: 9, end_hour: 11}]
          - name: all else
            subscribed_mw: 40
            per_kw_year: 2
            overrun_per_kw: 0.5
            energy_per_mwh: 3
        from: 2024-01-01
        to: 2025-01-01
    capacity_obligations:
      - name: certificates
        obligation_mw: 20
        per_mw_year: 15000
        from: 2024-01-01
        to: 2026-01-01
    """)


def site(charge: str = "") -> Site:
    """The sample with network charges, and more keys in its demand charge."""
    return read(sample((CHARGE, CHARGE + charge)) + NETWORK).site


def refused(old: str, new: str) -> str:
    """The only complaint after a change of the network charges."""
    assert NETWORK.count(old) == 1
    return complaint(SITE + NETWORK.replace(old, new))


def test_coincident_peaks_are_understood() -> None:
    """Rates by year, months, series, and the derived probability."""
    [charge] = site().coincident_peaks
    assert isinstance(charge, CoincidentPeakCharge)
    assert charge.per_kw_year == {2025: 60.0, 2026: 62.5}
    assert (charge.months, charge.interval) == ((6, 7, 8, 9), timedelta(minutes=15))
    assert charge.probability_name == "ercot_load_mw_peak_probability_frac"


def test_subscribed_power_is_understood() -> None:
    """Classes in their order, windows on the site's clock, ten-minute values."""
    [power] = site().subscriptions
    first, last = power.classes
    assert first.windows == (
        Window(months=(12, 1, 2), weekdays=(0, 1, 2, 3, 4), start_hour=9.0, end_hour=11.0),
    )
    assert (last.windows, last.energy_per_mwh, power.interval) == ((), 3.0, timedelta(minutes=10))


def test_an_obligation_is_understood() -> None:
    """Megawatts and money per year."""
    [owed] = site().obligations
    assert isinstance(owed, CapacityObligation)
    assert (owed.obligation_mw, owed.per_mw_year) == (20.0, 15_000.0)


def test_a_demand_charge_has_a_window_a_ratchet_and_earlier_peaks() -> None:
    """Months are written as people write them."""
    [charge] = site(
        "    window: {months: [6], start_hour: 13.25}\n    ratchet_frac: 0.8\n"
        "    earlier_peaks_mw: {2023-07: 48.5}\n"
    ).demand_charges
    assert charge.window == Window(months=(6,), start_hour=13.25)
    assert (charge.ratchet_frac, charge.earlier_peaks_mw) == (0.8, {JULY_2023: 48.5})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        overrun_per_kw: 2\n",
            "",
            "subscribed_power[0].classes[0].overrun_per_kw: is missing: coefficient per kW of a month's overrun",
        ),
        (
            "subscribed_mw: 40",
            "subscribed_mw: 20",
            "classes[1].subscribed_mw = 20: is less than the 30 MW of 'winter peak': power never falls",
        ),
        (
            "        windows: [{months: [12, 1, 2], weekdays: [0, 1, 2, 3, 4], start_hour: 9, end_hour: 11}]\n",
            "",
            "classes[0].windows: is missing: only the last class may be without",
        ),
        (
            "energy_per_mwh: 3",
            "windows: [{months: [3]}]",
            "classes[1].windows = [...]: must be left out of the last class",
        ),
        ("name: all else", "name: winter peak", "classes = winter peak: stands twice"),
        (
            "{2025: 60, 2026: 62.5}",
            "{2025: 60}",
            "per_kw_year = 2025: has no rate for 2026, at which the peaks of 2025 are paid",
        ),
        ("{2025: 60, 2026: 62.5}", "{soon: 60}", "holds 'soon', which is no year: write it as 2024"),
        ("{2025: 60, 2026: 62.5}", "{2025: sixty}", "must have a number from 0 to 1,000,000"),
        ("{2025: 60, 2026: 62.5}", "{}", "must hold at least one year"),
        ("{2025: 60, 2026: 62.5}", "60", "must be keys with values, such as {2024: 60.0}"),
        ("[6, 7, 8, 9]", "[6, 6]", "months = 6: stands twice"),
        ("interval_minutes: 15", "interval_minutes: 7", "interval_minutes = 7: must divide a day"),
        ("    system_load: ercot_load_mw\n", "", "is missing: series of the system's load in MW"),
        ("    obligation_mw: 20\n", "", "capacity_obligations[0].obligation_mw: is missing: megawatts owed"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, message: str) -> None:
    """One message with the place and the remedy."""
    assert message in refused(old, new)


@pytest.mark.parametrize(
    ("charge", "message"),
    [
        ("    earlier_peaks_mw: {July: 4}\n", "holds 'July', which is no month: write it as 2023-07"),
        ("    earlier_peaks_mw: {2023-07: -4}\n", "must have a number from 0 to 10,000 MW for 2023-07"),
        ("    ratchet_frac: 80\n", "must be a fraction from 0 to 1: write 0.8 for 80 %"),
        (
            "    window: {start_hour: 8.1}\n",
            "window.start_hour = 8.1: must lie on a boundary of the billing interval",
        ),
    ],
)
def test_what_is_wrong_in_a_demand_charge_is_named(charge: str, message: str) -> None:
    """Keys of the demand charge."""
    assert message in complaint(sample((CHARGE, CHARGE + charge)))


def test_two_subscriptions_at_once_are_refused() -> None:
    """A connection has one."""
    again = NETWORK[NETWORK.index("  - name: htb") : NETWORK.index("capacity_obligations")].replace(
        "htb", "second"
    )
    text = NETWORK.replace("capacity_obligations", again + "capacity_obligations")
    assert "at most one subscription may be in force" in complaint(SITE + text)
