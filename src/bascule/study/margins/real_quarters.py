"""Quarters of a year put together from real days, so that each keeps its hours, its prices and its neighbours.

Source: H. R. Künsch, Annals of Statistics 17, 1989 (blocks of days that follow each other); the season as in
`bascule.study.margins.stack`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bascule.model.series import Floats, Ints
from bascule.study.margins.day_table import WHOLE_H, DayTable
from bascule.study.margins.surface import cell_of

SEASON_DAYS: Final = (91, 91, 92, 91)
"""Days of the quarters of a year, from the plan's first day on."""
_YEAR: Final = sum(SEASON_DAYS)
_CORNERS: Final = ((0, 0), (0, 1), (1, 0), (1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartering:
    """How quarters are put together.

    Attributes:
        first_day: Day of the year, from 0, on which the first quarter begins.
        kept: Quarters that are put together for each season.
        block_days: Days that follow each other as they did: a storm of some days stays one.
        near_days: Most days of the year between a block and the days that it stands for.
        seed: Of the choice.
    """

    first_day: int
    kept: int = 256
    block_days: int = 7
    near_days: int = 15
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RealQuarters:
    """Margins of quarters put together from real days, as what they are above the mean of the year.

    Over the seasons and the quarters kept the mean is zero at every node: the year's margin stays the surface's.

    Attributes:
        hashprice: Nodes, money per PH and day, shape (a,).
        power_scale: Nodes, shape (b,).
        apart: Money per year of the whole site above the mean of the year, shape (seasons, kept, a, b).
        days: Real days that could be chosen.
        how: How they were.
    """

    hashprice: Floats
    power_scale: Floats
    apart: Floats
    days: int
    how: Quartering

    def at(self, quarter: int, picked: Ints, hashprice: Floats, power_scale: Floats) -> Floats:
        """Money per year above the surface's, interpolated as the surface is.

        Args:
            quarter: From the plan's first day on.
            picked: Which of the quarters kept for that season, any shape.
            hashprice: Of that shape.
            power_scale: Of that shape.
        """
        season = self.apart[quarter % len(self.apart)]
        (a, right), (b, above) = cell_of(self.hashprice, hashprice), cell_of(self.power_scale, power_scale)
        found = np.zeros(picked.shape)
        for i, j in _CORNERS:
            weight = (right if i else 1 - right) * (above if j else 1 - above)
            at = (np.minimum(a + i, len(self.hashprice) - 1), np.minimum(b + j, len(self.power_scale) - 1))
            found += weight * season[picked, at[0], at[1]]
        return found

    def means(self, hashprice: float, power_scale: float) -> Floats:
        """Mean of each season above the year's, money per year, shape (seasons,)."""
        return np.asarray(self._all(hashprice, power_scale).mean(axis=1))

    def spreads(self, hashprice: float, power_scale: float) -> Floats:
        """Standard deviation of a quarter in each season, money per year, shape (seasons,)."""
        return np.asarray(self._all(hashprice, power_scale).std(axis=1))

    def _all(self, hashprice: float, power_scale: float) -> Floats:
        picked = np.arange(self.apart.shape[1])
        level, scale = np.full(picked.shape, hashprice), np.full(picked.shape, power_scale)
        return np.stack([self.at(season, picked, level, scale) for season in range(len(self.apart))])


def real_quarters(table: DayTable, how: Quartering) -> RealQuarters:
    """Put quarters together.

    Raises:
        ValueError: Some season has no days in a row.
    """
    rng = np.random.default_rng(how.seed)
    rates = table.per_year.reshape(len(table.day), -1)
    mean, kept = [], []
    for season in range(len(SEASON_DAYS)):
        shares, chosen = _season(table, how, season, rng)
        drawn = _summed(chosen, rates)
        mean.append(_summed(shares[None, :], rates)[0])
        kept.append(drawn - drawn.mean(axis=0))
    # Shares are exact: what the few quarters kept miss of a season's mean is taken out, and the year's is the surface's.
    apart = np.stack(kept) + (np.stack(mean) - np.mean(mean, axis=0))[:, None, :]
    return RealQuarters(
        hashprice=table.hashprice,
        power_scale=table.power_scale,
        apart=apart.reshape(len(SEASON_DAYS), how.kept, *table.money.shape[1:]),
        days=int((table.hours > WHOLE_H).sum()),
        how=how,
    )


def _summed(shares: Floats, rates: Floats) -> Floats:
    """Not by a library whose threads would change bits."""
    return np.asarray(np.einsum("kd,dn->kn", shares, rates))


def _season(table: DayTable, how: Quartering, season: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Expected share of every real day in a season's quarter, and shares in those drawn, shapes (days,), (kept, days)."""
    length, first = SEASON_DAYS[season], how.first_day + sum(SEASON_DAYS[:season])
    expected, chosen = np.zeros(len(table.day)), np.zeros((how.kept, len(table.day)))
    for at in range(0, length, how.block_days):
        block = min(how.block_days, length - at)
        starts = _starts(table, how, (first + at) % _YEAR, block)
        picked = rng.choice(starts, size=how.kept)
        for later in range(block):
            np.add.at(expected, starts + later, 1 / (len(starts) * length))
            chosen[np.arange(how.kept), picked + later] += 1 / length
    return expected, chosen


def _starts(table: DayTable, how: Quartering, target: int, block: int) -> Ints:
    """Real days near a day of the year from which a block of whole days follows."""
    count = len(table.day)
    gaps = np.abs(table.season - target)
    near = np.minimum(gaps, _YEAR - gaps) <= how.near_days
    whole = np.concatenate([[0], np.cumsum(table.hours > WHOLE_H)])
    first = np.arange(max(count - block + 1, 0))
    in_a_row = table.day[first + block - 1] - table.day[first] == block - 1
    found = first[(whole[first + block] - whole[first] == block) & in_a_row & near[first]]
    if not len(found):
        near_words = f"within {how.near_days} days of day {target + 1} of the year"
        raise ValueError(f"no {block} real days in a row begin {near_words}: give a year of prices")
    return np.asarray(found)
