"""Training runs against closed forms and hand-solved cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bascule.study.training.accelerator import Accelerator, Precision
from bascule.study.training.model import Attention, Model
from bascule.study.training.run import Site, TrainingRun, bill, gpu_hours, implied_mfu_frac

CHIP = Accelerator(
    name="chip",
    precision=Precision.BF16,
    peak_tflop_s=1000.0,
    tdp_w=700.0,
    server_kw_per_gpu=1.25,
    peak_source="",
    power_source="",
)
DENSE = Model(parameters=60e9, active_parameters=60e9, tokens=1e12)


def run_of(**changes: object) -> TrainingRun:
    """3.6e23 operations at 40 % of 10^15 a second: 250,000 GPU-hours."""
    facts = {
        "name": "x",
        "model": DENSE,
        "accelerator": CHIP,
        "mfu_frac": 0.40,
        "gpu_h": None,
        "computing_frac": 1.0,
        "load_frac": 1.0,
        "pue": 1.2,
        "power_usd_per_mwh": 50.0,
        "rent_usd_per_gpu_h": 2.0,
        "carbon_g_per_kwh": 100.0,
        "site": Site(gpus=1000),
        **changes,
    }
    return TrainingRun(**facts)  # type: ignore[arg-type]


def test_a_run_by_hand() -> None:
    """6 x 60e9 x 1e12 = 3.6e23; over 4e14 a second 9e8 s; 250,000 h; 312.5 MWh IT; 375 at the meter."""
    found = bill(run_of())
    assert DENSE.flop == pytest.approx(3.6e23)
    assert found.gpu_h == pytest.approx(250_000)
    assert [found.it_mwh, found.meter_mwh] == pytest.approx([312.5, 375.0])
    assert [found.energy_usd, found.rent_usd] == pytest.approx([18_750.0, 500_000.0])
    assert [found.carbon_t, found.carbon_g] == pytest.approx([37.5, 37.5e6])
    assert found.days == pytest.approx(250_000 / 1000 / 24)
    assert found.meter_mw == pytest.approx(1.5)


def test_only_active_parameters_of_a_mixture_of_experts_work() -> None:
    """Ten times the parameters at the same active ones take the same operations."""
    assert Model(parameters=600e9, active_parameters=60e9, tokens=1e12).flop == DENSE.flop


def test_the_attention_term_is_left_out_unless_stated() -> None:
    """Llama 3.1 405B at 8,192 tokens: 12 x 126 x 16,384 x 8,192 on 6 x 405e9 is 8.4 % more."""
    attention = Attention(layers=126, width=16_384, context_tokens=8_192)
    bare = Model(parameters=405e9, active_parameters=405e9, tokens=15.6e12)
    with_it = Model(parameters=405e9, active_parameters=405e9, tokens=15.6e12, attention=attention)
    assert bare.attention_flop is None
    assert bare.flop == pytest.approx(3.79e25, rel=1e-3)
    assert with_it.flop / bare.flop - 1 == pytest.approx(12 * 126 * 16_384 * 8_192 / (6 * 405e9))
    assert with_it.flop / bare.flop == pytest.approx(1.084, abs=1e-3)


@given(st.floats(0.05, 0.9), st.floats(0.5, 1.0), st.floats(1e6, 1e12), st.floats(1e6, 1e14))
def test_hours_and_utilisation_are_each_others_inverse(
    mfu: float, computing: float, size: float, tokens: float
) -> None:
    """The utilisation implied by the hours of a utilisation is that one, times the share of time that it computes."""
    model = Model(parameters=size, active_parameters=size, tokens=tokens)
    hours = gpu_hours(model, CHIP, mfu, computing)
    assert implied_mfu_frac(model, CHIP, hours) == pytest.approx(mfu * computing)
    again = bill(run_of(model=model, mfu_frac=None, gpu_h=hours, computing_frac=computing))
    assert again.mfu_frac == pytest.approx(mfu)
    assert again.overall_mfu_frac == pytest.approx(mfu * computing)


@given(st.floats(0.5, 1.0), st.floats(1.0, 2.0), st.integers(1, 100_000))
def test_energy_is_power_times_days(load: float, pue: float, gpus: int) -> None:
    """Mean power at the meter over the days on the site is the meter energy, however many GPUs there are."""
    found = bill(run_of(load_frac=load, pue=pue, site=Site(gpus=gpus)))
    assert found.meter_mw is not None
    assert found.days is not None
    assert found.meter_mw * found.days * 24 == pytest.approx(found.meter_mwh)


def test_a_site_feeds_accelerators_at_full_load() -> None:
    """2.5 MW IT feed 2,000 servers' shares of 1.25 kW, also at a mean load of 80 %; the lesser of power and count counts."""
    assert bill(run_of(site=Site(it_mw=2.5), load_frac=0.8)).gpus == 2000
    assert bill(run_of(site=Site(it_mw=2.5, gpus=512))).gpus == 512
    assert bill(run_of(site=Site(it_mw=2.5, gpus=4096))).gpus == 2000
    with pytest.raises(ValueError, match="not one accelerator"):
        bill(run_of(site=Site(it_mw=0.001)))


def test_what_is_not_known_stays_unknown() -> None:
    """No site, no days; no rent, no rent; and exactly one of utilisation and hours."""
    found = bill(run_of(site=None, rent_usd_per_gpu_h=None))
    assert (found.days, found.gpus, found.meter_mw, found.rent_usd) == (None, None, None, None)
    with pytest.raises(ValueError, match="exactly one"):
        bill(run_of(gpu_h=1.0))


def test_an_implausible_utilisation_is_told() -> None:
    """90 % and 5 % are; 25 % is not; half of it against an FP8 peak is neither."""
    assert not bill(run_of(mfu_frac=0.9)).is_plausible
    assert not bill(run_of(mfu_frac=0.05)).is_plausible
    assert bill(run_of(mfu_frac=0.25)).is_plausible
    fp8 = Accelerator(
        **{**{f: getattr(CHIP, f) for f in CHIP.__dataclass_fields__}, "precision": Precision.FP8}
    )
    assert bill(run_of(mfu_frac=0.125, accelerator=fp8)).is_plausible
    assert not bill(run_of(mfu_frac=0.45, accelerator=fp8)).is_plausible
