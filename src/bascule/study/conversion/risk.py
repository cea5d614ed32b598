"""The risk of strategies on the same random histories, in fixed blocks of paths that any engine may work on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bascule.model.series import Floats
from bascule.study.conversion.accounts import accounts
from bascule.study.conversion.books import Book, rungs_of
from bascule.study.conversion.build import converted_mw
from bascule.study.conversion.case import STEP_YEARS, Case
from bascule.study.conversion.finance import Funding, Hedge, World
from bascule.study.conversion.histories import Histories, histories
from bascule.study.conversion.history_paths import refuse_unobserved
from bascule.study.margins.real_quarters import RealQuarters
from bascule.study.plan.tail_risk import conditional_value_at_risk, value_at_risk

BLOCK: Final = 1_000
"""Paths of a block: each has its own child of the seed, so that the answer does not depend on who works on it."""
LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """A block of paths for every strategy.

    Attributes:
        case: The plan.
        funding: Its cash and debt.
        hedges: Forwards.
        world: What is drawn.
        books: Strategies.
        seed: Of this block.
        paths: How many.
        quarters: Real days of the site's market; None for the year's mean margins.
        unhedged: A strategy that is also played without forwards, or None.
    """

    case: Case
    funding: Funding
    hedges: tuple[Hedge, ...]
    world: World
    books: tuple[Book, ...]
    seed: np.random.SeedSequence
    paths: int
    quarters: RealQuarters | None = None
    unhedged: Book | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """What is kept of a strategy's paths.

    Attributes:
        npv: Shape (paths,).
        cash: Balance, shape (quarters, paths).
        owed: Debt, shape (quarters, paths).
        converted_mw: Meter megawatts decided for, shape (quarters, paths).
        own_mw: Of these with own accelerators, at the horizon, shape (paths,).
        breached: Whether the cover fell below the covenant, shape (paths,).
        means: Mean money of a quarter by row, each of shape (quarters,).
    """

    npv: Floats
    cash: Floats
    owed: Floats
    converted_mw: Floats
    own_mw: Floats
    breached: NDArray[np.bool_]
    means: dict[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worked:
    """A block's answer: a sheet by strategy, the drivers' paths, and the sheet of a strategy without forwards."""

    sheets: dict[str, Sheet]
    levels: Floats
    unhedged: Sheet | None = None


Engine = Callable[[Callable[[Task], Worked], Sequence[Task]], Iterable[Worked]]
"""Works on tasks, wherever, and answers in their order."""


def work(task: Task) -> Worked:
    """Play every strategy on a block's histories."""
    rng = np.random.default_rng(task.seed)
    drawn = histories(task.case, task.world, task.paths, rng, task.quarters)
    sheets = {book.name: _sheet(task, book, drawn) for book in task.books}
    alone = None if task.unhedged is None else _sheet(replace(task, hedges=()), task.unhedged, drawn)
    return Worked(sheets=sheets, levels=drawn.levels, unhedged=alone)


def tasks(
    case: Case,
    funding: Funding,
    hedges: tuple[Hedge, ...],
    world: World,
    books: tuple[Book, ...],
    quarters: RealQuarters | None = None,
    *,
    unhedged: Book | None = None,
) -> list[Task]:
    """Blocks of a run; what they need as of `Task`.

    Raises:
        ValueError: The world has real days, and there are none, or the other way round; or its history lacks a driver.
    """
    if world.real_days != (quarters is not None):
        raise ValueError("real days are met where the world has them: give quarters put together from them")
    if world.history is not None:
        refuse_unobserved(world.history, case.drivers(world=True))
    count = max(1, round(world.paths / BLOCK))
    seeds = np.random.SeedSequence(world.seed).spawn(count)
    paths = min(BLOCK, world.paths)
    return [
        Task(
            case=case,
            funding=funding,
            hedges=hedges,
            world=world,
            books=books,
            seed=seed,
            paths=paths,
            quarters=quarters,
            unhedged=unhedged,
        )
        for seed in seeds
    ]


def joined(parts: Iterable[Worked]) -> Worked:
    """One answer, in the order of the blocks."""
    found = list(parts)
    names = found[0].sheets
    alone = [part.unhedged for part in found if part.unhedged is not None]
    return Worked(
        sheets={name: _joined([part.sheets[name] for part in found]) for name in names},
        levels=np.concatenate([part.levels for part in found], axis=2),
        unhedged=_joined(alone) if alone else None,
    )


def _sheet(task: Task, book: Book, drawn: Histories) -> Sheet:
    found = accounts(task.case, task.funding, task.hedges, book, drawn)
    done = np.array([converted_mw(task.case, k) for k in range(len(task.case.rungs) + 1)])
    with np.errstate(invalid="ignore"):
        breached: NDArray[np.bool_] = np.any(found.cover < task.funding.covenant_dscr, axis=0)
    return Sheet(
        npv=found.npv,
        cash=found.cash,
        owed=found.owed,
        converted_mw=done[rungs_of(task.case)[found.place]],
        own_mw=found.own_mw,
        breached=np.asarray(breached),
        means={name: getattr(found, name).mean(axis=1) for name in ROWS},
    )


ROWS: Final = (
    *("mining", "machines", "leases", "cloud", "hedges", "overhead", "residual"),
    *("capex", "drawn", "service", "tax"),
)


