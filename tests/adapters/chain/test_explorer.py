"""An explorer's answers, told apart by their keys."""

import json
from pathlib import Path

import pytest
from tests.chain.shared import DATA, real

from bascule.adapters.chain.explorer import answer_of, blocks_from, facts_from, is_blocks_answer
from bascule.adapters.chain.inputs import read_chain
from bascule.adapters.files.document import Document
from bascule.errors import InputError

REFUSED = {
    "fees-mempool-blocks",
    "fees-precise",
    "fees-recommended",
    "mining-blocks-timestamp",
    "mining-pool-slug",
}
SHARES = {"mining-hashrate-pools"}
SAMPLES = sorted((DATA / "mempool_samples").glob("*.json")) if DATA.exists() else []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_recorded_answers(path: Path) -> None:
    """Every sample is understood, or refused with what to give instead."""
    if path.stem in REFUSED | SHARES:
        with pytest.raises(InputError, match=r"known here|counts them"):
            read_chain([path])
        return
    found = read_chain([path])
    assert found.blocks is not None or found.facts.sources == (path.name,)


def test_hashrates_above_2_to_53_are_floats() -> None:
    """252,033,247,355,212,300,000 H/s are 252.03 EH/s; the last digits do not matter."""
    answer = {"currentHashrate": 252033247355212300000, "currentDifficulty": 31251101365711.12}
    assert facts_from(answer, "h.json").hashrate_eh_s == pytest.approx(252.033, abs=1e-3)


def test_a_collectors_wrapping_is_taken_off() -> None:
    """An answer under 'response' is the answer."""
    assert answer_of(Document(name="x", value={"_endpoint": "/x", "response": 698767})) == 698767
    assert facts_from(698767, "tip.json").height == 698767


def test_heights_of_recorded_estimates() -> None:
    """The next retarget less the remaining blocks is the last block, as recorded inputs and outputs have it."""
    vectors = json.loads(real("mempool_difficulty_vectors.json").read_text(encoding="utf-8"))["vectors"]
    for vector in vectors:
        assert facts_from(vector["expected"], "x.json").height == vector["height"]


def test_the_newest_adjustment_holds() -> None:
    """Whatever their order, the latest row's difficulty is in force; a row of words is refused."""
    rows = [[2, 4032, 7.0, 1.1], [3, 6048, 9.0, 1.2], [1, 2016, 5.0, 1.0]]
    assert facts_from(rows, "x.json").difficulty == 9.0
    with pytest.raises(InputError, match="ratio"):
        facts_from([[1, 2016, "x", 1.0]], "x.json")


def block(height: int, **more: object) -> dict[str, object]:
    """A block as listed."""
    return {"height": height, "timestamp": 1_700_000_000 + 600 * height, "bits": 386521239, **more}


def test_blocks_come_newest_first() -> None:
    """They are put in order; times in milliseconds are divided; pools may be missing."""
    listed = [
        block(2, extras={"reward": 7, "pool": {"name": "P"}}),
        block(1, timestamp=1_700_000_600_000, extras={"reward": 6}),
    ]
    found = blocks_from(listed, "b.json")
    assert is_blocks_answer(listed)
    assert found.heights.tolist() == [1, 2]
    assert found.times_s.tolist() == [1_700_000_600, 1_700_001_200]
    assert found.names == ("P", "unknown")
    assert found.reward_sat is not None
    assert found.reward_sat.tolist() == [6, 7]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"pools": [], "blockCount": 5}, "list pools"),
        ({"pools": [{"name": "a", "blockCount": 9}], "blockCount": 5}, "more than all"),
        ({"pools": [{"name": "a", "blockCount": -9}], "blockCount": 5}, "from 0"),
        ({"currentHashrate": 0, "currentDifficulty": 1.0}, "above zero"),
        ({"startBlock": 9, "endBlock": 5, "totalFee": "1"}, "before startBlock"),
        ({"startBlock": 1, "endBlock": 5, "totalFee": "-1"}, "satoshi"),
        ({"prices": []}, "no price"),
        ({"hello": 1}, "known here"),
        ("text", "known here"),
    ],
)
def test_answers_that_lie(answer: object, said: str) -> None:
    """Each is refused with the key."""
    with pytest.raises(InputError, match=said):
        facts_from(answer, "x.json")


def test_text_that_is_no_json(tmp_path: Path) -> None:
    """A broken file is named with its line; NaN is no number."""
    for text, said in (("{", "not JSON"), ('{"a": NaN}', "write null"), (json.dumps([]), "known here")):
        (tmp_path / "x.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=said):
            read_chain([tmp_path / "x.json"])
