"""A site's connection, machines and needed series as tables."""

from collections.abc import Iterator

import numpy as np

from bascule.apps.cli.words import say
from bascule.chain.hashprice import break_even_per_mwh
from bascule.model.asic_fleet import AsicFleet
from bascule.model.curve import TemperatureCurve
from bascule.model.gpu_pool import GpuPool
from bascule.model.needs import needed_series
from bascule.model.series import Level, SeriesRef
from bascule.model.site import Site
from bascule.report.numbers import figure, fixed, percent, plain_rate
from bascule.report.tables.table import Row, RowKind, Table
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
    return _table("connection", ("connection_fact", "value"), rows, text_columns=1)


def fleets_table(site: Site, hashprice_usd_per_ph_day: float) -> Table:
    """Fleets with their operating points and what power may cost there at a stated hashprice."""
    rows = [row for fleet in site.fleets for row in _fleet_rows(fleet, hashprice_usd_per_ph_day)]
    columns = ("fleet", "power_w", "hashrate", "efficiency", "all_machines", "break_even")
    stated = fixed(hashprice_usd_per_ph_day, 2)
    return _table("fleets", columns, rows, note=say("fleets_note", hashprice=stated))


def _fleet_rows(fleet: AsicFleet, hashprice: float) -> Iterator[Row]:
    available = percent(fleet.availability_frac)
    count = fixed(fleet.count, 0)
    title = say("fleet_title", name=fleet.name, model=fleet.model, count=count, available=available)
    yield Row(cells=(title, *[""] * 5), kind=RowKind.GROUP)
    hull, value = fleet.hull(), np.array(per_th_h_from_per_ph_day(hashprice))
    for point in sorted(fleet.points, key=lambda point: point.power_w):
        name = point.name if point.name in hull.kept else say("dropped", name=point.name)
        efficiency, break_even = "", ""
        if point.hashrate_th_s:
            j_per_th = point.power_w / point.hashrate_th_s
            worth = break_even_per_mwh(value, j_per_th * float(_mean_pue(fleet.pue)), fleet.pool_fee_frac)
            efficiency, break_even = fixed(j_per_th, 1), plain_rate(float(worth))
        whole_mw = fleet.devices * point.power_w / W_PER_MW
        cells = (fixed(point.power_w, 0), fixed(point.hashrate_th_s, 1), efficiency, fixed(whole_mw, 2), break_even)
        yield Row(cells=(f"  {name}", *cells))


def _mean_pue(curve: TemperatureCurve) -> float:
    """PUE at 15 °C, about the yearly mean of many places; what the note under the table says."""
    return float(curve.at(np.array([15.0]))[0])


def pools_table(site: Site) -> Table:
    """GPU pools with the levels of each job class."""
    rows = [row for pool in site.pools for row in _pool_rows(pool)]
    return _table("pools", ("pool", "job_class", "level", "gpu_w", "throughput"), rows, text_columns=3)


def _pool_rows(pool: GpuPool) -> Iterator[Row]:
    count, full_mw = fixed(pool.count, 0), _mw(pool.devices * _top_w(pool) / W_PER_MW)
    available = percent(pool.availability_frac)
    title = say(
        "pool_title", name=pool.name, accelerator=pool.accelerator, count=count, available=available, full=full_mw
    )
    yield Row(cells=(title, *[""] * 4), kind=RowKind.GROUP)
    state = say("pool_paused" if pool.pauses_nodes else "pool_idle")
    yield Row(cells=(f"  {state}", "", "", fixed(pool.rest_w, 0), percent(0.0)))
    for job_class in pool.job_classes:
        kept = pool.hull(job_class.name).kept
        for level in job_class.levels:
            name = level.name if level.name in kept else say("dropped", name=level.name)
            yield Row(cells=("", job_class.name, name, fixed(level.power_w, 0), percent(level.throughput_frac)))


def _top_w(pool: GpuPool) -> float:
    return max(level.power_w for job_class in pool.job_classes for level in job_class.levels)


def plant_table(site: Site) -> Table:
    """Batteries, generators and flexible loads."""
    rows = []
    for battery in site.batteries:
        said = say(
            "battery_facts",
            charge=_mw(battery.charge_limit_mw),
            discharge=_mw(battery.discharge_limit_mw),
            energy=figure(battery.energy_mwh),
            round_trip=percent(battery.charge_efficiency_frac * battery.discharge_efficiency_frac),
            wear=plain_rate(battery.wear_per_mwh),
            currency=site.currency,
        )
        rows.append((battery.name, say("kind_battery"), said))
    for generator in site.generators:
        said = say("generator_facts", power=_mw(generator.capacity_mw), share=level_text(generator.capacity_frac))
        rows.append((generator.name, say(f"kind_{generator.kind}"), said))
    for load in site.loads:
        said = say(
            "load_facts",
            power=_mw(load.power_mw),
            value=level_text(load.value_per_mwh),
            currency=site.currency,
        )
        rows.append((load.name, say("kind_load"), said))
    made = [Row(cells=cells) for cells in rows]
    return _table("plant", ("asset", "kind", "facts"), made, text_columns=3)


def series_table(site: Site) -> Table:
    """Series that market files must give, with the field that asks for each."""
    rows = [Row(cells=(name, place)) for name, place in needed_series(site).items()]
    return _table("series", ("series", "asked_by"), rows, text_columns=2)


def level_text(level: Level) -> str:
    """A constant, or the series that gives it.

    >>> level_text(SeriesRef(name="solar_frac")), level_text(2.5)
    ('series solar_frac', '2.50')
    """
    return say("by_series", name=level.name) if isinstance(level, SeriesRef) else figure(level)


def _mw(value: float) -> str:
    return f"{figure(value)} MW"


def _table(
    title: str, columns: tuple[str, ...], rows: list[Row], *, text_columns: int = 1, note: str = ""
) -> Table:
    headings = tuple(say(f"column_{name}") for name in columns)
    return Table(title=say(f"table_{title}"), headings=headings, rows=tuple(rows), text_columns=text_columns, note=note)
