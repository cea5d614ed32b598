"""What was probably meant by a key that is not known: a slipped unit, another word, a slip of the pen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from bascule.adapters.catalogue.nearest import nearest, suggestion

_UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "_per_mwh": {"_per_kwh": 1000.0},
    "_per_kw_month": {"_per_mw_month": 1 / 1000, "_per_kw_year": 1 / 12},
    "_mw_per_h": {"_kw_per_h": 1 / 1000, "_mw_per_min": 60.0, "_mw_per_minute": 60.0},
    "_mwh": {"_kwh": 1 / 1000, "_gwh": 1000.0},
    "_mw": {"_kw": 1 / 1000, "_w": 1e-6, "_gw": 1000.0},
    "_frac": {"_pct": 1 / 100, "_percent": 1 / 100, "_percentage": 1 / 100},
    "_th_s": {"_ph_s": 1000.0, "_gh_s": 1 / 1000, "_eh_s": 1e6},
    "_minutes": {"_min": 1.0, "_s": 1 / 60, "_h": 60.0, "_hours": 60.0},
    "_h": {"_hours": 1.0, "_min": 1 / 60, "_minutes": 1 / 60, "_s": 1 / 3600, "_days": 24.0},
    "_s": {"_seconds": 1.0, "_sec": 1.0, "_min": 60.0, "_minutes": 60.0, "_h": 3600.0},
    "_w": {"_kw": 1000.0, "_mw": 1e6},
}
"""Unit suffixes of site files, each with suffixes written in their place and the factor to multiply by."""

_OTHER_WORDS: Final[Mapping[str, str]] = {
    "start": "from",
    "begin": "from",
    "valid_from": "from",
    "end": "to",
    "until": "to",
    "valid_to": "to",
    "type": "kind",
    "tz": "time_zone",
    "jobs": "batch_jobs",
    "loads": "flexible_loads",
    "pools": "gpu_pools",
    "solar": "generators",
    "exports": "export_contracts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHint:
    """What to do about an unknown key.

    Attributes:
        meant: The known key that was probably meant, None where there is no telling.
        hint: The remedy in words.
    """

    meant: str | None
    hint: str


def key_hint(key: str, value: object, known: Collection[str]) -> KeyHint:
    """What was probably meant by an unknown key.

    Args:
        key: The unknown key.
        value: What stands behind it, to show it converted.
        known: The keys allowed here.

    >>> key_hint("import_limit_kw", 70000, ["import_limit_mw"]).hint
    'is not a key here: write import_limit_mw: 70 (multiply _kw by 0.001)'
    """
    slipped = _slipped_unit(key, known)
    if slipped is not None:
        meant, bad, factor = slipped
        shown = f": {value * factor:g}" if isinstance(value, int | float) else ""
        times = f" (multiply {bad} by {factor:g})" if factor != 1 else ""
        return KeyHint(meant=meant, hint=f"is not a key here: write {meant}{shown}{times}")
    other = _OTHER_WORDS.get(key)
    if other in known:
        return KeyHint(meant=other, hint=f"is not a key here: did you mean {other}?")
    words = suggestion(key, known)
    near = nearest(key, known, count=1)
    return KeyHint(meant=near[0] if near else None, hint=f"is not a key here: {words}")


def _slipped_unit(key: str, known: Collection[str]) -> tuple[str, str, float] | None:
    for right in known:
        # The underscore in front lets a key that is nothing but a unit, such as per_mwh, end in it.
        suffix = next((unit for unit in _UNITS if f"_{right}".endswith(unit)), None)
        if suffix is None:
            continue
        stem = f"_{right}".removesuffix(suffix)
        for bad, factor in _UNITS[suffix].items():
            if f"_{key}" == stem + bad:
                return right, bad, factor
    return None
