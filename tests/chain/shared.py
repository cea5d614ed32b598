"""Real figures beside the repository, where the reader has them."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def real(name: str) -> Path:
    """A file of the shared data; the test skips where it is absent."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path
