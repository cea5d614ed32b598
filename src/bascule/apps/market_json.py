"""What a result rests on, as JSON: series, assumptions, repairs."""

from bascule.apps.json_text import Json
from bascule.model.market import Market
from bascule.model.site import Site


def site_json(site: Site) -> dict[str, Json]:
    """Which site it is."""
    return {
        "name": site.name,
        "country": site.country,
        "time_zone": site.time_zone,
        "import_limit_mw": site.grid.import_limit_mw,
    }


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
