"""What a site offers into an auction: a curve of price and quantity for each delivery interval."""

from dataclasses import dataclass

import numpy as np

from bascule.model.series import Floats
from bascule.model.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """Tranches of one product over the intervals of one delivery day.

    Energy is bought: tranches stand in falling price, each bought while the auction's price is at most its own. Reserves
    are sold: tranches stand in rising price, each sold while the price is at least its own.

    Attributes:
        product: Supply contract or reserve product.
        grid: Delivery intervals of the auction.
        buys: True where energy is bought, False where a reserve is sold.
        price: Price of each tranche, money per MWh (energy) or per MW and hour (reserves), shape (tranches, grid.count).
        mw: Width of each tranche, not negative, same shape.
    """

    product: str
    grid: TimeGrid
    buys: bool
    price: Floats
    mw: Floats

    def __post_init__(self) -> None:
        """Refuse unequal shapes, negative widths and a curve that turns back."""
        if self.price.shape != self.mw.shape or self.price.shape[1:] != (self.grid.count,):
            raise ValueError(
                f"{self.product}: prices {self.price.shape} and MW {self.mw.shape} do not fit the grid"
            )
        if (self.mw < 0).any():
            raise ValueError(f"{self.product}: an offer has a tranche of less than 0 MW")
        turn = np.diff(self.price, axis=0)
        if ((turn > 0) if self.buys else (turn < 0)).any():
            way = "rise" if self.buys else "fall"
            raise ValueError(
                f"{self.product}: the offer is not monotone: prices {way} from one tranche to the next"
            )

    def accepted_mw(self, price: Floats, marginal_frac: float = 1.0) -> Floats:
        """MW that the auction takes at its price, shape (grid.count,).

        Args:
            price: The auction's price per delivery interval.
            marginal_frac: Share of a tranche taken whose price is the auction's price.
        """
        inside = self.price > price if self.buys else self.price < price
        at = self.price == price
        return np.asarray((self.mw * inside).sum(axis=0) + marginal_frac * (self.mw * at).sum(axis=0))
