"""Published training runs against our arithmetic, and the peaks that they rest on."""

import pytest

from bascule.adapters.catalogue.accelerator import accelerator_names, find_accelerator
from bascule.adapters.catalogue.gpu import gpu_servers
from bascule.adapters.catalogue.training_runs import published_runs
from bascule.errors import InputError
from bascule.study.training.accelerator import Precision
from bascule.study.training.published import Known, compare

RUNS = {run.name: run for run in published_runs()}


@pytest.mark.parametrize("name", RUNS)
def test_published_hours_imply_a_plausible_utilisation(name: str) -> None:
    """Between 15 and 60 % of the 16-bit peak."""
    assert compare(RUNS[name]).is_plausible


@pytest.mark.parametrize(
    ("name", "off"),
    [
        ("GPT-3", 0.005),
        ("LLaMA 65B", 0.005),
        ("DeepSeek-V3", 0.02),
        ("Llama 3.1 405B", 0.05),
        ("BLOOM 176B", 0.13),
    ],
)
def test_stated_utilisation_predicts_the_published_hours(name: str, off: float) -> None:
    """Within half a percent to 13 %; BLOOM's hours hold restarts that it does not publish, so ours are fewer."""
    found = compare(RUNS[name]).gpu_h_off_frac
    assert found is not None
    assert abs(found) <= off


@pytest.mark.parametrize(
    ("name", "mwh", "tonnes"),
    [
        ("GPT-3", 1287, 552),
        ("BLOOM 176B", 433.196, 24.69),
        ("LLaMA 65B", 449, 173),
        ("Llama 2 70B", None, 291.42),
        ("Llama 3.1 405B", None, 8930),
    ],
)
def test_published_energy_and_carbon_come_out(name: str, mwh: float | None, tonnes: float) -> None:
    """Within 0.3 %, counted as the publication counts."""
    found = compare(RUNS[name])
    assert found.carbon_t == pytest.approx(tonnes, rel=3e-3)
    if mwh is not None:
        assert found.energy_mwh == pytest.approx(mwh, rel=3e-3)


def test_llama_3_1_carbon_is_its_share_of_the_family() -> None:
    """11,390 t are of 39.3 million hours for three sizes; 405B has 30.84 million of them: 8,938 t."""
    found = compare(RUNS["Llama 3.1 405B"])
    assert found.carbon_t == pytest.approx(11_390 * 30.84 / 39.3, rel=1e-3)


def test_implied_utilisations_by_hand() -> None:
    """6 N D over peak and hours, reckoned apart."""
    hand = {
        "Llama 2 70B": 6 * 70e9 * 2e12 / (312e12 * 3600 * 1_720_320),
        "Llama 3.1 405B": 6 * 405e9 * 15.6e12 / (989.4e12 * 3600 * 30.84e6),
        "BLOOM 176B": 6 * 176.247e9 * 366e9 / (312e12 * 3600 * 1_082_990),
    }
    for name, implied in hand.items():
        assert compare(RUNS[name]).implied_mfu_frac == pytest.approx(implied)


def test_every_figure_says_how_it_is_known() -> None:
    """Looked up, computed or memory, with a source."""
    figures = [
        figure for run in RUNS.values() for figure in (run.gpu_h, run.mfu_frac, run.energy_mwh, run.carbon_t)
    ]
    assert all(figure is None or (figure.known in Known and figure.source) for figure in figures)


def test_every_accelerator_of_the_server_catalogue_has_a_peak() -> None:
    """And its power limit is the same in both tables; its server's overhead is positive."""
    for server in gpu_servers():
        chip = find_accelerator(server.name)
        assert chip.tdp_w == server.tdp_w
        assert chip.overhead_w == pytest.approx(server.overhead_w)


def test_fp8_is_twice_bf16_where_there_is_fp8() -> None:
    """Within 3 %, as printed by the makers; an A100 has none and says so."""
    for name in accelerator_names():
        if name.startswith(("A100", "V100")):
            with pytest.raises(InputError, match="no fp8 peak"):
                find_accelerator(name, Precision.FP8)
        else:
            both = find_accelerator(name, Precision.FP8).peak_tflop_s / find_accelerator(name).peak_tflop_s
            assert both == pytest.approx(2.0, rel=0.03)
    with pytest.raises(InputError, match="known are"):
        find_accelerator("abacus")
