"""A plan on the terminal: what it is worth, the hours ahead, and why the first interval is as it is."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from bascule.apps.cli.findings import show_basis, show_labels, show_rules
from bascule.apps.cli.screen import Screen
from bascule.apps.cli.words import say
from bascule.apps.outcome_columns import summed
from bascule.apps.plan import PlanAt
from bascule.model.schedule import MarginalValues
from bascule.model.series import Floats
from bascule.report.messages import sentence, source_name
from bascule.report.numbers import fixed, money, plain_rate, rate
from bascule.report.tables.table import Row, Table

MOST_HOURS = 24
"""Hours shown; the whole plan is in the JSON answer."""


def show_plan(screen: Screen, plan: PlanAt) -> None:
    """The whole plan for a reader."""
    zone, currency = plan.site.time_zone, plan.site.currency
    screen.line(plan.site.name, "bold")
    length = fixed(plan.grid.count * plan.grid.step_h, 0)
    decided = source_name(plan.schedule.source)
    screen.line(say("plan", at=_local(plan.at, zone), zone=zone, hours=length, source=decided))
    if plan.schedule.note:
        screen.banner(say("plan_lower", note=plan.schedule.note))
    show_labels(screen, plan.market)
    show_basis(screen, plan.market)
    show_rules(screen, plan.site.rules, plan.grid.start, plan.grid.end)
    screen.line(say("plan_state"))
    screen.line()
    screen.line(say("plan_margin", money=money(plan.margin_before_demand_charge, currency), hours=length))
    if plan.schedule.objective is not None:
        screen.line(say("plan_objective", money=money(plan.schedule.objective, currency)))
    screen.table(hours_table(plan))
    if plan.schedule.marginal is not None:
        screen.table(worth_table(plan, plan.schedule.marginal))
    show_reasons(screen, plan)


def show_reasons(screen: Screen, plan: PlanAt) -> None:
    """Why each asset does what it does in the first interval."""
    screen.line()
    screen.line(say("why", at=_local(plan.grid.start, plan.site.time_zone)), "bold")
    for track in plan.reasons.values():
        screen.line(sentence(track.at(0), plan.site.currency))


def hours_table(plan: PlanAt) -> Table:
    """Mean power of each asset by hour, with the believed price."""
    columns = dict(_columns(plan))
    per_hour = max(round(1 / plan.grid.step_h), 1)
    starts = range(0, min(plan.grid.count, MOST_HOURS * per_hour), per_hour)
    rows = [
        Row(
            cells=(
                _hour(plan, k),
                _price(plan, k, per_hour),
                *(_mean(v, k, per_hour) for v in columns.values()),
            )
        )
        for k in starts
    ]
    headings = (say("column_hour"), say("column_price", currency=plan.site.currency), *columns)
    shown = fixed(len(rows), 0)
    return Table(
        title=say("hours", hours=shown), headings=headings, rows=tuple(rows), note=_note(plan, starts)
    )


def _note(plan: PlanAt, starts: range) -> str:
    forecast = not bool(plan.published[: starts.stop].all())
    rest = starts.stop < plan.grid.count
    return " ".join([say("hours_note")] + [say("forecast_note")] * forecast + [say("hours_rest")] * rest)


def _columns(plan: PlanAt) -> Iterator[tuple[str, Floats]]:
    did = plan.outcome
    yield say("column_import"), did.import_mw
    if did.export_mw.any():
        yield say("column_export"), did.export_mw
    for name, fleet in did.fleets.items():
        yield name, fleet.it_mw
    for name, pool in did.pools.items():
        yield name, pool.it_mw
    for name, lease in did.leases.items():
        yield name, lease.it_mw
    if did.jobs:
        yield say("column_jobs"), summed(((job.first, job.run_mw) for job in did.jobs.values()), plan.grid)
    for name, battery in did.batteries.items():
        yield name, battery.discharge_mw - battery.charge_mw
    for name, output in did.generation_mw.items():
        yield name, output
    for name, load in did.loads.items():
        yield name, load.power_mw


def worth_table(plan: PlanAt, marginal: MarginalValues) -> Table:
    """What one more unit would be worth over the plan."""
    currency, step_h = plan.site.currency, plan.grid.step_h
    unit = say("unit_mw", currency=currency)
    rows = [
        (say("worth_bus"), rate(float(np.mean(marginal.bus_per_mwh)), currency)),
        (
            say("worth_connection"),
            f"{plain_rate(float(marginal.import_limit_per_mw_h.sum()) * step_h)} {unit}",
        ),
    ]
    for name, value in marginal.battery_per_mw.items():
        rows.append((say("worth_battery_mw", name=name), f"{plain_rate(value)} {unit}"))
    for name, value in marginal.battery_per_mwh.items():
        rows.append((say("worth_battery_mwh", name=name), rate(value, currency)))
    for name, values in marginal.firm_per_gpu_h.items():
        cost = f"{fixed(float(np.mean(values)), 3)} {say('unit_gpu_h', currency=currency)}"
        rows.append((say("worth_firm", name=name), cost))
    headings = (say("column_unit"), say("column_worth"))
    return Table(title=say("worth"), headings=headings, rows=tuple(Row(cells=cells) for cells in rows))


def _hour(plan: PlanAt, index: int) -> str:
    return plan.grid.time(index).astimezone(ZoneInfo(plan.site.time_zone)).strftime("%a %d %H:%M")


def _price(plan: PlanAt, index: int, per_hour: int) -> str:
    span = slice(index, index + per_hour)
    mark = "" if plan.published[span].all() else "*"
    return plain_rate(float(np.mean(plan.import_rate[span]))) + mark


def _mean(values: Floats, index: int, per_hour: int) -> str:
    return fixed(float(np.mean(values[index : index + per_hour])), 2)


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
