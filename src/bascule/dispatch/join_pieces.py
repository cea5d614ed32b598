"""Pieces of a horizon put end to end."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bascule.dispatch.inputs import (
    DeviationInput,
    EmissionInput,
    GeneratorInput,
    Group,
    Inputs,
    LoadInput,
    PoolInput,
    StartInput,
)


def joined(parts: Sequence[Inputs]) -> Inputs:
    """The inputs of consecutive pieces as those of one horizon."""
    first = parts[0]
    return replace(
        first,
        starts_s=np.concatenate([p.starts_s for p in parts]),
        hours=np.concatenate([p.hours for p in parts]),
        import_rate=np.concatenate([p.import_rate for p in parts]),
        export_rate=np.concatenate([p.export_rate for p in parts]),
        import_limit_mw=np.concatenate([p.import_limit_mw for p in parts]),
        breach_limit_mw=np.concatenate([p.breach_limit_mw for p in parts]),
        base_load_mw=np.concatenate([p.base_load_mw for p in parts]),
        constant=sum(p.constant for p in parts),
        groups=tuple(_join_group([p.groups[k] for p in parts]) for k in range(len(first.groups))),
        pools=tuple(
            PoolInput(pool=pool.pool, bus_per_it=np.concatenate([p.pools[k].bus_per_it for p in parts]))
            for k, pool in enumerate(first.pools)
        ),
        generators=tuple(
            GeneratorInput(
                name=g.name, available_mw=np.concatenate([p.generators[k].available_mw for p in parts])
            )
            for k, g in enumerate(first.generators)
        ),
        loads=tuple(_join_load([p.loads[k] for p in parts]) for k in range(len(first.loads))),
        emission=_join_emission(parts),
        deviation=_join_deviation(parts),
    )


def _join_group(parts: Sequence[Group]) -> Group:
    starts = [p.start for p in parts if p.start is not None]
    start = None
    if starts:
        cost = np.concatenate([s.cost for s in starts])
        start = StartInput(cost=cost, before=starts[0].before, whole_block=starts[0].whole_block)
    return replace(
        parts[0],
        widths_mw=np.concatenate([p.widths_mw for p in parts], axis=1),
        worth_per_mwh=np.concatenate([p.worth_per_mwh for p in parts], axis=1),
        bus_per_it=np.concatenate([p.bus_per_it for p in parts]),
        start=start,
    )


def _join_load(parts: Sequence[LoadInput]) -> LoadInput:
    return replace(
        parts[0],
        worth_per_mwh=np.concatenate([p.worth_per_mwh for p in parts]),
        heat_mw=np.concatenate([p.heat_mw for p in parts]),
        heat_per_mwh=np.concatenate([p.heat_per_mwh for p in parts]),
    )


def _join_emission(parts: Sequence[Inputs]) -> EmissionInput | None:
    emissions = [p.emission for p in parts if p.emission is not None]
    if not emissions:
        return None
    tonnes = np.concatenate([e.tonnes_per_mwh for e in emissions])
    return EmissionInput(tonnes_per_mwh=tonnes, left_tonnes=sum(e.left_tonnes for e in emissions))


def _join_deviation(parts: Sequence[Inputs]) -> DeviationInput | None:
    if all(p.deviation is None for p in parts):
        return None
    each = [p.deviation or _no_deviation(p.count) for p in parts]
    return DeviationInput(
        nominated_mw=np.concatenate([d.nominated_mw for d in each]),
        up_per_mwh=np.concatenate([d.up_per_mwh for d in each]),
        down_per_mwh=np.concatenate([d.down_per_mwh for d in each]),
    )


def _no_deviation(count: int) -> DeviationInput:
    none = np.zeros(count)
    return DeviationInput(nominated_mw=np.full(count, np.nan), up_per_mwh=none, down_per_mwh=none)
