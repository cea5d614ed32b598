"""Solar or wind in a site file."""

from typing import Literal

from pydantic import Field

from bascule.adapters.files.site_entry import FracLevel, NamedEntry, SomeMw
from bascule.model.generator import Generator


class GeneratorEntry(NamedEntry):
    """A plant behind the site's meter."""

    kind: Literal["solar", "wind"] = Field(description="solar or wind")
    capacity_mw: SomeMw = Field(description="rated power at the bus")
    capacity_frac: FracLevel = Field(description="output over rated power: a series, or a number from 0 to 1")

    def to_model(self) -> Generator:
        """The noun."""
        return Generator(
            name=self.name,
            kind=self.kind,
            capacity_mw=self.capacity_mw,
            capacity_frac=self.capacity_frac,
        )