def _joined(sheets: list[Sheet]) -> Sheet:
    size = np.array([len(sheet.npv) for sheet in sheets], dtype=np.float64)
    return Sheet(
        npv=np.concatenate([sheet.npv for sheet in sheets]),
        cash=np.concatenate([sheet.cash for sheet in sheets], axis=1),
        owed=np.concatenate([sheet.owed for sheet in sheets], axis=1),
        converted_mw=np.concatenate([sheet.converted_mw for sheet in sheets], axis=1),
        own_mw=np.concatenate([sheet.own_mw for sheet in sheets]),
        breached=np.concatenate([sheet.breached for sheet in sheets]),
        means={
            name: np.asarray(size @ np.stack([sheet.means[name] for sheet in sheets]) / size.sum())
            for name in ROWS
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Risk:
    """A strategy's risk under the world's drifts.

    Attributes:
        mean_npv: Mean present value before debt, at the plan's rate.
        standard_error: Of that mean.
        var_95: Value at risk of the present value.
        cvar_95: Mean loss of the worst twentieth, positive for a loss.
        ruin: Probability that cash and facility run out at some quarter.
        ruin_by: The same at or before each quarter, shape (quarters,).
        breach: Probability that the covenant is broken.
        runway_years: Years until cash and facility run out, on the tenth of paths where that is soonest; None if it does not.
        npv: Quantiles at ``LEVELS``.
        cash: Quantiles of the balance, shape (levels, quarters).
        owed: Mean debt after each quarter, shape (quarters,).
        net_cash: Quantiles of the balance less debt, shape (levels, quarters).
        converted: Quantiles of megawatts decided for, shape (levels, quarters).
        mean_converted: Mean of these megawatts, shape (quarters,).
        mean_own: Mean of those with own accelerators at the horizon.
        own: Probability that some are.
        ruin_own: Ruin where some are; None where none ever is.
        begun: Probability that some megawatt has been decided for by each quarter, shape (quarters,).
        means: Mean money of a quarter by row.
    """

    mean_npv: float
    standard_error: float
    var_95: float
    cvar_95: float
    ruin: float
    ruin_by: Floats
    breach: float
    runway_years: float | None
    npv: Floats
    cash: Floats
    owed: Floats
    net_cash: Floats
    converted: Floats
    mean_converted: Floats
    mean_own: float
    own: float
    ruin_own: float | None
    begun: Floats
    means: dict[str, Floats]


def risk(sheet: Sheet, funding: Funding, control: Floats | None = None) -> Risk:
    """Summarise a strategy.

    Args:
        sheet: Its paths, in antithetic pairs within each block or all independent.
        funding: For the facility.
        control: A variable of mean zero on the same paths, to cut the mean's noise; None for none.
    """
    broke = np.maximum.accumulate(sheet.cash + funding.undrawn_facility < 0, axis=0)
    first = np.where(broke.any(axis=0), broke.argmax(axis=0) + 1.0, np.inf) * STEP_YEARS
    soonest = float(np.quantile(first, 0.1, method="higher"))
    mean, error = _mean(sheet.npv, control)
    own = sheet.own_mw > 0
    losses = sheet.npv.tolist()
    return Risk(
        mean_npv=mean,
        standard_error=error,
        var_95=value_at_risk(losses, 0.95),
        cvar_95=conditional_value_at_risk(losses, 0.95),
        ruin=float(broke[-1].mean()),
        ruin_by=broke.mean(axis=1),
        breach=float(sheet.breached.mean()),
        runway_years=soonest if np.isfinite(soonest) else None,
        npv=np.quantile(sheet.npv, LEVELS),
        cash=np.quantile(sheet.cash, LEVELS, axis=1),
        owed=sheet.owed.mean(axis=1),
        net_cash=np.quantile(sheet.cash - sheet.owed, LEVELS, axis=1),
        converted=np.quantile(sheet.converted_mw, LEVELS, axis=1, method="higher"),
        mean_own=float(sheet.own_mw.mean()),
        own=float(own.mean()),
        ruin_own=float(broke[-1][own].mean()) if own.any() else None,
        mean_converted=sheet.converted_mw.mean(axis=1),
        begun=(sheet.converted_mw > 0).mean(axis=1),
        means=sheet.means,
    )


def known_control(case: Case, levels: Floats) -> Floats:
    """Discounted sums of the drivers less their known means, shape (drivers, paths).

    Moves drawn from history have the same means: they are centred so (`bascule.study.conversion.history_paths`).
    """
    moved = case.drivers(world=True)
    discount = np.exp(-case.rate * STEP_YEARS * np.arange(case.quarters))
    return np.asarray(np.einsum("dqp,q->dp", levels, discount) - (moved.means() @ discount)[:, None])


def _mean(npv: Floats, control: Floats | None) -> tuple[float, float]:
    """Mean and standard error; paths come in pairs, a block's half apart, each independent of the others.

    Antithetic or independent within: a pair's mean is one draw either way.
    """
    size = min(BLOCK, len(npv))
    values = npv if control is None else npv - _explained(npv, control)
    pairs = values.reshape(-1, 2, size // 2).mean(axis=1).ravel()
    return float(pairs.mean()), float(pairs.std(ddof=1) / np.sqrt(len(pairs)))


def _explained(npv: Floats, control: Floats) -> Floats:
    centred = control - control.mean(axis=1, keepdims=True)
    slopes = np.linalg.lstsq(centred.T, npv - npv.mean(), rcond=None)[0]
    return np.asarray(slopes @ control)
