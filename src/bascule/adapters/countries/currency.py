"""Currencies that places charge in."""

from typing import Literal

Currency = Literal["EUR", "USD", "CAD", "NOK"]
