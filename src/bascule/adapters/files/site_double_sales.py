"""Contracts that stand in a site file twice under two names."""

from collections.abc import Iterator

from bascule.adapters.files.site_energy_contracts import AdderEntry, BlockEntry, DemandChargeEntry
from bascule.adapters.files.site_entry import NamedEntry
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_monthly_contracts import (
    PriceCollarEntry,
    StandingChargeEntry,
    VolumeBandEntry,
)
from bascule.adapters.files.site_network_charges import (
    CapacityObligationEntry,
    CoincidentPeakEntry,
)
from bascule.adapters.files.site_reserves import ReserveProductEntry
from bascule.adapters.files.site_walk import Walked

_KINDS: tuple[type[NamedEntry], ...] = (
    BlockEntry,
    PriceCollarEntry,
    VolumeBandEntry,
    StandingChargeEntry,
    AdderEntry,
    DemandChargeEntry,
    CoincidentPeakEntry,
    CapacityObligationEntry,
    ReserveProductEntry,
)
"""Kinds of which several may be in force at once; supplies, exports and subscriptions that overlap are refused in any case."""


def double_sales(walked: Walked) -> Iterator[Finding]:
    """Contracts that are identical in all but their name; one name twice is another finding."""
    for kind in _KINDS:
        first: dict[str, str] = {}
        for path, entry in walked.of(kind):
            terms = repr(entry.model_copy(update={"name": ""}))
            if first.get(terms, entry.name) != entry.name:
                hint = (
                    f"is {first[terms]!r} in all but its name, and would count twice: remove one,"
                    " or state one contract with the sum of both"
                )
                yield Finding(path=path, value=entry.name, hint=hint)
            first.setdefault(terms, entry.name)
