"""The flexibility sheet of a site: how many megawatts it can step aside with, how fast, for how long, and at what cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bascule.model.reserves import Control
from bascule.model.site import Site
from bascule.study.running import Block, BlockKind, Moment, Running, running

RESPONSES_S: Final = (0.5, 10.0, 60.0, 600.0, 1800.0, 3600.0)
DURATIONS_H: Final = (0.25, 1.0, 4.0, 8.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one asset adds to a cell.

    Attributes:
        asset: Fleet, load, battery, or contract.
        kind: Which of them.
        control: How it is controlled, None where nobody stated it.
        response_s: Time in which it is gone.
        mw: Power at the meter that it sheds for the whole call.
        cost_per_mwh: Money lost per MWh not drawn: worth less energy saved.
    """

    asset: str
    kind: BlockKind
    control: Control | None
    response_s: float
    mw: float
    cost_per_mwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What can be shed within a time and for a time.

    Attributes:
        response_s: All of it is gone within so many seconds.
        duration_h: And stays so for so many hours.
        parts: By rising cost.
    """

    response_s: float
    duration_h: float
    parts: tuple[Part, ...]

    @property
    def mw(self) -> float:
        """Power at the meter that can be shed."""
        return sum(part.mw for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A site's flexibility at one price of power and one hashprice.

    Attributes:
        price_per_mwh: All money per MWh at the meter.
        hashprice_usd_per_ph_day: What a hash earns.
        drawn_mw: Power at the meter before a call, batteries idle.
        resting: Power at the meter of what is off at that price and so cannot be shed, MW by asset.
        cells: One per response time and duration, durations innermost.
    """

    price_per_mwh: float
    hashprice_usd_per_ph_day: float
    drawn_mw: float
    resting: Mapping[str, float]
    cells: tuple[Cell, ...]

    def cell(self, response_s: float, duration_h: float) -> Cell:
        """One cell.

        Raises:
            KeyError: The sheet has no such cell.
        """
        by_place = {(cell.response_s, cell.duration_h): cell for cell in self.cells}
        return by_place[response_s, duration_h]


def sheet(
    site: Site,
    moment: Moment,
    hashprice_usd_per_ph_day: float,
    responses_s: Sequence[float] = RESPONSES_S,
    durations_h: Sequence[float] = DURATIONS_H,
) -> Sheet:
    """What a site can shed at one price.

    Load that is off at the price cannot be sold, so that mining flexibility depends on hashprice (Majumder and others,
    arXiv 2606.00587). Batteries shed no more than the site draws and may export.

    Args:
        site: The site.
        moment: Price, worth of a hash, temperature and the values of series.
        hashprice_usd_per_ph_day: The hashprice behind the worth of a hash, for the reader.
        responses_s: Response times asked for.
        durations_h: Durations asked for.

    Raises:
        DataGap: A contract names a series without a value here.
    """
    runs = running(site, moment)
    room_mw = runs.drawn_mw + site.grid.export_limit_mw
    cells = (
        Cell(response_s=s, duration_h=h, parts=_parts(runs, s, h, room_mw))
        for s in responses_s
        for h in durations_h
    )
    return Sheet(
        price_per_mwh=moment.price_per_mwh,
        hashprice_usd_per_ph_day=hashprice_usd_per_ph_day,
        drawn_mw=runs.drawn_mw,
        resting=runs.resting,
        cells=tuple(cells),
    )


def _parts(runs: Running, response_s: float, duration_h: float, room_mw: float) -> tuple[Part, ...]:
    """What is fast enough, cheapest first, as far as there is load to shed or room to export."""
    fast = [block for block in runs.blocks if block.response_s <= response_s and block.mw > 0]
    made, left = [], room_mw
    for block in sorted(fast, key=lambda block: block.cost_per_mwh(duration_h)):
        mw = min(block.mw_for(duration_h), left)
        left -= mw
        if mw > 0:
            made.append(_part(block, mw, duration_h))
    return tuple(made)


def _part(block: Block, mw: float, duration_h: float) -> Part:
    return Part(
        asset=block.asset,
        kind=block.kind,
        control=block.control,
        response_s=block.response_s,
        mw=mw,
        cost_per_mwh=block.cost_per_mwh(duration_h),
    )
