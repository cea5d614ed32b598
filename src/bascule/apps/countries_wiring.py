"""Joins ``bascule plan countries`` to adapters."""

from pathlib import Path

from bascule.adapters.countries.case_file import CountryCase, read_case
from bascule.adapters.countries.outlook_file import Outlooks, bundled_outlooks
from bascule.adapters.countries.place_entry import bundled_places

__all__ = ["CountryCase", "Outlooks", "bundled_outlooks", "country_case"]


def country_case(path: Path) -> CountryCase:
    """A site and the places that it is moved to.

    Raises:
        InputError: Everything that is wrong or missing in the file.
    """
    return read_case(path, bundled_places())
