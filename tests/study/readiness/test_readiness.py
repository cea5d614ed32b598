"""A hall against the bundled checklist, and the arithmetic of training nodes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.adapters.readiness.checklist_file import bundled_readiness
from bascule.study.readiness.answer import Answer
from bascule.study.readiness.assess import Verdict, assess, kept
from bascule.study.readiness.checklist import Target
from bascule.study.readiness.hall import Fact, Hall
from bascule.study.readiness.it_power import it_power
from bascule.study.readiness.requirement import AtLeast, AtMost, OneOf, answer
from bascule.study.readiness.training_node import check_node

DATA = bundled_readiness()
LIST = DATA.checklist
SHELL = Target.TRAINING_SHELL
NOTHING: dict[str, Fact] = {
    "firm_mw": 0.0, "interconnection_years": 7.0, "substation": False, "transformers": 0, "transformer_mva": 30.0,
    "redundancy": "N", "ups_share_frac": 0.0, "generator_share_frac": 0.0, "rack_kw": 5.0, "cooling": "air",
    "design_pue": 2.0, "water_right": False, "fibre_routes": 0, "fibre_gbit_s": 0.1, "fibre_latency_ms": 90.0,
    "floor_m2": 10.0, "floor_kn_m2": 1.0, "land_years": 1.0, "permits": False, "noise": False, "security": False,
    "staff": 0, "staff_day_and_night": False,
}  # fmt: skip
EVERYTHING: dict[str, Fact] = {
    "firm_mw": 100.0, "interconnection_years": 0.0, "substation": True, "transformers": 4, "transformer_mva": 60.0,
    "redundancy": "2N", "ups_share_frac": 1.0, "generator_share_frac": 1.0, "rack_kw": 130.0, "cooling": "liquid",
    "design_pue": 1.2, "water_right": True, "fibre_routes": 2, "fibre_gbit_s": 400.0, "fibre_latency_ms": 5.0,
    "floor_m2": 30_000.0, "floor_kn_m2": 20.0, "land_years": 99.0, "permits": True, "noise": True, "security": True,
    "staff": 10, "staff_day_and_night": True,
}  # fmt: skip


def hall(facts: dict[str, Fact], planned_it_mw: float | None = 40.0) -> Hall:
    """A hall of 100 MW."""
    return Hall(name="hall", meter_mw=100.0, planned_it_mw=planned_it_mw, facts=facts)


@pytest.mark.parametrize("target", Target)
def test_a_hall_of_which_nothing_is_known(target: Target) -> None:
    """It scores anything from nothing to all, lacks nothing for sure, and may cost the whole shell."""
    found = assess(hall({}), target, LIST)
    assert (found.score_low_frac, found.score_high_frac) == (0.0, 1.0)
    assert found.gaps == ()
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.cost.low_musd_per_it_mw == 0
    assert found.cost.high_musd_per_it_mw == pytest.approx(15.0)


@pytest.mark.parametrize("target", Target)
def test_a_hall_that_lacks_everything_costs_a_whole_shell(target: Target) -> None:
    """The shares of capital cost add up: 8, 10 and 15 million per IT MW; and money does not bring firm power or permits."""
    found = assess(hall(NOTHING), target, LIST)
    cost = found.cost
    assert (found.score_low_frac, found.score_high_frac) == (0.0, 0.0)
    assert [
        cost.low_musd_per_it_mw,
        cost.central_lacking_musd_per_it_mw,
        cost.high_musd_per_it_mw,
    ] == pytest.approx([8, 10, 15])
    assert found.verdict is Verdict.BLOCKED


@pytest.mark.parametrize("target", Target)
def test_a_hall_that_has_everything_is_ready(target: Target) -> None:
    """It costs nothing and scores one."""
    found = assess(hall(EVERYTHING), target, LIST)
    assert (found.score_low_frac, found.score_high_frac, found.verdict) == (1.0, 1.0, Verdict.READY)
    assert found.cost.high_musd_per_it_mw == 0


def test_air_cooling_alone_costs_its_share() -> None:
    """22 % of 8, 10 and 15 million; spending mends it."""
    found = assess(hall({**EVERYTHING, "cooling": "air"}), SHELL, LIST)
    assert [gap.item.id for gap in found.gaps] == ["cooling"]
    assert found.cost.low_musd_per_it_mw == pytest.approx(1.76)
    assert found.cost.high_musd_per_it_mw == pytest.approx(3.30)
    assert found.verdict is Verdict.AFTER_SPENDING


def test_one_missing_permit_blocks_what_money_cannot_mend() -> None:
    """A known no blocks; not knowing does not."""
    assert assess(hall({**EVERYTHING, "permits": False}), SHELL, LIST).verdict is Verdict.BLOCKED
    unknown = {name: fact for name, fact in EVERYTHING.items() if name != "permits"}
    assert assess(hall(unknown), SHELL, LIST).verdict is Verdict.CANNOT_TELL


def test_chilled_air_serves_inference_and_not_training() -> None:
    """Targets ask different things."""
    facts = {**EVERYTHING, "cooling": "chilled_air", "rack_kw": 40.0}
    assert assess(hall(facts), Target.INFERENCE, LIST).verdict is Verdict.READY
    assert {gap.item.id for gap in assess(hall(facts), SHELL, LIST).gaps} == {"cooling", "rack_density"}


@given(
    st.fixed_dictionaries({name: st.sampled_from([0, 1, None]) for name in EVERYTHING}),
    st.sampled_from(list(Target)),
)
def test_learning_a_fact_never_widens_the_score(drawn: dict[str, int | None], target: Target) -> None:
    """Whatever is found out, score and cost stay inside what was said before."""
    full = {name: (NOTHING, EVERYTHING)[drawn[name] or 0][name] for name in drawn}
    known = {name: fact for name, fact in full.items() if drawn[name] is not None}
    before, after = assess(hall(known), target, LIST), assess(hall(full), target, LIST)
    assert before.score_low_frac <= after.score_low_frac + 1e-12
    assert after.score_low_frac == pytest.approx(after.score_high_frac)
    assert after.score_high_frac <= before.score_high_frac + 1e-12
    assert before.cost.low_musd_per_it_mw <= after.cost.low_musd_per_it_mw + 1e-9
    assert after.cost.high_musd_per_it_mw <= before.cost.high_musd_per_it_mw + 1e-9


def test_gaps_stand_dearest_first_and_without_price_last() -> None:
    """The order of the list of gaps."""
    costs = [gap.central_musd_per_it_mw for gap in assess(hall(NOTHING), SHELL, LIST).gaps]
    priced = [cost for cost in costs if cost is not None]
    assert priced == sorted(priced, reverse=True)
    assert costs[len(priced) :] == [None] * (len(costs) - len(priced))


def test_power_by_hand() -> None:
    """Four 33 MVA transformers less one carry 94.05 MW; 60 MW are firm; at PUE 1.3 that is 46.15 MW of IT; 9,290 m2 hold 20."""
    facts: dict[str, Fact] = {
        "firm_mw": 60.0, "transformers": 4, "transformer_mva": 33.0, "design_pue": 1.3, "floor_m2": 9290.0
    }  # fmt: skip
    power = it_power(hall(facts), SHELL, LIST)
    assert power.redundant_meter_mw == pytest.approx(94.05)
    assert (power.low_it_mw, power.high_it_mw) == pytest.approx((60 / 1.3, 60 / 1.3))
    assert power.floor_it_mw == pytest.approx(20.0)
    assert power.mining_share_it_mw == pytest.approx(60 / 1.3 / 5)
    twice = it_power(hall({**facts, "firm_mw": 100.0}), Target.INFERENCE, LIST)
    assert twice.usable_meter_mw == pytest.approx(62.7)


def test_without_pue_the_published_ratio_gives_a_range() -> None:
    """River Bend: 330 MW of utility power are 245 of IT; nobody knowing what is firm, none is promised."""
    river_bend = Hall(name="river bend", meter_mw=330.0, planned_it_mw=None, facts={"firm_mw": 330.0})
    power = it_power(river_bend, SHELL, LIST)
    assert (power.low_it_mw, power.high_it_mw) == (220.0, 264.0)
    assert power.central_it_mw == pytest.approx(245, rel=0.003)
    assert it_power(replace(river_bend, facts={}), SHELL, LIST).low_it_mw == 0


def test_the_floor_of_a_mining_hall_explains_the_share_that_converts() -> None:
    """1,000 against 5,000 sq ft per MW is the 20 % that Sabre56 counts."""
    ratio = LIST.mining_m2_per_mw.central / LIST.ai_m2_per_mw.central
    assert ratio == pytest.approx(LIST.convertible_frac.central)


def test_firm_power_is_laid_beside_what_the_plan_takes() -> None:
    """60 firm MW carry 46.15 MW of IT at PUE 1.3 and not 47; none at all is lacking; no plan takes what there is."""
    known: dict[str, Fact] = {"firm_mw": 60.0, "design_pue": 1.3, "transformers": 4, "transformer_mva": 33.0}

    def said(facts: dict[str, Fact], planned_it_mw: float | None) -> Answer:
        checked = assess(hall(facts, planned_it_mw), SHELL, LIST).checked
        return next(part.answer for part in checked if part.item.id == "firm_power")

    assert said(known, 60 / 1.3) is Answer.MET
    assert said(known, 47.0) is Answer.LACKING
    assert said(known, None) is Answer.MET
    assert said({"firm_mw": 60.0}, 48.0) is Answer.MET
    assert said({"firm_mw": 0.0}, None) is Answer.LACKING
    assert said({}, 40.0) is Answer.UNKNOWN


def test_what_is_kept() -> None:
    """The substation that stands there, none where there is none, unknown where nobody looked."""
    answers = [
        {part.name: said for part, said in kept(hall(facts), LIST)} for facts in (EVERYTHING, NOTHING, {})
    ]
    assert [found["Substation"] for found in answers] == ["yes", "nothing there", "unknown"]
    assert all(found["ASICs"] == "no" for found in answers)


def test_every_form_of_requirement() -> None:
    """At the limit is met; a word that is not among them is not."""
    assert answer(100.0, AtLeast(value=100.0)) is Answer.MET
    assert answer(1.31, AtMost(value=1.3)) is Answer.LACKING
    assert answer("hydro", OneOf(words=("liquid",))) is Answer.LACKING
    assert answer(None, OneOf(words=("liquid",))) is Answer.UNKNOWN
    with pytest.raises(TypeError):
        answer("liquid", AtLeast(value=1.0))


def test_a_gpu_mining_rig_by_hand() -> None:
    """12 x 24 GB, one lane each, 7B: 112 GB sharded in 288; 2 x 11/12 x 14 / 0.985 x 1.5 = 39.1 s for 6.1 s of computing."""
    rig, task = DATA.rigs[0], DATA.tasks[0]
    check = check_node(rig, task)
    assert (check.state_gb, check.rig_memory_gb, check.fits_one_gpu, check.machines) == (
        112.0,
        288.0,
        False,
        1,
    )
    assert check.inside_s == pytest.approx(2 * 11 / 12 * 14 / 0.985 * 1.5)
    assert check.compute_s == pytest.approx(6 * 7e9 * 4096 / (71e12 * 0.4))
    assert check.waiting_frac == pytest.approx(39.086 / (39.086 + 6.057), abs=1e-3)
    assert check.checkpoint_s == pytest.approx(84 / 0.125)
    assert (check.interconnect, check.host, check.training_node) == (Answer.LACKING,) * 3


def test_a_rig_needs_many_like_it_for_70b() -> None:
    """1,120 GB are four rigs, and a gigabit between them takes 42 minutes a step."""
    check = check_node(DATA.rigs[0], DATA.tasks[1])
    assert (check.memory, check.machines) == (Answer.LACKING, 4)
    assert check.between_s == pytest.approx(1.5 * 2 * 3 / 4 * 140 / 0.125)


def test_a_training_node_is_one() -> None:
    """The same arithmetic lets eight H100 pass, for 7B alone and for 70B as two nodes."""
    for task, machines in zip(DATA.tasks, (1, 2), strict=True):
        check = check_node(DATA.rigs[2], task)
        assert (check.training_node, check.machines) == (Answer.MET, machines)


def test_what_is_not_known_of_a_machine_stays_unknown() -> None:
    """Without host memory or network nobody can say, unless something known is lacking already."""
    node = replace(DATA.rigs[2], host_memory_gb=None, network_gbit_s=None)
    assert check_node(node, DATA.tasks[0]).training_node is Answer.UNKNOWN
    assert check_node(node, DATA.tasks[1]).waiting_frac is None
