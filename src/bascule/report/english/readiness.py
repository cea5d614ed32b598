"""What ``bascule plan readiness`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

READINESS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ready.kicker": "Bascule plan: readiness",
        "ready.title": "{name}: what it lacks for AI",
        "ready.period": "{mw} energised at the meter · checklist and costs to be renewed after {stale}",
        "ready.headline": (
            "{target}: score {low} to {high}, {verdict}. "
            "The gaps cost {cost_low} to {cost_high} M$ per IT MW; {it} of IT can stand behind {mw} at the meter, "
            "{floor} on the existing floor."
        ),
        "ready.stale": "Older than it may be used: {what} (stale after {day}).",
        "ready.target.training_shell": "Colocation shell for training",
        "ready.target.inference": "Inference",
        "ready.verdict.ready": "ready",
        "ready.verdict.after_spending": "ready once the gaps are closed",
        "ready.verdict.blocked": "blocked by what spending on the hall does not bring",
        "ready.verdict.cannot_tell": "nobody can tell before the unknowns are known",
        "ready.answer.met": "met",
        "ready.answer.lacking": "lacking",
        "ready.answer.unknown": "unknown",
        "ready.kept.yes": "reused",
        "ready.kept.part": "in part",
        "ready.kept.no": "replaced",
        "ready.kept.unknown": "unknown",
        "ready.kept.nothing there": "nothing there",
        "ready.yes": "yes",
        "ready.no": "no",
        "ready.or": " or ",
        "ready.to": " to ",
        "ready.at_least": "≥ {value}",
        "ready.at_most": "≤ {value}",
        "ready.section.target": "{target}",
        "ready.section.reuse": "What is kept",
        "ready.section.rigs": "Is a GPU-mining rig a training node?",
        "ready.section.sources": "Where the figures come from",
        "ready.lead": (
            "Score: weight of what is met over all weight, and the same with what is unknown counted as met: what nobody "
            "knows is neither had nor lacking. Costs are shell and power without GPUs."
        ),
        "ready.rigs.lead": (
            "Mixed-precision Adam holds 16 bytes per parameter. Where that does not fit one GPU the state is sharded, and every "
            "step sends weights and gradients over the links between GPUs. On risers of one lane the GPUs wait for each other."
        ),
        "ready.reuse.lead": (
            "The connection and what stands at high voltage are kept; Sabre56 (2024) counts {replaced} of the gear as "
            "replaced, and {convertible} of a miner's megawatts as suited at all: that is also the ratio of floor, {mining} "
            "against {ai} m² per MW."
        ),
        "ready.table.checklist": "Checklist",
        "ready.table.gaps": "Gaps, dearest first",
        "ready.table.open": "To be found out",
        "ready.table.remedies": "What to do",
        "ready.table.power": "From meter MW to IT MW",
        "ready.table.cost": "What the gaps cost",
        "ready.table.reuse": "Kept and replaced",
        "ready.table.rigs": "Machines against models",
        "ready.table.sources": "Sources",
        "ready.figure.cost": "Cost of each gap",
        "ready.figure.cost.note": "Low to high end of the capital cost; shares by item are illustrative.",
        "ready.column.area": "Area",
        "ready.column.item": "Asked",
        "ready.column.asks": "Needed",
        "ready.column.has": "Has",
        "ready.column.answer": "Answer",
        "ready.column.low": "Low, M$/IT MW",
        "ready.column.central": "Central",
        "ready.column.high": "High",
        "ready.column.remedy": "What to do",
        "ready.column.what": "What",
        "ready.column.value": "Value",
        "ready.column.kept": "Kept",
        "ready.column.why": "Why",
        "ready.column.rig": "Machine",
        "ready.column.model": "Model",
        "ready.column.memory": "State / GPU memory, GB",
        "ready.column.machines": "Machines for it",
        "ready.column.compute": "Computing, s/step",
        "ready.column.inside": "Exchange inside, s",
        "ready.column.between": "between machines, s",
        "ready.column.waiting": "Waiting",
        "ready.column.host": "Host needs / has, GB",
        "ready.column.checkpoint": "Checkpoint, s",
        "ready.column.node": "Training node",
        "ready.column.source": "Source",
        "ready.column.as_of": "As of",
        "ready.column.status": "Status",
        "ready.column.stale": "Stale after",
        "ready.power.meter": "Energised at the meter",
        "ready.power.firm": "of it firm",
        "ready.power.redundant": "transformers carry, the spare that is asked for out",
        "ready.power.usable": "usable: the least of what is known",
        "ready.power.it": "IT power behind it, low / central / high",
        "ready.power.floor": "IT power that the existing floor holds",
        "ready.power.mining": "IT power if only the usual share of a miner's MW converts",
        "ready.power.ratio": "energised meter MW per IT MW (published: {low} to {high})",
        "ready.power.planned": "IT power that is checked",
        "ready.power.note": "Where nobody knows how much is firm, the low end is zero.",
        "ready.cost.lacking": "Close what is lacking, per IT MW, low / central",
        "ready.cost.both": "and what is unknown, central / high",
        "ready.cost.total": "for the {mw} of IT that are checked, M$",
        "ready.cost.whole": "A shell from nothing, low / central / high ({day})",
        "ready.cost.earlier": "the same as said before ({day})",
        "ready.cost.note": (
            "Shares of the whole by item are illustrative. What is lacking and has no stated price (land, firm power, permits, "
            "distance) is not in these sums."
        ),
        "ready.rigs.note": (
            "1e9 bytes; latency and activations not counted, nothing overlapped. Machine and model figures are general "
            "knowledge or a choice: give your own under rigs. A machine that is lacking here can still serve small models."
        ),
        "ready.open.note": "These widen the score. Until they are known nobody can say that the hall is ready.",
        "ready.unit.musd": "M$ per IT MW",
        "ready.source.capex": "Capital cost per IT MW",
        "ready.source.earlier": "Capital cost, earlier",
        "ready.source.gross": "Meter MW per IT MW",
        "ready.source.convertible": "Share of MW that converts",
        "ready.source.replaced": "Share of gear replaced",
        "ready.source.ai_floor": "Floor of an AI hall",
        "ready.source.mining_floor": "Floor of a mining hall",
        "ready.source.power_factor": "Power factor",
        "ready.source.split": "Cost split by item",
        "ready.source.weights": "Weights",
        "ready.source.tasks": "Models to train",
    }
)
"""Text by key."""
