"""Catalogue of Bitcoin mining machines."""

from collections.abc import Mapping
from dataclasses import dataclass

from bascule.adapters.catalogue.nearest import nearest, plain
from bascule.adapters.catalogue.rows import rows
from bascule.errors import InputError, InputProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class AsicModel:
    """One model by its nameplate.

    Attributes:
        name: Model name without the maker.
        maker: Who builds it.
        hashrate_th_s: Nameplate hashrate; makers allow themselves 3 to 5 %.
        power_w: Nameplate wall power; makers allow themselves 5 to 10 %, and leave out pumps and dry coolers.
        efficiency_j_per_th: Nameplate efficiency as the maker states it, rounded.
        cooling: ``air``, ``hydro`` or ``immersion``.
        launch_year: Year of first sale.
        source: Where the figures come from.
        as_of: Month of the source, ``YYYY-MM``.
        remark: What is doubtful about it, empty if nothing.
    """

    name: str
    maker: str
    hashrate_th_s: float
    power_w: float
    efficiency_j_per_th: float
    cooling: str
    launch_year: int
    source: str
    as_of: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLoadPoint:
    """A measured or stated way of running a model below or above its nameplate.

    Attributes:
        power_w: Wall power.
        hashrate_th_s: Hashrate at that power.
        source: Where the figures come from.
        as_of: Month of the source, ``YYYY-MM``.
    """

    power_w: float
    hashrate_th_s: float
    source: str
    as_of: str


def asic_models() -> tuple[AsicModel, ...]:
    """Every model, in the order of the catalogue."""
    return tuple(_model(row) for row in rows("asic_models"))


def find_asic(name: str) -> AsicModel:
    """The model of that name; case and the maker's name in front do not matter.

    Raises:
        InputError: No such model; the hint names the nearest ones.

    >>> find_asic("antminer s19j pro").power_w
    3068.0
    """
    found = {plain(full): model for model in asic_models() for full in _spellings(model)}.get(plain(name))
    if found is None:
        raise InputError(
            [InputProblem(file="catalogue", field="asic", value=name[:60], hint=asic_hint(name))]
        )
    return found


def asic_hint(name: str) -> str:
    """What to do about a model name that the catalogue does not hold."""
    near = nearest(name, [model.name for model in asic_models()])
    listed = f"; the nearest are {', '.join(near)}" if near else ""
    return f"is not in the catalogue{listed} (bascule catalog asic lists all)"


def part_load(name: str) -> tuple[PartLoadPoint, ...]:
    """Known part-load points of a model by rising power, empty where none are known."""
    found = (row for row in rows("asic_part_load") if row["name"] == name)
    return tuple(
        PartLoadPoint(
            power_w=float(row["power_w"]),
            hashrate_th_s=float(row["hashrate_th_s"]),
            source=row["source"],
            as_of=row["as_of"],
        )
        for row in found
    )


_BRANDS = {"Bitmain": "Antminer", "MicroBT": "Whatsminer", "Canaan": "Avalon"}


def _spellings(model: AsicModel) -> tuple[str, ...]:
    brand = _BRANDS.get(model.maker, model.maker)
    return (
        model.name,
        f"{model.maker} {model.name}",
        f"{brand} {model.name}",
        f"{model.maker} {brand} {model.name}",
    )


def _model(row: Mapping[str, str]) -> AsicModel:
    return AsicModel(
        name=row["name"],
        maker=row["maker"],
        hashrate_th_s=float(row["hashrate_th_s"]),
        power_w=float(row["power_w"]),
        efficiency_j_per_th=float(row["efficiency_j_per_th"]),
        cooling=row["cooling"],
        launch_year=int(row["launch_year"]),
        source=row["source"],
        as_of=row["as_of"],
        remark=row["remark"],
    )
