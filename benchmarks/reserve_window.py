"""The reference window with reserves in it, beside the same window without, in turn so that both meet the same machine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from time import process_time
from typing import Final

import numpy as np

from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.optimise import Plan, optimise
from bascule.dispatch.site_shape import SiteShape
from bascule.errors import Infeasible
from bascule.model.positions import Positions
from bascule.model.series import Floats
from benchmarks.figures import Figure
from benchmarks.reference_reserves import capacity_prices, price_spread, priced, with_reserves
from benchmarks.reference_site import DAY, ReferenceYear, reference_year
from benchmarks.window_speed import STAGES, part_ms, plan_seconds, sizes
from benchmarks.windows import STEPS, Window, roll

PART: Final = "reserves"
RATIO_AT_MOST: Final = 2.0
_MARGIN_FRAC: Final = 0.005
_OFFERED_FRAC: Final = 0.99

Pair = tuple[Window, Window]


def measure(*, quick: bool) -> list[Figure]:
    """Windows without and with reserves, window by window in turn; the first day of each is sold already."""
    days, count = (40, 10) if quick else (365, 200)
    year = reference_year()
    on, windows = roll(year, days)
    shape = SiteShape.of(with_reserves(on.shape.site))
    pairs = reserve_windows(shape, year, windows, count)
    for plain, reserved in pairs[:5]:
        plan_seconds(on.shape, plain)
        plan_seconds(shape, reserved)
    timed = [(_timed(on.shape, plain), _timed(shape, reserved)) for plain, reserved in pairs]
    return [*_wholes(timed, shape, pairs), *_parts(shape, [reserved for _, reserved in pairs])]


def reserve_windows(
    shape: SiteShape, year: ReferenceYear, windows: Sequence[Window], count: int
) -> list[Pair]:
    """``count`` windows and their like with reserves, spread over the year.

    What a window has sold for its first day is what the window of the day before would hold on it, less what offers hold back,
    and its batteries stand where that plan would leave them.

    Args:
        shape: The site with reserves.
        year: The reference year.
        windows: Consecutive midnights of the plain site.
        count: How many, or all if there are fewer.
    """
    prices, both = capacity_prices(year.grid), list(pairwise(windows))
    wanted = np.unique(np.linspace(0, len(both) - 1, min(count, len(both))).astype(int))
    return [(both[k][1], _reserved(shape, year, prices, *both[k])) for k in wanted.tolist()]


def _reserved(
    shape: SiteShape, year: ReferenceYear, prices: Mapping[str, Floats], before: Window, window: Window
) -> Window:
    earlier = _open(year, prices, before)
    plan = optimise(compile_inputs(shape, [earlier.piece], earlier.state, earlier.asking))
    if not isinstance(plan, Plan):
        raise Infeasible(f"no plan for the window from {before.piece.grid.start.isoformat()}")
    made = _open(year, prices, window)
    stored = {name: float(plan.answer.x[c.energy_mwh[DAY - 1]]) for name, c in plan.layout.batteries.items()}
    state = replace(made.state, battery_mwh=stored)
    return replace(made, state=state, asking=replace(made.asking, positions=_sold(plan)))


def _open(year: ReferenceYear, prices: Mapping[str, Floats], window: Window) -> Window:
    """A window with capacity prices and nothing sold, asked for as the rolling policy asks."""
    asking = replace(
        window.asking, rate_spread=price_spread(year, window.piece), reserve_margin_frac=_MARGIN_FRAC
    )
    return replace(window, piece=priced(window.piece, year, prices), asking=asking)


def _sold(plan: Plan) -> Positions:
    """What a plan holds on its second day, as sold on the first day of the next window."""
    sold = {}
    for given in plan.inputs.reserves:
        held = plan.layout.reserves[given.product.name].held.values()
        per_block = _OFFERED_FRAC * np.sum([plan.answer.x[columns] for columns in held], axis=0)
        sold[given.product.name] = np.full(STEPS, np.nan)
        sold[given.product.name][:DAY] = np.round(np.maximum(per_block, 0.0), 6)[given.block][DAY:STEPS]
    return Positions(reserve_mw=sold)


def _timed(shape: SiteShape, window: Window) -> tuple[float, float]:
    """Milliseconds of a window, elapsed and on the processor."""
    begun = process_time()
    seconds, _ = plan_seconds(shape, window)
    return seconds * 1e3, (process_time() - begun) * 1e3


def _wholes(
    timed: Sequence[tuple[tuple[float, float], tuple[float, float]]], shape: SiteShape, pairs: Sequence[Pair]
) -> list[Figure]:
    plain, reserved = ([pair[k] for pair in timed] for k in (0, 1))
    whole, with_them = (median(ms for ms, _ in side) for side in (plain, reserved))
    cpu, cpu_with = (median(ms for _, ms in side) for side in (plain, reserved))
    size = np.median([sizes(shape, window) for _, window in pairs], axis=0)
    said = f"median of {len(pairs)}; {size[0]:.0f} columns, {size[1]:.0f} rows, {size[2]:.0f} nonzeros"
    paired = median(b / a for (a, _), (b, _) in timed)
    late = float(np.quantile([ms for ms, _ in reserved], 0.95))
    return [
        Figure(part=PART, name="without: whole", value=whole, unit="ms", note="in turn with the next"),
        Figure(part=PART, name="with: whole", value=with_them, unit="ms", note=said),
        Figure(
            part=PART,
            name="with / without",
            value=with_them / whole,
            at_most=RATIO_AT_MOST,
            note=f"of medians; by processor time {cpu_with / cpu:.2f}, median of ratios {paired:.2f}",
        ),
        Figure(part=PART, name="without: processor time", value=cpu, unit="ms"),
        Figure(part=PART, name="with: processor time", value=cpu_with, unit="ms"),
        Figure(part=PART, name="with: 95th percentile", value=late, unit="ms"),
    ]


def _parts(shape: SiteShape, windows: Sequence[Window]) -> list[Figure]:
    parts = np.median([part_ms(shape, window) for window in windows], axis=0)
    return [
        Figure(part=PART, name=f"with: {stage}", value=float(ms), unit="ms")
        for stage, ms in zip(STAGES, parts, strict=True)
    ]
