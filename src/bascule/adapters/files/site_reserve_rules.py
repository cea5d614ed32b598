"""What must hold between reserve products and the assets of a site file."""

from collections.abc import Iterator

from bascule.adapters.files.site_asic_fleet import AsicFleetEntry
from bascule.adapters.files.site_battery import BatteryEntry
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_flexible_load import FlexibleLoadEntry
from bascule.adapters.files.site_reserves import ReserveProductEntry
from bascule.adapters.files.site_walk import Walked
from bascule.model.reserves import Control


def reserve_findings(walked: Walked) -> Iterator[Finding]:
    """A reserve without load: a product that no asset of the site may serve."""
    have = _controls(walked)
    for path, product in walked.of(ReserveProductEntry):
        if not have & set(product.eligible):
            kinds = " or ".join(kind.value for kind in product.eligible)
            hint = (
                f"is a reserve without load: no fleet, battery or flexible load has 'control: {kinds}';"
                " give one that control, or remove the product"
            )
            yield Finding(path=path, value=product.name, hint=hint)


def _controls(walked: Walked) -> set[Control | None]:
    fleets = {entry.control for _, entry in walked.of(AsicFleetEntry)}
    batteries = {entry.control for _, entry in walked.of(BatteryEntry)}
    return fleets | batteries | {entry.control for _, entry in walked.of(FlexibleLoadEntry)}
