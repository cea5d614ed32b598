"""Engines: the same answers in the same order to the bit, whoever works; errors arrive; nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from multiprocessing import active_children
from pathlib import Path
from typing import Final

import pytest
from tests.adapters.engines.blocks import BLOCKS, digest, killed, oddly, plan_tasks, refused, square

from bascule.adapters.engines.local import Processes, cores
from bascule.adapters.engines.ray_cluster import RayCluster
from bascule.adapters.engines.serial import Serial
from bascule.apps.engine_wiring import ENGINES, engine_of
from bascule.errors import InputError
from bascule.study.conversion.risk import Engine, work

TWO: Final = Processes(workers=2)
PATHS: Final = os.pathsep.join(["src", "."])
several = pytest.mark.skipif(cores() < 2, reason="one core: no second process")
cluster = pytest.mark.skipif(find_spec("ray") is None, reason="Ray, of the extra ray, is not installed")


@pytest.fixture(scope="module")
def alone() -> str:
    """What one process finds."""
    return digest(list(Serial()(work, plan_tasks())))


@several
def test_processes_find_the_bits_of_one(alone: str) -> None:
    """Every strategy's money on every path."""
    assert digest(list(TWO(work, plan_tasks()))) == alone


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_of_a_library_change_no_bit(alone: str, threads: int) -> None:
    """Machines of a cluster have other numbers of cores."""
    script = (
        "from tests.adapters.engines.blocks import digest, plan_tasks\n"
        "from bascule.study.conversion.risk import work\n"
        "print(digest([work(task) for task in plan_tasks()]))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": PATHS, "OPENBLAS_NUM_THREADS": str(threads)},
    )
    assert found.stdout.strip() == alone


@cluster
def test_a_cluster_finds_the_bits_of_one(alone: str) -> None:
    """A Ray cluster on this machine, started for the run and ended after it."""
    import ray  # noqa: PLC0415 -- only with the extra

    told: list[tuple[int, int]] = []
    engine = RayCluster(progress=lambda done, count: told.append((done, count)))
    assert digest(list(engine(work, plan_tasks()))) == alone
    assert told == [(k, BLOCKS) for k in range(1, BLOCKS + 1)]
    assert not ray.is_initialized()


@cluster
def test_an_error_crosses_a_cluster_as_it_was() -> None:
    """With its problems."""
    with pytest.raises(InputError, match=r"plan\.yaml: x = 3: must not be 3"):
        list(RayCluster()(refused, range(5)))


@cluster
@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "head", "head:port"])
def test_an_address_without_a_cluster_is_refused_with_its_remedy(address: str) -> None:
    """At once, where Ray would try for minutes."""
    with pytest.raises(InputError, match="ray start --head"):
        list(RayCluster(address=address)(square, range(2)))


@several
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_answers_come_in_the_order_of_the_tasks(count: int) -> None:
    """Also where the first is done last, and where there are fewer tasks than processes."""
    assert list(TWO(square, range(count))) == [k**2 for k in range(count)]


@several
@pytest.mark.parametrize("engine", [Serial, Processes])
def test_progress_is_told_after_every_block(engine: type[Serial] | type[Processes]) -> None:
    """How many of how many."""
    told: list[tuple[int, int]] = []
    list(engine(progress=lambda done, count: told.append((done, count)))(square, range(4)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@several
def test_an_error_of_a_block_arrives_as_it_was_and_ends_the_others() -> None:
    """Wrong input stays wrong input."""
    with pytest.raises(InputError, match="must not be 3"):
        list(TWO(refused, range(9)))
    assert not active_children()


@several
def test_an_error_that_cannot_travel_sends_its_words() -> None:
    """With its name."""
    with pytest.raises(RuntimeError, match="Odd: broken"):
        list(TWO(oddly, range(3)))


@several
def test_a_process_that_ends_is_told_and_does_not_hang() -> None:
    """As when memory runs out."""
    with pytest.raises(RuntimeError, match="ended before its answer"):
        list(TWO(killed, range(4)))
    assert not active_children()


@several
def test_who_stops_listening_ends_the_processes() -> None:
    """A run that is given up half-way."""
    answers = TWO(square, range(50))
    assert isinstance(next(answers), int)
    answers.close()
    assert not active_children()


@several
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_everything_in_silence(tmp_path: Path) -> None:
    """The whole group of processes hears it: one KeyboardInterrupt, no process left, no word from the others."""
    script = (
        "import sys; from pathlib import Path\n"
        "from bascule.adapters.engines.local import Processes\n"
        "from tests.adapters.engines.blocks import noted\n"
        "if __name__ == '__main__':\n"
        "    try: list(Processes(workers=2)(noted, [Path(sys.argv[1])] * 4))\n"
        "    except KeyboardInterrupt: sys.exit(130)\n"
    )
    (tmp_path / "run.py").write_text(script, encoding="utf-8")
    notes = tmp_path / "notes"
    notes.mkdir()
    running = subprocess.Popen(
        [sys.executable, str(tmp_path / "run.py"), str(notes)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": PATHS},
    )
    pids = _two_files(notes)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, "")
    assert not [pid for pid in pids if _alive(pid)]


def _two_files(folder: Path) -> list[int]:
    for _ in range(600):
        pids = [int(path.name) for path in folder.iterdir()]
        if len(pids) == 2:
            return pids
        time.sleep(0.05)
    raise AssertionError("the processes did not start")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_more_processes_than_cores_are_not_started() -> None:
    """A number that is too large means all cores."""
    assert list(Processes(workers=10_000)(abs, [-1, -2])) == [1, 2]


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "ray"])
def test_every_name_has_its_engine(name: str) -> None:
    """Of the shape that risk asks for."""
    engine: Engine = engine_of(name)
    assert isinstance(engine, Serial | Processes)


def test_without_the_extra_ray_is_refused_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything runs."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r'--engine: engine = ray: .*pip install "bascule\[ray\]"'):
        engine_of("ray")


def test_wrong_names_and_addresses_are_told_at_once() -> None:
    """Both, each with its remedy."""
    with pytest.raises(InputError) as refusal:
        engine_of("dask", "10.0.0.5:6379")
    assert [problem.file for problem in refusal.value.problems] == ["--engine", "--address"]
