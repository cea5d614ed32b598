"""Claims recomputed, against figures reckoned by hand and a second way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.chain.statement import Standing, Statement
from bascule.study.claims.arithmetic import evaluate, names
from bascule.study.claims.claim import Bound, Claim, Given
from bascule.study.claims.kinds import KINDS
from bascule.study.claims.verdict import Judgement, Verdict, judge, stale_ranges

SAID = Statement(source="test", as_of="2026-07-01", standing=Standing.ASSUMPTION)
CONVERSION = {
    "ai_net_usd_per_it_mw_year": 1.6e6,
    "ai_uptime_frac": 1.0,
    "ai_pue": 1.25,
    "capex_usd_per_it_mw": 10e6,
    "wacc_frac": 0.10,
    "life_years": 15.0,
    "power_usd_per_mwh": 45.0,
    "j_per_th": 18.0,
    "mining_pue": 1.0,
    "mining_uptime_frac": 1.0,
    "pool_fee_frac": 0.0,
    "mining_opex_usd_per_meter_mw_year": 0.0,
}
OUTLOOK = {"today_level": 40.0, "earlier_outlook_level": 78.0, "new_outlook_level": 106.0, "years": 10.0}
PER_KWH = {
    "hashprice_usd_per_ph_day": 30.0,
    "j_per_th": 20.0,
    "mining_pue": 1.0,
    "gpu_usd_per_gpu_h": 2.35,
    "gpu_it_kw": 1.4,
    "gpu_utilisation_frac": 1.0,
    "lease_usd_per_it_mw_year": 1.75e6,
    "ai_pue": 1.25,
}
DEALS = (
    (8.7e9, 12, 500, 1.45e6, 121),
    (3.7e9, 10, 200, 1.85e6, 154),
    (6.7e9, 10, 360, 1.86e6, 155),
    (5.5e9, 15, 300, 1.22e6, 102),
    (3.0e9, 10, 168, 1.79e6, 149),
    (7.0e9, 15, 245, 1.90e6, 159),
    (11e9, 15, 400, 1.83e6, 153),
    (9.7e9, 5, 200, 9.7e6, 808),
    (3.5e9, 12, 200, 1.46e6, 122),
    (9.5e9, 25, 168, 2.26e6, 188),
)
"""Total $, years, MW IT, $ per MW-year, $ per kW-month, as published tables of the deals of 2024 to 2026 have them."""


def judged(
    kind: str,
    quantity: str,
    stated: float,
    inputs: dict[str, float],
    ranges: dict[str, tuple[float, float]] | None = None,
    **more: object,
) -> Judgement:
    """A claim judged with a tolerance of 2 %."""
    found = ranges or {}
    figures = {
        name: Given(value=value, low=found.get(name, (None,))[0], high=found.get(name, (None,))[-1])
        for name, value in inputs.items()
    }
    facts = {"tolerance_frac": 0.02, "id": "x", "sentence": "x", "level_unit": "GW", **more}
    return judge(
        Claim(kind=kind, quantity=quantity, stated=stated, inputs=figures, statement=SAID, **facts)  # type: ignore[arg-type]
    )


def test_a_formula_is_plain_arithmetic_and_nothing_else() -> None:
    """Powers, signs and the level payment; anything else is refused."""
    assert evaluate("(b / a) ** (1 / n) - 1", {"a": 100.0, "b": 121.0, "n": 2.0}) == pytest.approx(0.1)
    assert evaluate("capital_recovery(r, n)", {"r": 0.0, "n": 20.0}) == 0.05
    assert names("capital_recovery(r, n) * r") == ("r", "n")
    for text in ("__import__('os')", "a.b", "[1][0]", "a if b else c", "open(a, b)"):
        with pytest.raises(ValueError, match="no arithmetic"):
            evaluate(text, {"a": 1.0, "b": 1.0, "c": 1.0})


def test_every_line_uses_only_inputs_and_lines_before_it() -> None:
    """So that steps read from top to bottom."""
    for kind in KINDS.values():
        known = {part.name for part in kind.inputs}
        for line in kind.lines:
            assert set(names(line.formula)) <= known, line.name
            known.add(line.name)


def test_36_percent_is_a_revision_and_not_growth() -> None:
    """106 over 78 GW is 35.9 %; from today's 40 GW it is 165 %."""
    found = judged("revision_or_growth", "growth_frac", 0.36, OUTLOOK)
    assert found.verdict is Verdict.OTHER_QUANTITY
    assert found.value == pytest.approx(1.65)
    assert found.meant is not None
    assert (found.meant.line.name, round(found.meant.value, 4)) == ("revision_frac", 0.359)
    assert judged("revision_or_growth", "revision_frac", 0.36, OUTLOOK).verdict is Verdict.HOLDS
    assert judged("revision_or_growth", "growth_per_year_frac", 0.1024, OUTLOOK).value == pytest.approx(
        2.65**0.1 - 1
    )


