"""The machines that hash, as things that can be sold second-hand."""

import math
from dataclasses import dataclass

from bascule.study.conversion.refusal import refuse_unless


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What a buyer pays for machines: resale_per_ph x (hashprice / at_hashprice)^elasticity x (1 - decline_frac)^years.

    They are taken as written off, so that the whole price is taxed.

    Attributes:
        resale_per_ph: Money per PH/s today, at the hashprice for which it is stated.
        at_hashprice: That hashprice, per PH and day.
        elasticity: Of the price in the hashprice; 0 for a price that does not follow it.
        decline_frac: Fall of the price per year at an unchanged hashprice, beside the fleet's own loss of hashrate.
    """

    resale_per_ph: float
    at_hashprice: float
    elasticity: float
    decline_frac: float

    def __post_init__(self) -> None:
        """Refuse prices that nobody can pay."""
        refuse_unless(
            self,
            {
                "resale_per_ph": (0 <= self.resale_per_ph < math.inf, "must not be negative"),
                "at_hashprice": (0 < self.at_hashprice < math.inf, "must lie above zero"),
                "elasticity": (0 <= self.elasticity < math.inf, "must not be negative"),
                "decline_frac": (0 <= self.decline_frac < 1, "must be a share from 0 to below 1"),
            },
        )
