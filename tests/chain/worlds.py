"""Small worlds of miners for tests of exits."""

from dataclasses import replace

from bascule.chain.cohort import Cohort
from bascule.chain.exits import Exit
from bascule.chain.scenario import PivotScenario, Resale, Response

CHEAP = Cohort(name="cheap", eh_s=500, j_per_th=20, usd_per_mwh=40, region="ercot", interruptible_frac=0.9)
MIDDLE = Cohort(name="middle", eh_s=300, j_per_th=25, usd_per_mwh=48)
DEAR = Cohort(name="dear", eh_s=300, j_per_th=30, usd_per_mwh=50)
DEARER = Cohort(name="dearer", eh_s=200, j_per_th=34, usd_per_mwh=55)

LEAVE = Exit(name="gone", cohort="cheap", day=10, eh_s=150, resold_frac=0, idle_frac=0.6, scrapped_frac=0.4)


def small_world(**changes: object) -> PivotScenario:
    """800 EH/s run whole and 55 of the dear ones in part; 150 cheap ones leave on day 10."""
    scenario = PivotScenario(
        name="small",
        start_s=1_771_459_200,
        days=400,
        usd_per_btc=68_000.0,
        fees_btc_per_block=0.02,
        height=937_439,
        difficulty=None,
        cohorts=(CHEAP, MIDDLE, DEAR, DEARER),
        exits=(LEAVE,),
        response=Response(speed_frac_per_day=0.05),
    )
    return replace(scenario, **changes)  # type: ignore[arg-type]


RESALE = Resale(usd_per_mwh=35, delay_days=60)
