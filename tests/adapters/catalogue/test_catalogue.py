"""Hardware facts that ship with the package."""

import csv
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import pytest

from bascule.adapters.catalogue.asic import AsicModel, asic_models, find_asic, part_load
from bascule.adapters.catalogue.cooling import cooling_curves
from bascule.adapters.catalogue.gpu import find_gpu, gpu_servers
from bascule.adapters.catalogue.job_curve import job_curves
from bascule.adapters.catalogue.nearest import nearest, suggestion
from bascule.errors import InputError

SHARED = Path(__file__).parents[4] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside the repository")


def shared_rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file beside the repository."""
    return list(csv.DictReader((SHARED / name).read_text(encoding="utf-8").splitlines()))


def test_catalogue_has_the_size_that_was_promised() -> None:
    """About fifty machines and a dozen accelerators, each name once."""
    assert len({model.name for model in asic_models()}) == len(asic_models()) >= 50
    assert len({server.name for server in gpu_servers()}) == len(gpu_servers()) >= 11


def test_every_entry_has_source_and_date() -> None:
    """No fact stands without where it comes from and from when."""
    stated = [(model.source, model.as_of) for model in asic_models()]
    stated += [(point.source, point.as_of) for point in part_load("S19k Pro")]
    stated += [(server.source, server.as_of) for server in gpu_servers()]
    stated += [(curve.source, curve.as_of) for curve in job_curves()]
    stated += [(curve.source, curve.as_of) for curve in cooling_curves()]
    assert all(source and as_of >= "2025" for source, as_of in stated)
    assert all(server.rental_source and server.rental_date for server in gpu_servers())


@pytest.mark.parametrize("model", asic_models(), ids=lambda model: model.name)
def test_efficiency_is_power_over_hashrate(model: AsicModel) -> None:
    """Every model is found by its name, and power over hashrate is its stated efficiency within 3 %."""
    assert find_asic(model.name) == model
    assert model.power_w / model.hashrate_th_s == pytest.approx(model.efficiency_j_per_th, rel=0.03)


def test_gpu_is_a_part_of_its_server() -> None:
    """Idle lies between paused and full, and the accelerator draws less than its server."""
    for server in gpu_servers():
        assert server.tdp_w < server.full_w
        assert server.paused_w < server.idle_w < server.full_w


@pytest.mark.parametrize("name", ["s19j pro", "Antminer S19j Pro", "S19jPro", "Bitmain Antminer S19j-Pro"])
def test_machine_is_found_however_it_is_written(name: str) -> None:
    """Case, spaces, hyphens and the maker's name do not matter."""
    assert find_asic(name).name == "S19j Pro"


def test_unknown_machine_names_the_nearest() -> None:
    """A name that is not there is answered with those like it."""
    with pytest.raises(InputError, match="the nearest are S19k Pro"):
        find_asic("S19k Prro")


def test_unknown_accelerator_names_the_nearest() -> None:
    """The same holds for accelerators."""
    with pytest.raises(InputError, match="nearest are H100 SXM"):
        find_gpu("H100 SMX")


def test_part_load_is_known_for_one_model() -> None:
    """The S19k Pro has seven points, its default among them; others have none."""
    assert [(p.power_w, p.hashrate_th_s) for p in part_load("S19k Pro")][4] == (2794.0, 121.8)
    assert part_load("S21") == ()


def test_job_curves_start_full_and_fall() -> None:
    """Every class has a full level first, and less power never does more."""
    for curve in job_curves():
        points = [(p.gpu_power_frac, p.throughput_frac) for p in curve.points]
        assert points[0] == (1.0, 1.0)
        assert points == sorted(points, reverse=True)


def test_decode_has_the_full_level_only() -> None:
    """Caps do nothing on decode, so there is nothing to choose."""
    assert [p.level for curve in job_curves() if curve.job_class == "llm_decode" for p in curve.points] == [
        "full"
    ]


def test_cooling_never_saves_power_in_the_heat() -> None:
    """PUE is above one and does not fall as it gets hotter."""
    for curve in cooling_curves():
        assert list(curve.pue.values) == sorted(curve.pue.values)
        assert curve.pue.values[0] > 1


def test_word_unlike_any_gets_the_list() -> None:
    """Where nothing is near, what there is stands in the answer."""
    assert nearest("zzz", ["air"]) == ()
    assert suggestion("zzz", ["air", "liquid"]) == "one of: air, liquid"
    assert suggestion("zzz", []) == "there is none"


@NEEDS_SHARED
def test_machines_are_those_of_the_facts() -> None:
    """Names and figures are carried over from the hardware facts without a slip."""
    facts = {
        (r["model"], float(r["hashrate_th_s"]), float(r["power_w"]))
        for r in shared_rows("catalogue/asic_models.csv")
    }
    assert {(m.name, m.hashrate_th_s, m.power_w) for m in asic_models()} == facts


@NEEDS_SHARED
def test_servers_are_those_of_the_facts() -> None:
    """Watts and rental prices are carried over from the hardware facts without a slip."""
    rows = shared_rows("catalogue/gpu_servers.csv")
    facts = {
        (r["accelerator"], float(r["server_kw_per_gpu"]), float(r["rental_usd_per_gpu_h"])) for r in rows
    }
    assert {(s.name, s.server_kw_per_gpu, s.rental_usd_per_gpu_h) for s in gpu_servers()} == facts


@NEEDS_SHARED
def test_job_curves_are_the_class_means_of_the_sweep() -> None:
    """Every level is the mean over the workloads of its class in the published sweep."""
    rows = shared_rows("data/gpu/phoenix_2025/dvfs_sweep.csv")
    full = {r["Workload"]: float(r["power per GPU"]) for r in rows if r["GPU power cap"] == "400"}
    classes = {"ft": "fine_tune", "infer": "inference", "pt": "pretrain"}
    seen: dict[tuple[str, float], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        power = float(row["power per GPU"]) / full[row["Workload"]]
        key = classes[row["Workload"].split("_")[0]], float(row["GPU power cap"]) / 400
        seen[key].append((power, float(row["normalized throughput"])))
    for curve in job_curves()[:3]:
        for point in curve.points:
            cap = 1.0 if point.level == "full" else float(point.level.removeprefix("cap_"))
            means = [fmean(column) for column in zip(*seen[curve.job_class, cap], strict=True)]
            assert [point.gpu_power_frac, point.throughput_frac] == pytest.approx(means, abs=5e-5)
