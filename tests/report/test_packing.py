"""Series in few bytes."""

import base64
import gzip

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bascule.report.packing import SeriesStore, packed, trimmed


def unpacked(data: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The way back, as the page's script goes it."""
    planes = np.frombuffer(gzip.decompress(base64.b64decode(data)), dtype=np.uint8)
    return np.ascontiguousarray(planes.reshape(4, -1).T).view("<f4")[:, 0]


@given(st.lists(st.floats(min_value=-1e30, max_value=1e30), min_size=1, max_size=50))
def test_trimming_moves_a_number_by_one_part_in_8000_at_most(values: list[float]) -> None:
    """Four digits survive."""
    kept = trimmed(np.array(values))
    assert np.allclose(kept, values, rtol=1 / 8000, atol=1e-37)


def test_what_is_packed_can_be_unpacked() -> None:
    """The bytes come back in their order, NaN included."""
    values = trimmed(np.array([61.03, -4.5, 0.0, np.nan, 1e6]))
    assert np.array_equal(unpacked(packed(values)), values, equal_nan=True)


def test_equal_arrays_are_stored_once() -> None:
    """A price that every track carries costs its bytes once."""
    store = SeriesStore()
    price = np.array([1.0, 2.0])
    assert store.floats(price) == store.floats(price.copy())
    assert store.floats(price + 1) != store.floats(price)
    assert len(store.packed) == 2
