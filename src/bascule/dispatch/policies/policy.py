"""The port through which every policy decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from bascule.market.view import MarketView
from bascule.model.ai_contracts import BatchJob
from bascule.model.positions import Positions
from bascule.model.schedule import Schedule
from bascule.model.series import Floats
from bascule.model.state import SiteState


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a policy sees of the site.

    Attributes:
        state: What the site carries, at the moment of the decision.
        jobs: Batch jobs that the operator knows of and whose deadline has not passed.
        steps: Intervals until the end of the run: no plan needs to be longer.
        positions: What was bought and sold in auctions already held, from now on.
        metered_mw: Import of the intervals before now, the last one last; as long as it is known.
        called_mw: Power called in the same intervals, by reserve product.
    """

    state: SiteState
    jobs: Sequence[BatchJob]
    steps: int
    positions: Positions = field(default_factory=Positions)
    metered_mw: Floats = field(default_factory=lambda: np.zeros(0))
    called_mw: Mapping[str, Floats] = field(default_factory=dict)


class Policy(Protocol):
    """Decides what every asset does.

    Attributes:
        name: Such as ``optimal``.
        listens: Whether newly published prices are a reason to decide again before the last schedule ends.
    """

    @property
    def name(self) -> str:
        """Name of the policy."""
        ...

    @property
    def listens(self) -> bool:
        """Whether new prices wake the policy."""
        ...

    def decide(self, observation: Observation, view: MarketView) -> Schedule:
        """A schedule that starts at the view's now.

        Its length says for how long it may be followed without asking again.
        """
        ...
