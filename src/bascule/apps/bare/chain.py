"""Every kind of bare problem of the chain room, by command."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from bascule.apps.bare.chain_attack import ATTACK
from bascule.apps.bare.chain_concentration import CONCENTRATION
from bascule.apps.bare.chain_consensus import BITS, HASHPRICE, RETARGET, SIMULATE, SUBSIDY
from bascule.apps.bare.chain_supply import SUPPLY
from bascule.apps.bare.problem import Kind

_ALL: Final = (BITS, SUBSIDY, RETARGET, SIMULATE, HASHPRICE, CONCENTRATION, SUPPLY, ATTACK)
CHAIN_KINDS: Final[Mapping[str, Kind[Any]]] = MappingProxyType({kind.name: kind for kind in _ALL})
