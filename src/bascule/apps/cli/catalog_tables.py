"""The catalogues as tables."""

from collections.abc import Sequence
from dataclasses import replace

from bascule.apps.cli.words import say
from bascule.apps.wiring import AsicModel, GpuServer, part_load
from bascule.model.rule import Rule
from bascule.report.numbers import NONE, fixed
from bascule.report.rules import term_text, values_text
from bascule.report.tables.table import Row, Table


def asics_table(models: Sequence[AsicModel]) -> Table:
    """Every machine by its nameplate, with the month of its source."""
    rows = [
        (
            m.name,
            m.maker,
            m.cooling,
            str(m.launch_year),
            fixed(m.power_w, 0),
            fixed(m.hashrate_th_s, 1),
            fixed(m.efficiency_j_per_th, 1),
            m.as_of,
        )
        for m in models
    ]
    columns = ("model", "maker", "cooling", "launch", "power_w", "hashrate", "efficiency", "as_of")
    return _table("asics", columns, rows, text_columns=4, note=say("asics_note"))


def asic_facts(model: AsicModel) -> Table:
    """All facts of one machine."""
    facts = {
        "maker": model.maker,
        "power": f"{fixed(model.power_w, 0)} W",
        "hashrate": f"{fixed(model.hashrate_th_s, 1)} TH/s",
        "efficiency": f"{fixed(model.efficiency_j_per_th, 1)} J/TH",
        "cooling": model.cooling,
        "launch": str(model.launch_year),
        "source": f"{model.source} ({model.as_of})",
        "remark": model.remark or NONE,
    }
    return _facts(model.name, facts)


def part_load_table(name: str) -> Table:
    """Known operating points of a machine between rest and nameplate; no rows where none are known."""
    points = part_load(name)
    rows = [
        (fixed(p.power_w, 0), fixed(p.hashrate_th_s, 1), fixed(p.power_w / p.hashrate_th_s, 1))
        for p in points
    ]
    sources = dict.fromkeys(f"{p.source} ({p.as_of})" for p in points)
    return _table(
        "part_load", ("power_w", "hashrate", "efficiency"), rows, text_columns=0, note="; ".join(sources)
    )


def gpus_table(servers: Sequence[GpuServer]) -> Table:
    """Every accelerator with its share of the server."""
    rows = [
        (
            s.name,
            fixed(s.tdp_w, 0),
            fixed(s.full_w, 0),
            fixed(s.idle_w, 0),
            str(s.gpus_per_node),
            NONE if s.capex_usd_per_gpu is None else fixed(s.capex_usd_per_gpu, 0),
            fixed(s.rental_usd_per_gpu_h, 2),
            s.as_of,
        )
        for s in servers
    ]
    columns = ("accelerator", "tdp", "server_w", "idle_w", "node", "capex", "rental", "as_of")
    return _table("gpus", columns, rows, note=say("gpus_note"))


def gpu_facts(server: GpuServer) -> Table:
    """All facts of one accelerator."""
    capex = server.capex_usd_per_gpu
    facts = {
        "tdp": f"{fixed(server.tdp_w, 0)} W",
        "server": f"{fixed(server.full_w, 0)} W",
        "idle": f"{fixed(server.idle_w, 0)} W",
        "paused": f"{fixed(server.paused_w, 0)} W",
        "node": str(server.gpus_per_node),
        "capex": NONE if capex is None else f"${fixed(capex, 0)}",
        "rental": f"${fixed(server.rental_usd_per_gpu_h, 2)}/GPU-h",
        "rental_source": f"{server.rental_source} ({server.rental_date})",
        "source": f"{server.source} ({server.as_of})",
        "remark": server.remark or NONE,
    }
    return _facts(server.name, facts)


def rules_table(rules: Sequence[Rule]) -> Table:
    """Every version of every rule."""
    rows = [(r.id, term_text(r), values_text(r), r.status.value) for r in rules]
    columns = ("rule", "in_force", "figures", "status")
    return _table("rules", columns, rows, text_columns=4, note=say("rules_note"))


def rule_table(versions: Sequence[Rule]) -> Table:
    """All versions of one rule with their sources and what is doubtful about them."""
    rows = [
        (term_text(r), values_text(r), r.status.value, f"{r.source} ({r.as_of})", r.remark or NONE)
        for r in versions
    ]
    columns = ("in_force", "figures", "status", "source", "remark")
    return replace(_table("rules", columns, rows, text_columns=5), title=versions[0].title)


def _facts(title: str, facts: dict[str, str]) -> Table:
    rows = tuple(Row(cells=(say(f"fact_{key}"), value)) for key, value in facts.items())
    return Table(title=title, headings=("", ""), rows=rows, text_columns=2)


def _table(
    title: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    text_columns: int = 1,
    note: str = "",
) -> Table:
    return Table(
        title=say(f"table_{title}"),
        headings=tuple(say(f"column_{name}") for name in columns),
        rows=tuple(Row(cells=cells) for cells in rows),
        text_columns=text_columns,
        note=note,
    )
