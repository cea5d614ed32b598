"""A block of megawatts, and what a price per megawatt is counted on."""

from dataclasses import dataclass
from enum import StrEnum

from bascule.units import HOURS_PER_YEAR


class Basis(StrEnum):
    """What an amount is per: IT and meter megawatts differ by PUE, so none is assumed."""

    IT_MW = "it_mw"
    METER_MW = "meter_mw"
    GPU = "gpu"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Megawatts of the connection that change use together.

    Attributes:
        meter_mw: At the site's meter.
        pue: Meter over IT power, at least 1.
        load_frac: Energy drawn over what full power all year would draw: the uptime of a mining block.
        gpus: Own accelerators, for prices per GPU.
    """

    meter_mw: float
    pue: float
    load_frac: float = 1.0
    gpus: float = 0.0

    @property
    def it_mw(self) -> float:
        """Power of the machines themselves.

        >>> Block(meter_mw=100.0, pue=1.25).it_mw
        80.0
        """
        return self.meter_mw / self.pue

    @property
    def meter_mwh_per_year(self) -> float:
        """Energy of a year in operation."""
        return self.meter_mw * HOURS_PER_YEAR * self.load_frac

    def units(self, basis: Basis) -> float:
        """How many of what an amount is per."""
        return {
            Basis.IT_MW: self.it_mw,
            Basis.METER_MW: self.meter_mw,
            Basis.GPU: self.gpus,
            Basis.TOTAL: 1.0,
        }[basis]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money with the basis it is counted on.

    Attributes:
        each: Money per unit of the basis, in the project's currency.
        basis: Per what.
    """

    each: float
    basis: Basis

    def of(self, block: Block) -> float:
        """The whole of it for a block.

        >>> Amount(each=10e6, basis=Basis.IT_MW).of(Block(meter_mw=1.0, pue=1.25))
        8000000.0
        """
        return self.each * block.units(self.basis)
