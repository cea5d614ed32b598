"""The page about a hall's readiness."""

from collections.abc import Iterator, Sequence

import numpy as np

from bascule.report.figures.figure import Axis, Bars, Figure
from bascule.report.figures.page import Section
from bascule.report.messages import text
from bascule.report.numbers import fixed, percent
from bascule.report.readiness.form import megawatts
from bascule.report.readiness.tables import (
    checklist_table,
    cost_table,
    gaps_table,
    open_table,
    power_table,
    remedies_table,
    reuse_table,
    rigs_table,
    sources_table,
)
from bascule.report.tables.table import Table
from bascule.study.readiness.assess import Readiness
from bascule.study.readiness.checklist import Checklist, Kept
from bascule.study.readiness.hall import Hall
from bascule.study.readiness.it_power import ItPower
from bascule.study.readiness.training_node import NodeCheck
from bascule.study.sourced import Source


def headline(found: Readiness) -> str:
    """The answer for one target in a sentence."""
    cost, power = found.cost, found.power
    return text(
        "ready.headline",
        target=text(f"ready.target.{found.target.value}"),
        low=percent(found.score_low_frac),
        high=percent(found.score_high_frac),
        verdict=text(f"ready.verdict.{found.verdict.value}"),
        cost_low=fixed(cost.low_musd_per_it_mw, 1),
        cost_high=fixed(cost.high_musd_per_it_mw, 1),
        it=_it(power),
        mw=megawatts(power.meter_mw),
        floor=megawatts(power.floor_it_mw),
    )


def _it(power: ItPower) -> str:
    ends = dict.fromkeys(megawatts(end) for end in (power.low_it_mw, power.high_it_mw))
    return text("ready.to").join(ends)


def terminal_tables(
    found: Sequence[Readiness],
    hall: Hall,
    checklist: Checklist,
    parts: Sequence[tuple[Kept, str]],
    checks: Sequence[NodeCheck],
) -> Iterator[Table]:
    """What the terminal shows."""
    for readiness in found:
        yield from (checklist_table(readiness), gaps_table(readiness), open_table(readiness))
        yield from (power_table(readiness, hall, checklist), cost_table(readiness, hall, checklist))
    yield from (reuse_table(parts), rigs_table(checks))


def sections(
    found: Sequence[Readiness],
    hall: Hall,
    checklist: Checklist,
    parts: Sequence[tuple[Kept, str]],
    checks: Sequence[NodeCheck],
    tasks: Source,
) -> Iterator[Section]:
    """The parts of the page."""
    for readiness in found:
        yield _target(readiness, hall, checklist)
    yield Section(
        title=text("ready.section.reuse"), lead=_reuse_lead(checklist), tables=(reuse_table(parts),)
    )
    yield Section(
        title=text("ready.section.rigs"), lead=text("ready.rigs.lead"), tables=(rigs_table(checks),)
    )
    yield Section(title=text("ready.section.sources"), folded=(sources_table(checklist, tasks, checks),))


def _target(found: Readiness, hall: Hall, checklist: Checklist) -> Section:
    return Section(
        title=text("ready.section.target", target=text(f"ready.target.{found.target.value}")),
        lead=f"{headline(found)} {text('ready.lead')}",
        figures=tuple(_figures(found)),
        tables=(
            gaps_table(found),
            open_table(found),
            remedies_table(found),
            power_table(found, hall, checklist),
            cost_table(found, hall, checklist),
            checklist_table(found),
        ),
    )


def _figures(found: Readiness) -> Iterator[Figure]:
    costed = [part for part in (*found.gaps, *found.open) if part.low_musd_per_it_mw is not None]
    if not costed:
        return
    bars = Bars(
        name=text("ready.figure.cost"),
        names=[part.item.title for part in costed],
        start=np.array([part.low_musd_per_it_mw for part in costed], dtype=np.float64),
        end=np.array([part.high_musd_per_it_mw for part in costed], dtype=np.float64),
    )
    yield Figure(
        title=text("ready.figure.cost"),
        unit=text("ready.unit.musd"),
        marks=(bars,),
        axis=Axis.NAMES,
        from_zero=True,
        note=text("ready.figure.cost.note"),
    )


def _reuse_lead(checklist: Checklist) -> str:
    return text(
        "ready.reuse.lead",
        replaced=percent(checklist.replaced_frac.central),
        convertible=percent(checklist.convertible_frac.central),
        mining=fixed(checklist.mining_m2_per_mw.central, 0),
        ai=fixed(checklist.ai_m2_per_mw.central, 0),
    )
