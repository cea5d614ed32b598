"""Which events a plan uses of what customers allow: chosen on the relaxation's marginal values, then planned exactly.

The relaxation spreads a month's hours at will; the contract counts events. So the best set of events at the relaxation's
prices is found by dynamic programming over starts and lengths, and the program is solved again with work withheld only
inside them, a trace of it throughout, so that an event stays one event.
"""

from dataclasses import replace

import numpy as np

from bascule.dispatch.inputs import FlexInput, Group, Inputs
from bascule.model.series import Floats, Ints

TRACE_FRAC = 1e-4
"""Share of the owed work that is withheld at least in every step of an event."""
_H = 1e-6


def with_events(inputs: Inputs, bus_per_mwh: Floats) -> Inputs:
    """Inputs in which every flexible reservation has its events chosen; the same inputs where there is none.

    Args:
        inputs: The horizon.
        bus_per_mwh: Worth of a MWh at the bus in the relaxation, shape (steps,).
    """
    if not inputs.flexes:
        return inputs
    by_name = {group.name: group for group in inputs.groups}
    chosen = tuple(_chosen(inputs, flex, by_name[flex.group], bus_per_mwh) for flex in inputs.flexes)
    return replace(inputs, flexes=chosen)


def _chosen(inputs: Inputs, flex: FlexInput, group: Group, bus_per_mwh: Floats) -> FlexInput:
    share = _best_events(inputs, flex, _worth(inputs, flex, group, bus_per_mwh))
    most = flex.most_gpus * share
    return replace(
        flex, most_gpus=most, least_gpus=np.minimum(TRACE_FRAC * flex.owed_gpus, most), chosen=True
    )


def _worth(inputs: Inputs, flex: FlexInput, group: Group, bus_per_mwh: Floats) -> Floats:
    """Money saved by withholding all that is allowed in a step, the least efficient work first."""
    left, money = flex.most_gpus.copy(), np.zeros(inputs.count)
    penalty = group.worth_per_mwh / flex.gpu_h_per_mwh[:, None]
    for k in range(flex.gpu_h_per_mwh.size - 1, -1, -1):
        gained = np.minimum(left, group.widths_mw[k] * flex.gpu_h_per_mwh[k])
        power = bus_per_mwh * group.bus_per_it / flex.gpu_h_per_mwh[k]
        owed = penalty[k] - flex.gain_per_gpu_h
        money, left = money + gained * np.maximum(np.minimum(power, penalty[k]) - owed, 0.0), left - gained
    return money * inputs.hours


def _best_events(inputs: Inputs, flex: FlexInput, worth: Floats) -> Floats:
    """Share of the full depth that is allowed in each step by the best events, shape (steps,)."""
    search = _Search(inputs, flex, worth)
    share, step, left = np.zeros(inputs.count), 0, search.left_at(0)
    if flex.open_left_h > 0:
        step, length = search.continued()
        share[:length] = search.shares(0, length, flex.open_left_h)
        left = left if step < inputs.count and flex.month[step] == flex.month[0] else search.left_at(step)
    while step < inputs.count:
        length = int(search.length[step, left])
        following = search.after(step, length) if length else step + 1
        if length:
            share[step : step + length] = search.shares(step, length, flex.full_h)
            left -= 1
        if following < inputs.count and flex.month[following] != flex.month[step]:
            left = search.left_at(following)
        step = following
    return share


class _Search:
    """Best money from each step on, by events left in its month."""

    def __init__(self, inputs: Inputs, flex: FlexInput, worth: Floats) -> None:
        self._flex, self._worth = flex, worth
        self._hours = inputs.hours
        self._start_h = np.concatenate([[0.0], np.cumsum(inputs.hours)])
        self._count = inputs.count
        most = int(flex.month_events.max(initial=0))
        self._best = np.zeros((inputs.count + 1, most + 1))
        self.length: Ints = np.zeros((inputs.count, most + 1), dtype=np.int64)
        self._fill()

    def left_at(self, step: int) -> int:
        """Events left in the month of a step as it begins."""
        return 0 if step >= self._count else int(self._flex.month_events[self._flex.month[step]])

    def after(self, step: int, length: int) -> int:
        """First step at which an event may begin after one of ``length`` steps from ``step`` on."""
        ready = self._start_h[step + length] + self._flex.stretch_h - self._flex.full_h
        # Events that touch would be one.
        return max(int(np.searchsorted(self._start_h, ready - _H)), step + length + 1)

    def shares(self, step: int, length: int, most_h: float) -> Floats:
        """Share of each step of an event that lies within its longest time."""
        elapsed = self._start_h[step : step + length] - self._start_h[step]
        return np.asarray(np.clip((most_h - elapsed) / self._hours[step : step + length], 0.0, 1.0))

    def longest(self, step: int, most_h: float) -> int:
        """Most steps of an event from ``step`` on: until its time is over, or nothing is allowed."""
        end = int(np.searchsorted(self._start_h[:-1], self._start_h[step] + most_h - _H))
        closed = np.flatnonzero(self._flex.most_gpus[step:end] <= 0)
        return int(closed[0]) if closed.size else end - step

    def continued(self) -> tuple[int, int]:
        """Of the event under way: the first step free for a new one, and the steps by which it best goes on."""
        most_h, left = self._flex.open_left_h, self.left_at(0)
        totals = self._totals(0, self.longest(0, most_h), most_h)
        totals = np.concatenate([[0.0], totals])
        money = [total + self._from(self.after(0, k), 0, left) for k, total in enumerate(totals.tolist())]
        length = int(np.argmax(money))
        return self.after(0, length), length

    def _totals(self, step: int, most: int, most_h: float) -> Floats:
        return np.cumsum(self._worth[step : step + most] * self.shares(step, most, most_h))

    def _from(self, step: int, origin: int, left: int) -> float:
        if step >= self._count:
            return 0.0
        same = self._flex.month[step] == self._flex.month[origin]
        return float(self._best[step, left if same else self.left_at(step)])

    def _fill(self) -> None:
        for step in range(self._count - 1, -1, -1):
            here, top = int(self._flex.month[step]), self._best.shape[1] - 1
            following = self._row(step + 1, here)
            self._best[step] = following
            longest = self.longest(step, self._flex.full_h) if self._worth[step] > 0 else 0
            totals = self._totals(step, longest, self._flex.full_h).tolist()
            for length, total in enumerate(totals, start=1):
                money = total + self._row(self.after(step, length), here)[:top]
                better = money > self._best[step, 1:] + 1e-9
                self._best[step, 1:][better] = money[better]
                self.length[step, 1:][better] = length

    def _row(self, step: int, month: int) -> Floats:
        """Best money from a step on, by events left in ``month``; a later month begins with its own."""
        if step >= self._count or self._flex.month[step] == month:
            return np.asarray(self._best[min(step, self._count)])
        return np.full(self._best.shape[1], self._best[step, self.left_at(step)])
