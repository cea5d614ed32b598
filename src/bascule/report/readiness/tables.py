"""Tables of a hall's readiness."""

from collections.abc import Iterator, Sequence

from bascule.report.messages import text
from bascule.report.numbers import NONE, figure, fixed, percent
from bascule.report.readiness.form import asked, fact, megawatts, musd, seconds, table
from bascule.report.tables.table import Table
from bascule.study.readiness.assess import Checked, Readiness
from bascule.study.readiness.checklist import Checklist, Kept
from bascule.study.readiness.hall import Hall
from bascule.study.readiness.training_node import NodeCheck
from bascule.study.sourced import Source


def checklist_table(found: Readiness) -> Table:
    """Everything that was asked."""
    rows = [
        (
            part.item.area,
            part.item.title,
            asked(part.asked, part.item.unit),
            fact(part.fact, part.item.unit),
            text(f"ready.answer.{part.answer.value}"),
        )
        for part in found.checked
    ]
    return table("checklist", ("area", "item", "asks", "has", "answer"), rows, text_columns=5)


def gaps_table(found: Readiness) -> Table:
    """What is lacking, dearest first."""
    return _costed("gaps", found.gaps)


def open_table(found: Readiness) -> Table:
    """What nobody knows."""
    return _costed("open", found.open, note=text("ready.open.note") if found.open else "")


def remedies_table(found: Readiness) -> Table:
    """What to do about gaps and unknowns."""
    rows = [
        (part.item.title, text(f"ready.answer.{part.answer.value}"), part.item.remedy)
        for part in (*found.gaps, *found.open)
    ]
    return table("remedies", ("item", "answer", "remedy"), rows, text_columns=3)


def power_table(found: Readiness, hall: Hall, checklist: Checklist) -> Table:
    """From meter MW to IT MW."""
    power, ratio = found.power, checklist.gross_to_it
    span = " / ".join(fixed(mw, 1) for mw in (power.low_it_mw, power.central_it_mw, power.high_it_mw))
    rows = [
        (text("ready.power.meter"), megawatts(power.meter_mw)),
        (text("ready.power.firm"), megawatts(power.firm_meter_mw)),
        (text("ready.power.redundant"), megawatts(power.redundant_meter_mw)),
        (text("ready.power.usable"), megawatts(power.usable_meter_mw)),
        (text("ready.power.it"), f"{span} MW"),
        (text("ready.power.floor"), megawatts(power.floor_it_mw)),
        (text("ready.power.mining"), megawatts(power.mining_share_it_mw)),
        (
            text("ready.power.ratio", low=f"{ratio.low:g}", high=f"{ratio.high:g}"),
            NONE if power.gross_to_it is None else fixed(power.gross_to_it, 2),
        ),
        (text("ready.power.planned"), megawatts(checked_it_mw(found, hall))),
    ]
    return table("power", ("what", "value"), rows, note=text("ready.power.note"))


def cost_table(found: Readiness, hall: Hall, checklist: Checklist) -> Table:
    """What the gaps cost, beside the whole."""
    cost, whole, earlier = found.cost, checklist.capex_musd_per_it_mw, checklist.earlier_capex_musd_per_it_mw
    it_mw = checked_it_mw(found, hall)
    span = f"{fixed(cost.low_musd_per_it_mw * it_mw, 0)} – {fixed(cost.high_musd_per_it_mw * it_mw, 0)}"
    rows = [
        (
            text("ready.cost.lacking"),
            _slashed(cost.low_musd_per_it_mw, cost.central_lacking_musd_per_it_mw),
        ),
        (
            text("ready.cost.both"),
            _slashed(cost.central_unknown_too_musd_per_it_mw, cost.high_musd_per_it_mw),
        ),
        (text("ready.cost.total", mw=megawatts(it_mw)), span),
        (text("ready.cost.whole", day=whole.source.as_of), _slashed(whole.low, whole.central, whole.high)),
        (
            text("ready.cost.earlier", day=earlier.source.as_of),
            _slashed(earlier.low, earlier.central, earlier.high),
        ),
    ]
    return table("cost", ("what", "value"), rows, note=text("ready.cost.note"))


def checked_it_mw(found: Readiness, hall: Hall) -> float:
    """IT power that was checked: the planned, else what the connection carries."""
    return found.power.central_it_mw if hall.planned_it_mw is None else hall.planned_it_mw


def reuse_table(parts: Sequence[tuple[Kept, str]]) -> Table:
    """What of the site AI can use."""
    rows = [(part.name, text(f"ready.kept.{kept}"), part.why) for part, kept in parts]
    return table("reuse", ("what", "kept", "why"), rows, text_columns=3)


def rigs_table(checks: Sequence[NodeCheck]) -> Table:
    """Machines against models."""
    headings = (
        "rig",
        "model",
        "node",
        "memory",
        "machines",
        "compute",
        "inside",
        "between",
        "waiting",
        "host",
        "checkpoint",
    )
    return table("rigs", headings, map(_rig, checks), text_columns=3, note=text("ready.rigs.note"))


def sources_table(checklist: Checklist, tasks: Source, checks: Sequence[NodeCheck]) -> Table:
    """Where every figure comes from."""
    named = [*general_sources(checklist, tasks), *((i.title, i.source) for i in checklist.items)]
    named += dict.fromkeys((check.rig.name, check.rig.source) for check in checks)
    rows = [
        (what, s.status.value, s.as_of, s.stale_after, f"{s.who}{'; ' if s.remark else ''}{s.remark}")
        for what, s in named
    ]
    return table("sources", ("what", "status", "as_of", "stale", "source"), rows, text_columns=5)


def general_sources(checklist: Checklist, tasks: Source) -> Iterator[tuple[str, Source]]:
    """Sources of what is not one item."""
    for name, spread in (
        ("capex", checklist.capex_musd_per_it_mw),
        ("earlier", checklist.earlier_capex_musd_per_it_mw),
        ("gross", checklist.gross_to_it),
        ("convertible", checklist.convertible_frac),
        ("replaced", checklist.replaced_frac),
        ("ai_floor", checklist.ai_m2_per_mw),
        ("mining_floor", checklist.mining_m2_per_mw),
        ("power_factor", checklist.power_factor),
    ):
        yield text(f"ready.source.{name}"), spread.source
    yield text("ready.source.split"), checklist.split
    yield text("ready.source.weights"), checklist.weights
    yield text("ready.source.tasks"), tasks


def _costed(name: str, parts: Sequence[Checked], note: str = "") -> Table:
    rows = [(part.item.title, *map(musd, _range(part))) for part in parts]
    return table(name, ("item", "low", "central", "high"), rows, note=note)


def _range(part: Checked) -> tuple[float | None, float | None, float | None]:
    return part.low_musd_per_it_mw, part.central_musd_per_it_mw, part.high_musd_per_it_mw


def _slashed(*values: float) -> str:
    return " / ".join(musd(value) for value in values)


def _rig(check: NodeCheck) -> tuple[str, ...]:
    rig = check.rig
    return (
        f"{rig.name}, {rig.link}",
        check.task.name,
        text(f"ready.answer.{check.training_node.value}"),
        f"{figure(check.state_gb)} / {figure(check.rig_memory_gb)}",
        str(check.machines),
        seconds(check.compute_s),
        seconds(check.inside_s),
        seconds(check.between_s),
        percent(check.waiting_frac),
        f"{figure(check.host_needed_gb)} / {NONE if rig.host_memory_gb is None else figure(rig.host_memory_gb)}",
        seconds(check.checkpoint_s),
    )
