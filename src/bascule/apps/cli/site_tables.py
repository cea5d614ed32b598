"""A site's connection, machines and needed series as tables."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from bascule.apps.cli.words import say
from bascule.chain.hashprice import break_even_per_mwh
from bascule.model.asic_fleet import AsicFleet, OperatingPoint
from bascule.model.battery import Battery
from bascule.model.curve import TemperatureCurve
from bascule.model.flexible_load import FlexibleLoad
from bascule.model.generator import Generator
from bascule.model.gpu_pool import GpuPool
from bascule.model.hull import Hull
from bascule.model.needs import needed_series
from bascule.model.series import Level, SeriesRef
from bascule.model.site import Site
from bascule.report.numbers import figure, fixed, percent, plain_rate
from bascule.report.tables.table import Row, Table
from bascule.units import W_PER_MW, per_th_h_from_per_ph_day


def connection_table(site: Site) -> Table:
    """Limits and losses between meter and bus."""
    grid = site.grid
    facts = {
        "import_limit": _mw(grid.import_limit_mw),
        "export_limit": _mw(grid.export_limit_mw),
        "curtailable": _mw(grid.curtailable_mw),
        "loss": percent(grid.loss_frac),
        "auxiliary_fixed": _mw(grid.auxiliary_fixed_mw),
        "auxiliary_per_it": percent(grid.auxiliary_per_it_frac),
    }
    if grid.ramp_mw_per_h is not None:
        facts["ramp"] = f"{_mw(grid.ramp_mw_per_h)}/h"
    rows = [Row(cells=(say(f"connection_{key}"), value)) for key, value in facts.items()]
    return Table(title=say("table_connection"), headings=("", ""), rows=tuple(rows))


def fleet_table(fleet: AsicFleet, hashprice_usd_per_ph_day: float) -> Table:
    """A fleet's operating points and what power may cost at each, at a stated hashprice."""
    available, count = percent(fleet.availability_frac), fixed(fleet.count, 0)
    points = sorted(fleet.points, key=lambda point: point.power_w)
    return Table(
        title=say("table_fleet", name=fleet.name, model=fleet.model, count=count, available=available),
        headings=_headings("point", "power_w", "hashrate", "efficiency", "all_machines", "break_even"),
        rows=tuple(_point_row(fleet, point, hashprice_usd_per_ph_day) for point in points),
        note=say("fleet_note", hashprice=fixed(hashprice_usd_per_ph_day, 2)),
    )


def _point_row(fleet: AsicFleet, point: OperatingPoint, hashprice: float) -> Row:
    efficiency, break_even = "", ""
    if point.hashrate_th_s:
        j_per_th = point.power_w / point.hashrate_th_s
        value = np.array(per_th_h_from_per_ph_day(hashprice))
        worth = break_even_per_mwh(value, j_per_th * _pue(fleet.pue), fleet.pool_fee_frac)
        efficiency, break_even = fixed(j_per_th, 1), plain_rate(float(worth))
    whole_mw = fleet.devices * point.power_w / W_PER_MW
    numbers = (
        fixed(point.power_w, 0),
        fixed(point.hashrate_th_s, 1),
        efficiency,
        fixed(whole_mw, 2),
        break_even,
    )
    return Row(cells=(_kept(point.name, fleet.hull()), *numbers))


def _kept(name: str, hull: Hull) -> str:
    return name if name in hull.kept else say("dropped", name=name)


def _pue(curve: TemperatureCurve) -> float:
    """PUE at 15 °C, as the note under the table says."""
    return float(curve.at(np.array([15.0]))[0])


def pool_table(pool: GpuPool) -> Table:
    """A pool's levels by job class."""
    top_w = max(level.power_w for job_class in pool.job_classes for level in job_class.levels)
    state = say("pool_paused" if pool.pauses_nodes else "pool_idle")
    rest = Row(cells=(state, "", fixed(pool.rest_w, 0), percent(0.0)))
    return Table(
        title=say(
            "table_pool",
            name=pool.name,
            accelerator=pool.accelerator,
            count=fixed(pool.count, 0),
            available=percent(pool.availability_frac),
            full=_mw(pool.devices * top_w / W_PER_MW),
        ),
        headings=_headings("job_class", "level", "gpu_w", "throughput"),
        rows=(rest, *_level_rows(pool)),
        text_columns=2,
    )


def _level_rows(pool: GpuPool) -> Iterator[Row]:
    for job_class in pool.job_classes:
        hull = pool.hull(job_class.name)
        for level in job_class.levels:
            numbers = (fixed(level.power_w, 0), percent(level.throughput_frac))
            yield Row(cells=(job_class.name, _kept(level.name, hull), *numbers))


def plant_table(site: Site) -> Table:
    """Batteries, generators and flexible loads."""
    rows = [*map(partial(_battery_row, site.currency), site.batteries), *map(_generator_row, site.generators)]
    rows += map(partial(_load_row, site.currency), site.loads)
    return Table(
        title=say("table_plant"),
        headings=_headings("asset", "kind", "facts"),
        rows=tuple(rows),
        text_columns=3,
    )


def _battery_row(currency: str, battery: Battery) -> Row:
    facts = say(
        "battery_facts",
        charge=_mw(battery.charge_limit_mw),
        discharge=_mw(battery.discharge_limit_mw),
        energy=figure(battery.energy_mwh),
        round_trip=percent(battery.charge_efficiency_frac * battery.discharge_efficiency_frac),
        wear=plain_rate(battery.wear_per_mwh),
        currency=currency,
    )
    return Row(cells=(battery.name, say("kind_battery"), facts))


def _generator_row(generator: Generator) -> Row:
    share = level_text(generator.capacity_frac)
    facts = say("generator_facts", power=_mw(generator.capacity_mw), share=share)
    return Row(cells=(generator.name, say(f"kind_{generator.kind}"), facts))


def _load_row(currency: str, load: FlexibleLoad) -> Row:
    value = level_text(load.value_per_mwh)
    facts = say("load_facts", power=_mw(load.power_mw), value=value, currency=currency)
    return Row(cells=(load.name, say("kind_load"), facts))


def series_table(site: Site) -> Table:
    """Series that market files must give, with the field that asks for each."""
    rows = tuple(Row(cells=cells) for cells in needed_series(site).items())
    headings = _headings("series", "asked_by")
    return Table(title=say("table_series"), headings=headings, rows=rows, text_columns=2)


def level_text(level: Level) -> str:
    """A constant, or the series that gives it.

    >>> level_text(SeriesRef(name="solar_frac")), level_text(2.5)
    ('series solar_frac', '2.50')
    """
    return say("by_series", name=level.name) if isinstance(level, SeriesRef) else figure(level)


def _mw(value: float) -> str:
    return f"{figure(value)} MW"


def _headings(*columns: str) -> tuple[str, ...]:
    return tuple(say(f"column_{name}") for name in columns)
