"""What conversions do to a region of the grid: load that could step aside becomes load that cannot."""

from dataclasses import dataclass

from bascule.chain.exits import Exit
from bascule.chain.scenario import GridRegion, PivotScenario
from bascule.units import HOURS_PER_YEAR, MWH_PER_TWH


@dataclass(frozen=True, slots=True, kw_only=True)
class GridEffect:
    """A region before and after its conversions, of the converted load alone.

    Attributes:
        region: Its name.
        mining_mw: Mining load that stops.
        ai_mw: AI load that comes.
        interruptible_before_mw: Load that steps aside when asked, before.
        interruptible_after_mw: The same after.
        at_peak_before_mw: Load in the system's peak hour, before.
        at_peak_after_mw: The same after.
        twh_before: Energy of a year, before.
        twh_after: The same after.
    """

    region: str
    mining_mw: float
    ai_mw: float
    interruptible_before_mw: float
    interruptible_after_mw: float
    at_peak_before_mw: float
    at_peak_after_mw: float
    twh_before: float
    twh_after: float

    @property
    def interruptible_lost_mw(self) -> float:
        """Load that no longer steps aside."""
        return self.interruptible_before_mw - self.interruptible_after_mw


def grid_effects(scenario: PivotScenario) -> tuple[GridEffect, ...]:
    """One per region that the scenario describes and somebody converts in, in the scenario's order."""
    found = [_effect(scenario, region) for region in scenario.regions]
    return tuple(effect for effect in found if effect.mining_mw or effect.ai_mw)


def _effect(scenario: PivotScenario, region: GridRegion) -> GridEffect:
    of = {cohort.name: cohort for cohort in scenario.cohorts}
    here = [leaving for leaving in scenario.exits if leaving.region == region.name]
    mining = sum(_meter_mw(leaving, of[leaving.cohort].j_per_th) for leaving in here)
    before = sum(
        _meter_mw(leaving, of[leaving.cohort].j_per_th) * of[leaving.cohort].interruptible_frac
        for leaving in here
    )
    ai = sum(leaving.ai_meter_mw for leaving in here)
    return GridEffect(
        region=region.name,
        mining_mw=mining,
        ai_mw=ai,
        interruptible_before_mw=before,
        interruptible_after_mw=ai * region.ai_interruptible_frac,
        at_peak_before_mw=mining * region.mining_at_peak_frac,
        at_peak_after_mw=ai * region.ai_at_peak_frac,
        twh_before=mining * region.mining_uptime_frac * HOURS_PER_YEAR / MWH_PER_TWH,
        twh_after=ai * region.ai_uptime_frac * HOURS_PER_YEAR / MWH_PER_TWH,
    )


def _meter_mw(leaving: Exit, j_per_th: float) -> float:
    return leaving.hashrate_eh_s(j_per_th) * j_per_th
