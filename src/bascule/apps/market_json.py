"""What a result rests on, as JSON: series, assumptions, repairs."""

from bascule.apps.json_text import Json
from bascule.apps.site_json import plain
from bascule.model.market import Market
from bascule.model.rule import rules_seen
from bascule.model.site import Site
from bascule.model.time_grid import TimeGrid
from bascule.report.rules import rule_notes


def site_json(site: Site) -> dict[str, Json]:
    """Which site it is."""
    return {
        "name": site.name,
        "country": site.country,
        "time_zone": site.time_zone,
        "import_limit_mw": site.grid.import_limit_mw,
    }


def rules_json(site: Site, grid: TimeGrid) -> dict[str, Json]:
    """Dated rules that hold in a period, and what a reader should know about their age."""
    held = rules_seen(site.rules, grid.start, grid.end).held
    notes = rule_notes(site.rules, grid.start, grid.end)
    return {"rules": [plain(rule) for rule in held], "rule_notes": list(notes)}


def market_json(market: Market) -> dict[str, Json]:
    """Where every value comes from."""
    return {
        "synthetic": market.synthetic,
        "assumptions": [
            {"name": a.name, "statement": a.statement, "source": a.source} for a in market.assumptions
        ],
        "notes": list(market.notes),
        "series": {
            name: {"source": s.source, "publication": s.publication, "synthetic": s.synthetic}
            for name, s in market.series.items()
        },
    }