def test_25_times_per_kwh_is_gross_rent_of_owned_gpus_and_not_what_a_shell_earns() -> None:
    """0.0625 $/kWh in mining, 1.68 with an H100, 0.2 as a shell."""
    kind = KINDS["revenue_per_kwh"]
    assert kind.value("mining_usd_per_kwh", PER_KWH) == pytest.approx(0.0625)
    assert kind.value("gpu_usd_per_it_kwh", PER_KWH) == pytest.approx(1.68, abs=0.005)
    assert kind.value("shell_usd_per_it_kwh", PER_KWH) == pytest.approx(0.2, abs=0.001)
    found = judged("revenue_per_kwh", "shell_times_mining_meter", 25, PER_KWH, tolerance_frac=0.1)
    assert found.verdict is Verdict.OTHER_QUANTITY
    assert found.value == pytest.approx(1.75e6 / 8.76e6 / 1.25 / 0.0625)
    dollars = judged("revenue_per_kwh", "gpu_usd_per_it_kwh", 25, PER_KWH, tolerance_frac=0.1)
    assert dollars.meant is not None
    assert dollars.meant.line.name == "gpu_times_mining_it"


@pytest.mark.parametrize(("total", "years", "it_mw", "per_mw_year", "per_kw_month"), DEALS)
def test_deals(total: float, years: float, it_mw: float, per_mw_year: float, per_kw_month: float) -> None:
    """Total over years and megawatts, per MW-year and per kW-month."""
    inputs = {"total_usd": total, "years": years, "it_mw": it_mw}
    assert judged("lease_per_mw_year", "usd_per_it_mw_year", per_mw_year, inputs).verdict is Verdict.HOLDS
    assert judged("lease_per_mw_year", "usd_per_it_kw_month", per_kw_month, inputs).verdict is Verdict.HOLDS


def test_a_rent_per_it_mw_is_no_rent_per_gross_mw() -> None:
    """River Bend: 245 MW IT behind 330 MW of utility power."""
    inputs = {"total_usd": 7e9, "years": 15.0, "it_mw": 245.0, "gross_mw": 330.0}
    found = judged("lease_per_mw_year", "usd_per_gross_mw_year", 1.9e6, inputs)
    assert found.verdict is Verdict.OTHER_QUANTITY
    assert found.value == pytest.approx(7e9 / 15 / 330)


@pytest.mark.parametrize(("j_per_th", "usd_per_mwh"), [(15, 88.9), (17.5, 76.2), (21, 63.5), (30, 44.4)])
def test_break_even_of_machines_at_32_dollars(j_per_th: float, usd_per_mwh: float) -> None:
    """The published table of energy-adjusted hashprice."""
    inputs = {
        "hashprice_usd_per_ph_day": 32.0,
        "j_per_th": float(j_per_th),
        "pool_fee_frac": 0.0,
        "mining_pue": 1.0,
        "other_usd_per_mwh": 0.0,
        "power_usd_per_mwh": usd_per_mwh,
    }
    kind = KINDS["breakeven"]
    assert kind.value("breakeven_usd_per_mwh", inputs) == pytest.approx(usd_per_mwh, abs=0.06)
    assert kind.value("breakeven_usd_per_ph_day", inputs) == pytest.approx(32, rel=2e-3)


def test_indifference_hashprices_of_the_notes() -> None:
    """82.6 without capital cost and 30.7 with it: no fee, no upkeep, always on, machines' own J/TH at the meter."""
    kind = KINDS["indifference_hashprice"]
    assert kind.value("without_capex_usd_per_ph_day", CONVERSION) == pytest.approx(82.563, abs=5e-4)
    assert kind.value("with_capex_usd_per_ph_day", CONVERSION) == pytest.approx(30.694, abs=5e-4)


@given(
    st.floats(0.2, 1),
    st.floats(0, 0.1),
    st.floats(1, 1.3),
    st.floats(1, 2),
    st.floats(5, 50),
    st.floats(1e5, 5e6),
)
def test_at_the_indifference_hashprice_both_earn_the_same_per_meter_mw(
    uptime: float, fee: float, mining_pue: float, ai_pue: float, j_per_th: float, net: float
) -> None:
    """Mining's yearly margin, reckoned from hashes, equals the AI's net income; a second way, without the kind's formulas."""
    given_ = {
        **CONVERSION,
        "mining_uptime_frac": uptime,
        "pool_fee_frac": fee,
        "mining_pue": mining_pue,
        "ai_pue": ai_pue,
        "j_per_th": j_per_th,
        "ai_net_usd_per_it_mw_year": net,
        "mining_opex_usd_per_meter_mw_year": 12_000.0,
    }
    hashprice = KINDS["indifference_hashprice"].value("without_capex_usd_per_ph_day", given_)
    ph_s = 1e6 / mining_pue / (j_per_th * 1e3)
    days = 365 * uptime
    margin = ph_s * days * hashprice * (1 - fee) - days * 24 * 45.0 - 12_000.0
    assert margin == pytest.approx(net / ai_pue, rel=1e-9)


