"""Tables of days, periods, hashrates and published figures."""

import json
from pathlib import Path

import numpy as np
import pytest

from bascule.adapters.chain.hashrate_file import read_hashrate
from bascule.adapters.chain.inputs import read_chain
from bascule.errors import InputError


def written(folder: Path, text: str, name: str = "t.csv") -> Path:
    """A small file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    """What is said about a file."""
    with pytest.raises(InputError) as caught:
        read_chain([path])
    return str(caught.value)


DAYS = "date,price_usd,difficulty_mean,block_count,fees_btc\n"


def test_days(tmp_path: Path) -> None:
    """A missing value is not zero; two files are put in order."""
    one = written(tmp_path, DAYS + "2024-01-03,3,1e12,144,2\n2024-01-04,,1e12,144,2\n", "b.csv")
    other = written(tmp_path, DAYS + "2024-01-01,1,1e12,144,2\n", "a.csv")
    days = read_chain([one, other]).days
    assert days is not None
    assert np.isnan(days.usd_per_btc).tolist() == [False, False, True]
    assert "overlaps" in _both(one, one)


def _both(one: Path, other: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_chain([one, other])
    return str(caught.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2024-01-02,1,1e12,144,2\n2024-01-01,1,1e12,144,2\n", "sorted"),
        ("2024-01-01,-1,1e12,144,2\n", "above zero"),
        ("2024-01-01,1,0,144,2\n", "above zero"),
        ("2024-01-01,x,1e12,144,2\n", "numbers"),
        ("", "no day"),
    ],
)
def test_days_that_lie(tmp_path: Path, rows: str, said: str) -> None:
    """Order, sign and type are checked."""
    assert said in refused(written(tmp_path, DAYS + rows))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bits_old,bits_new,first_time,last_time\nzz,0x1d00ffff,0,1\n", "hexadecimal"),
        ("bits_old,bits_new,first_time,last_time\n0x1d00ffff,0x1d00ffff,,1\n", "whole seconds"),
        ("network,bits_old,bits_new,first_time,last_time\nmoon,0x1d00ffff,0x1d00ffff,0,1\n", "mainnet"),
        ("date,difficulty,block_reward_btc,btc_usd,published_usd_per_ph_day\nx,1e12,0,1,1\n", "above zero"),
    ],
)
def test_periods_and_figures_that_lie(tmp_path: Path, text: str, said: str) -> None:
    """Each is named with its row."""
    assert said in refused(written(tmp_path, text))


def test_hashrate_paths(tmp_path: Path) -> None:
    """EH/s by day, or TH/s; holes, gaps and negatives are refused."""
    start, values = read_hashrate(
        written(tmp_path, "date,hashrate_th_per_s\n2024-01-01,5e8\n2024-01-02,6e8\n")
    )
    assert (start, values.tolist()) == (1_704_067_200, [500.0, 600.0])
    for rows, said in (
        ("2024-01-01,1\n2024-01-03,1\n", "gap"),
        ("2024-01-01,-1\n", "from 0"),
        ("2024-01-01,\n", "from 0"),
    ):
        with pytest.raises(InputError, match=said):
            read_hashrate(written(tmp_path, "date,hashrate_eh_s\n" + rows))
    days = [{"timestamp": 1_704_067_200 + 86_400 * at, "avgHashrate": (500 + at) * 10**18} for at in range(3)]
    answer = written(tmp_path, json.dumps({"hashrates": days}), "h.json")
    assert read_hashrate(answer)[1].tolist() == [500.0, 501.0, 502.0]
    for wrong, said in (({}, "must list"), ({"hashrates": [days[0], days[2]]}, "gap")):
        with pytest.raises(InputError, match=said):
            read_hashrate(written(tmp_path, json.dumps(wrong), "h.json"))
    with pytest.raises(InputError, match="needs date"):
        read_hashrate(written(tmp_path, "day,x\n1,1\n"))
