"""Every kind of bare problem of the planning room."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from bascule.apps.bare.plan_finance import FINANCE
from bascule.apps.bare.plan_options import OPTIONS
from bascule.apps.bare.plan_real_options import REAL_OPTIONS
from bascule.apps.bare.plan_switching import SWITCHING
from bascule.apps.bare.problem import Kind

PLAN_KINDS: Final[Mapping[str, Kind[Any]]] = MappingProxyType(
    {kind.name: kind for kind in (*FINANCE, *OPTIONS, *REAL_OPTIONS, *SWITCHING)}
)