def test_holds_only_if_names_the_input_and_the_value_that_is_needed() -> None:
    """0.17 $/kWh needs 102 $/PH/day at 25 J/TH; possible where the range reaches there, else it does not hold."""
    inputs = {"hashprice_usd_per_ph_day": 45.0, "j_per_th": 25.0}
    wide = judged(
        "revenue_per_kwh", "mining_usd_per_kwh", 0.17, inputs, {"hashprice_usd_per_ph_day": (40.0, 120.0)}
    )
    assert wide.verdict is Verdict.HOLDS_ONLY_IF
    first = wide.conditions[0]
    assert (first.input.name, first.is_possible) == ("hashprice_usd_per_ph_day", True)
    assert first.needed == pytest.approx(0.17 * 24 * 25)
    narrow = judged(
        "revenue_per_kwh", "mining_usd_per_kwh", 0.17, inputs, {"hashprice_usd_per_ph_day": (40.0, 60.0)}
    )
    assert narrow.verdict is Verdict.DOES_NOT_HOLD


@given(
    st.sampled_from(sorted(KINDS["indifference_hashprice"].needs("with_capex_usd_per_ph_day"))),
    st.floats(5, 200),
)
def test_a_needed_value_brings_the_claim_about(name: str, stated: float) -> None:
    """Put back in, the solved value gives the stated number; where there is none, no limit of the input reaches it."""
    kind, quantity = KINDS["indifference_hashprice"], "with_capex_usd_per_ph_day"
    found = judged(kind.name, quantity, stated, CONVERSION)
    condition = next(condition for condition in found.conditions if condition.input.name == name)
    if condition.needed is not None:
        again = kind.value(quantity, {**CONVERSION, name: condition.needed})
        assert again == pytest.approx(stated, rel=1e-6)
    else:
        ends = [
            kind.value(quantity, {**CONVERSION, name: end})
            for end in (condition.input.least, condition.input.most)
        ]
        assert (min(ends) > stated) or (max(ends) < stated)


def test_dollars_per_kw_month_are_no_dollars_per_kwh() -> None:
    """121 belongs to a kW-month; per kWh it is 17 cents."""
    inputs = {"total_usd": 8.7e9, "years": 12.0, "it_mw": 500.0}
    found = judged("lease_per_mw_year", "usd_per_it_kwh", 121, inputs)
    assert found.meant is not None
    assert found.meant.line.name == "usd_per_it_kw_month"
    assert found.value == pytest.approx(1.45e6 / 8.76e6)


def test_a_claim_that_holds_in_the_middle_only_is_fragile() -> None:
    """25 times at 2.35 $/GPU-h, but 19 at 1.70; without a range nothing is said."""
    ranges = {
        "gpu_usd_per_gpu_h": (1.70, 2.69),
        "hashprice_usd_per_ph_day": (30.0, 30.0),
        "j_per_th": (20.0, 20.0),
    }
    ranges |= {"gpu_it_kw": (1.4, 1.4), "gpu_utilisation_frac": (1.0, 1.0)}
    wide = judged("revenue_per_kwh", "gpu_times_mining_it", 26.9, PER_KWH, ranges)
    assert wide.is_fragile
    assert wide.spread == pytest.approx((1.70 / 1.4 / 0.0625, 2.69 / 1.4 / 0.0625))
    sure = judged("revision_or_growth", "growth_frac", 1.65, OUTLOOK)
    assert (sure.spread, sure.is_fragile) == (None, False)


def test_at_least_and_at_most() -> None:
    """More than doubles holds at +136 %; at most doubles does not, unless an input with a range allows it."""
    inputs = {"today_level": 40.0, "new_outlook_level": 106.0}
    more = judged("revision_or_growth", "growth_frac", 1.0, inputs, bound=Bound.AT_LEAST)
    less = judged("revision_or_growth", "growth_frac", 1.0, inputs, bound=Bound.AT_MOST)
    assert (more.verdict, less.verdict) == (Verdict.HOLDS, Verdict.DOES_NOT_HOLD)


def test_usual_ranges_are_told_when_they_are_stale() -> None:
    """Only where the claim states none of its own."""
    inputs = {"hashprice_usd_per_ph_day": 30.0, "j_per_th": 20.0}
    usual = judged("revenue_per_kwh", "mining_usd_per_kwh", 0.06, inputs)
    assert stale_ranges(usual, date(2026, 12, 31)) == ()
    assert {part.name for part in stale_ranges(usual, date(2027, 6, 15))} == {"hashprice_usd_per_ph_day"}
    own = judged(
        "revenue_per_kwh", "mining_usd_per_kwh", 0.06, inputs, {"hashprice_usd_per_ph_day": (28.0, 35.0)}
    )
    assert stale_ranges(own, date(2027, 6, 15)) == ()
