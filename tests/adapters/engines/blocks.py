"""Work that other processes know by name, and a small plan in blocks."""

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from tests.study.conversion.real_days import two_kinds
from tests.study.conversion.small_case import CASE
from tests.study.conversion.test_history import walks

from bascule.errors import InputError, InputProblem
from bascule.study.conversion.books import AtOnce, ByNpv, Never, Optimal
from bascule.study.conversion.build import problem_of
from bascule.study.conversion.finance import Funding, World
from bascule.study.conversion.risk import BLOCK, Task, Worked, joined, tasks
from bascule.study.margins.real_quarters import Quartering
from bascule.study.plan.taxes import LossRule
from bascule.study.switching.grid import solve_grid

COARSE: Final = 1.0
BLOCKS: Final = 5
FUNDING: Final = Funding(
    opening_cash=3e6,
    undrawn_facility=1e6,
    overhead_per_year=1e5,
    loan_to_cost_frac=0.6,
    loan_rate_frac=0.08,
    tenor_years=8,
    covenant_dscr=1.2,
    losses=LossRule.US_80,
)


def plan_tasks() -> list[Task]:
    """Every kind of strategy on a few blocks of real days, every second one with moves of history."""
    found = CASE.drivers()
    books = (
        Never(),
        AtOnce(case=CASE, most=1),
        ByNpv.of(CASE, found, COARSE),
        Optimal.of(solve_grid(problem_of(CASE), COARSE)),
    )
    world = World(power_sd=0.3, power_speed=1.0, paths=BLOCKS * BLOCK, seed=11, real_days=True)
    normal = tasks(CASE, FUNDING, (), world, books, two_kinds(Quartering(first_day=0)))
    past = replace(world, history=walks(corr=0.6))
    return [replace(task, world=past) if number % 2 else task for number, task in enumerate(normal)]


def digest(parts: list[Worked]) -> str:
    """All bits of a run, once joined."""
    found = joined(parts)
    bits = hashlib.sha256(found.levels.tobytes())
    for sheet in found.sheets.values():
        rows = [
            sheet.npv,
            sheet.cash,
            sheet.converted_mw,
            sheet.breached,
            *sheet.means.values(),
        ]
        for row in rows:
            bits.update(np.ascontiguousarray(row).tobytes())
    return bits.hexdigest()


def square(number: int) -> int:
    """Quick, except where it starts: the first is the last to be done."""
    time.sleep(0.3 if number == 0 else 0.0)
    return number**2


def refused(number: int) -> int:
    """Wrong input in one block."""
    if number == 3:
        raise InputError([InputProblem(file="plan.yaml", field="x", value="3", hint="must not be 3")])
    return number


class Odd(Exception):
    """Needs two words, and hands one on."""

    def __init__(self, one: str, other: str) -> None:
        """Join them."""
        super().__init__(one + other)


def oddly(number: int) -> int:
    """An error that no pickle can carry."""
    raise Odd("broken ", str(number))


def killed(number: int) -> int:
    """A process that ends without a word."""
    if number == 1:
        os._exit(9)
    return number


def noted(folder: Path) -> None:
    """Leaves the number of its process, then takes its time."""
    (folder / str(os.getpid())).touch()
    time.sleep(60)
