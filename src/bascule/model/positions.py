"""What a site has sold or bought ahead of delivery: the result of its auctions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bascule.model.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Positions:
    """Positions per interval from the moment of a decision on; NaN where the auction has not been held yet.

    Attributes:
        nominated_mw: Energy bought day-ahead, by supply contract.
        reserve_mw: Reserve sold, by product.
    """

    nominated_mw: Mapping[str, Floats] = field(default_factory=dict)
    reserve_mw: Mapping[str, Floats] = field(default_factory=dict)
