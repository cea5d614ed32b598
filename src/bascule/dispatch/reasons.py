"""Why each asset does what it does, as codes and numbers: its own break-even against the marginal value at the bus."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.dispatch.inputs import Group, GroupKind
from bascule.dispatch.site_shape import SiteShape
from bascule.model.ai_contracts import BatchJob
from bascule.model.job_list import jobs_between
from bascule.model.outcome import Outcome
from bascule.model.reason import Reason, ReasonKind
from bascule.model.series import Floats
from bascule.model.state import SiteState
from bascule.settle.energy import import_rate
from bascule.settle.values import Values

_MW = 1e-6
_KINDS = {kind: index for index, kind in enumerate(ReasonKind)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReasonTrack:
    """Why one asset did what it did, interval by interval.

    Attributes:
        asset: Whose reasons.
        codes: Index into ``list(ReasonKind)``, shape (grid.count,).
        numbers: Figures of the sentence by name, each of shape (grid.count,); NaN where a figure does not
            apply.
    """

    asset: str
    codes: NDArray[np.int8]
    numbers: Mapping[str, NDArray[np.float32]]

    def at(self, index: int) -> Reason:
        """The reason of one interval."""
        kind = list(ReasonKind)[int(self.codes[index])]
        numbers = {name: float(values[index]) for name, values in self.numbers.items()}
        return Reason(
            kind=kind, asset=self.asset, numbers={k: v for k, v in numbers.items() if np.isfinite(v)}
        )


def explain(
    shape: SiteShape,
    outcome: Outcome,
    values: Values,
    bus_per_mwh: Floats,
    stored_per_mwh: Mapping[str, Floats],
) -> dict[str, ReasonTrack]:
    """Reasons of every asset.

    Args:
        shape: The site.
        outcome: What it did, or would do.
        values: Series values on the outcome's grid, the value of a hash among them.
        bus_per_mwh: Marginal value at the bus; where NaN, the import rate stands in.
        stored_per_mwh: Worth of stored energy by battery, NaN where the policy has none.
    """
    grid = outcome.grid
    inputs = compile_inputs(shape, [Piece(grid=grid, values=values)], SiteState(time=grid.start), Asking())
    # Without a marginal value, or with nothing imported that would tie it to one, power is worth what it would cost.
    own = np.isnan(bus_per_mwh) | (outcome.import_mw + outcome.export_mw <= _MW)
    price = np.where(own, import_rate(shape.site, grid, values) / (1.0 - inputs.loss_frac), bus_per_mwh)
    tracks = [_group(shape, group, outcome, price) for group in inputs.groups]
    tracks += [
        _jobs(pool.name, _jobs_of(shape, outcome, pool.name), outcome, price)
        for pool in shape.site.pools
        if shape.site.jobs or shape.site.daily_jobs
    ]
    tracks += [_battery(b.name, outcome, price, stored_per_mwh.get(b.name)) for b in shape.site.batteries]
    tracks += [_generator(g.name, outcome, price) for g in shape.site.generators]
    tracks += [_load(v.load.name, v.worth_per_mwh, outcome, price) for v in inputs.loads]
    return {track.asset: track for track in tracks}


def _track(asset: str, kinds: NDArray[np.int64], **numbers: Floats) -> ReasonTrack:
    floats = {name: values.astype(np.float32) for name, values in numbers.items()}
    return ReasonTrack(asset=asset, codes=kinds.astype(np.int8), numbers=floats)


def _choose(*cases: tuple[NDArray[np.bool_], ReasonKind], otherwise: ReasonKind) -> NDArray[np.int64]:
    return np.select(
        [case for case, _ in cases], [_KINDS[kind] for _, kind in cases], default=_KINDS[otherwise]
    )


def _edge_worth(group: Group, run_mw: Floats) -> Floats:
    """Worth per bus MWh of the segment at the edge: the last that runs, or the first where none does."""
    ends = np.cumsum(group.widths_mw, axis=0)
    edge = np.minimum((ends < run_mw - _MW).sum(axis=0), group.widths_mw.shape[0] - 1)
    return np.asarray(np.take_along_axis(group.worth_per_mwh, edge[None, :], axis=0)[0] / group.bus_per_it)


def _group(shape: SiteShape, group: Group, outcome: Outcome, price: Floats) -> ReasonTrack:
    match group.kind:
        case GroupKind.FLEET:
            devices = next(f.devices for f in shape.site.fleets if f.name == group.name)
            rest_mw = devices * shape.fleets[group.name].rest_mw
            return _fleet(group, outcome.fleets[group.name].it_mw - rest_mw, price)
        case GroupKind.RESERVATION:
            short = outcome.uses[group.name].shortfall_gpu_h / outcome.grid.step_h
            kinds = _choose((short > 1e-3, ReasonKind.FIRM_SHORT), otherwise=ReasonKind.FIRM_SERVED)
            return _track(
                group.name, kinds, penalty_per_mwh=group.whole_worth, price_per_mwh=price, short_gpus=short
            )
        case GroupKind.SALE:
            run, most = outcome.uses[group.name].run_mw, group.widths_mw.sum(axis=0)
            kinds = _choose(
                (run <= _MW, ReasonKind.SALE_OFF),
                (run < most - _MW, ReasonKind.SALE_PART),
                otherwise=ReasonKind.SALE_ON,
            )
            return _track(group.name, kinds, worth_per_mwh=_edge_worth(group, run), price_per_mwh=price)
        case GroupKind.LEASE:
            denied = outcome.leases[group.name].shortfall_it_mw
            kinds = _choose((denied > _MW, ReasonKind.LEASE_SHORT), otherwise=ReasonKind.LEASE_SERVED)
            return _track(group.name, kinds, short_it_mw=denied)


def _fleet(group: Group, run: Floats, price: Floats) -> ReasonTrack:
    most, worth = group.widths_mw.sum(axis=0), _edge_worth(group, run)
    off, full = run <= _MW, run >= most - _MW
    against = (off & (worth > price + 1e-6)) | (full & (worth < price - 1e-6))
    kinds = _choose(
        (most <= _MW, ReasonKind.UNAVAILABLE),
        (against, ReasonKind.HASH_HELD),
        (off, ReasonKind.HASH_OFF),
        (full, ReasonKind.HASH_ON),
        otherwise=ReasonKind.HASH_PART,
    )
    return _track(group.name, kinds, break_even_per_mwh=worth, price_per_mwh=price)


def _jobs_of(shape: SiteShape, outcome: Outcome, pool: str) -> list[BatchJob]:
    jobs = jobs_between(shape.site, outcome.grid.start, outcome.grid.end)
    return [job for job in jobs if job.pool == pool and job.name in outcome.jobs]


def _jobs(pool: str, jobs: list[BatchJob], outcome: Outcome, price: Floats) -> ReasonTrack:
    run = np.zeros(outcome.grid.count)
    for did in (outcome.jobs[job.name] for job in jobs):
        run[did.first : did.first + did.run_mw.size] += did.run_mw
    kinds = _choose((run > _MW, ReasonKind.JOB_RUNS), otherwise=ReasonKind.JOB_WAITS)
    return _track(f"{pool}: batch jobs", kinds, price_per_mwh=price)


def _battery(name: str, outcome: Outcome, price: Floats, stored: Floats | None) -> ReasonTrack:
    did = outcome.batteries[name]
    kinds = _choose(
        (did.charge_mw > did.discharge_mw + _MW, ReasonKind.BATTERY_CHARGES),
        (did.discharge_mw > did.charge_mw + _MW, ReasonKind.BATTERY_DISCHARGES),
        otherwise=ReasonKind.BATTERY_RESTS,
    )
    worth = np.full(price.size, np.nan) if stored is None else stored
    return _track(name, kinds, stored_per_mwh=worth, price_per_mwh=price)


def _generator(name: str, outcome: Outcome, price: Floats) -> ReasonTrack:
    output, available = outcome.generation_mw[name], outcome.available_mw[name]
    kinds = _choose(
        (available <= _MW, ReasonKind.GENERATOR_DARK),
        (output < available - _MW, ReasonKind.GENERATOR_CURTAILED),
        otherwise=ReasonKind.GENERATOR_FULL,
    )
    return _track(name, kinds, available_mw=available, price_per_mwh=price)


def _load(name: str, worth: Floats, outcome: Outcome, price: Floats) -> ReasonTrack:
    on = outcome.loads[name].power_mw > _MW
    against = (on & (worth < price - 1e-6)) | (~on & (worth > price + 1e-6))
    kinds = _choose((against, ReasonKind.LOAD_HELD), (on, ReasonKind.LOAD_ON), otherwise=ReasonKind.LOAD_OFF)
    return _track(name, kinds, worth_per_mwh=worth, price_per_mwh=price)
