"""One program from all blocks, and where each part of the answer stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bascule.dispatch.blocks.battery import BatteryColumns, add_battery
from bascule.dispatch.blocks.bus import BusColumns, add_bus
from bascule.dispatch.blocks.contracts import BandRows, add_band, add_deviation
from bascule.dispatch.blocks.coupling import add_emission, add_peak, add_ramp, add_ratchets
from bascule.dispatch.blocks.flex import add_flex
from bascule.dispatch.blocks.flexible_load import LoadColumns, add_load
from bascule.dispatch.blocks.generator import add_generator
from bascule.dispatch.blocks.groups import GroupColumns, PoolColumns, add_group, add_pool, crowded
from bascule.dispatch.blocks.jobs import JobColumns, add_job
from bascule.dispatch.blocks.overruns import OverrunColumns, add_overrun
from bascule.dispatch.blocks.plain_jobs import add_plain_jobs, is_plain
from bascule.dispatch.blocks.reserves import ReserveColumns, add_reserves
from bascule.dispatch.inputs import Inputs
from bascule.dispatch.program import LinearProgram, ProgramBuilder
from bascule.model.series import Floats, Ints

_NONE = np.zeros(0, dtype=np.int64)
_NONE.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refinement:
    """Where the linear relaxation is not enough.

    Attributes:
        whole: Names of assets whose switches must be integer.
        one_way: Steps at which an asset must not go both ways, by battery name; the connection stands under
            ``""``.
        cuts: Ratios at which tangents keep the norm of overruns, by (subscription, class, month); linear, not integer.
    """

    whole: frozenset[str] = frozenset()
    one_way: Mapping[str, Ints] = field(default_factory=dict)
    cuts: Mapping[tuple[str, str, int], tuple[Floats, ...]] = field(default_factory=dict)

    def steps(self, name: str) -> Ints:
        """Steps at which ``name`` must go one way only."""
        return self.one_way.get(name, _NONE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Columns of each asset in the program.

    Attributes:
        bus: Connection and balance.
        groups: By group name.
        pools: By pool name.
        jobs: By job name.
        batteries: By battery name.
        generators: By generator name.
        loads: By load name.
        reserves: By product.
        bands: Rows by (volume band, month).
        flexes: Throughput withheld with leave, by reservation.
        peaks: By (charge, month): what is billed, and the month's own peak.
        overruns: By (subscription, class, month).
    """

    bus: BusColumns
    groups: dict[str, GroupColumns]
    pools: dict[str, PoolColumns]
    jobs: dict[str, JobColumns]
    batteries: dict[str, BatteryColumns]
    generators: dict[str, Ints]
    loads: dict[str, LoadColumns]
    peaks: dict[tuple[str, int], Ints]
    reserves: dict[str, ReserveColumns]
    bands: dict[tuple[str, int], BandRows]
    flexes: dict[str, Ints] = field(default_factory=dict)
    overruns: dict[tuple[str, str, int], OverrunColumns] = field(default_factory=dict)


def assemble(inputs: Inputs, refinement: Refinement | None = None) -> tuple[LinearProgram, Layout]:
    """The program of a horizon.

    Its cost is minus the money that decisions move, its offset minus the horizon's constant; peaks already owed are in its
    cost.

    Args:
        inputs: The horizon.
        refinement: Where to be integer; nowhere if None.
    """
    refine, builder = refinement or Refinement(), ProgramBuilder()
    bus = add_bus(builder, inputs, refine.steps(""))
    scarce = {pool.pool.name for pool in inputs.pools if crowded(inputs, pool)}
    groups = {
        g.name: add_group(
            builder, inputs, g, bus.balance, whole=g.name in refine.whole, scarce=g.pool in scarce
        )
        for g in inputs.groups
    }
    jobs = add_plain_jobs(builder, inputs, [j for j in inputs.jobs if is_plain(j)], bus.balance)
    jobs |= {
        j.name: add_job(builder, inputs, j, bus.balance, whole=j.name in refine.whole)
        for j in inputs.jobs
        if not is_plain(j)
    }
    batteries = {
        b.battery.name: add_battery(builder, inputs, b, bus.balance, refine.steps(b.battery.name))
        for b in inputs.batteries
    }
    loads = {
        v.load.name: add_load(builder, inputs, v, bus.balance, whole=v.load.name in refine.whole)
        for v in inputs.loads
    }
    layout = Layout(
        bus=bus,
        groups=groups,
        jobs=jobs,
        pools=_add_pools(builder, inputs, groups, jobs, bus, refine),
        batteries=batteries,
        generators={g.name: add_generator(builder, inputs, g, bus.balance) for g in inputs.generators},
        loads=loads,
        peaks={(p.charge, p.month): add_peak(builder, inputs, p, bus) for p in inputs.peaks},
        reserves=add_reserves(builder, inputs, groups, batteries, loads, bus),
        bands={(b.band, b.month): add_band(builder, bus, inputs, b) for b in inputs.bands},
        flexes={f.group: add_flex(builder, inputs, f, groups[f.group]) for f in inputs.flexes},
        overruns={
            o.key: add_overrun(builder, inputs, o, bus, refine.cuts.get(o.key, ())) for o in inputs.overruns
        },
    )
    add_ratchets(builder, inputs, layout.peaks)
    add_ramp(builder, inputs, bus)
    if inputs.deviation is not None:
        add_deviation(builder, bus, inputs, inputs.deviation)
    if inputs.emission is not None:
        add_emission(builder, inputs, inputs.emission, bus)
    return builder.build(-inputs.constant), layout


def _add_pools(
    builder: ProgramBuilder,
    inputs: Inputs,
    groups: dict[str, GroupColumns],
    jobs: dict[str, JobColumns],
    bus: BusColumns,
    refine: Refinement,
) -> dict[str, PoolColumns]:
    pools = {}
    for pool in inputs.pools:
        name = pool.pool.name
        users = [(jobs[j.name].segments[0], j) for j in inputs.jobs if j.pool == name]
        pools[name] = add_pool(builder, inputs, pool, groups, users, bus.balance, whole=name in refine.whole)
    return pools
