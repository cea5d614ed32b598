"""Every kind of claim that can be recomputed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.study.claims.breakeven import BREAKEVEN
from bascule.study.claims.indifference import INDIFFERENCE_HASHPRICE
from bascule.study.claims.kind import ClaimKind
from bascule.study.claims.lease_per_mw_year import LEASE_PER_MW_YEAR
from bascule.study.claims.revenue_per_kwh import REVENUE_PER_KWH
from bascule.study.claims.revision_or_growth import REVISION_OR_GROWTH

KINDS: Final[Mapping[str, ClaimKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            REVISION_OR_GROWTH,
            REVENUE_PER_KWH,
            LEASE_PER_MW_YEAR,
            BREAKEVEN,
            INDIFFERENCE_HASHPRICE,
        )
    }
)
"""Kinds by name."""
