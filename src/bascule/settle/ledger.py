"""From an outcome to its ledger."""

from bascule.model.ledger import Ledger
from bascule.model.outcome import Outcome
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.settle import contract_lines, lines
from bascule.settle.network_lines import network_lines
from bascule.settle.reserves import reserve_lines
from bascule.settle.values import Values


def settle(site: Site, outcome: Outcome, values: Values, before: SiteState | None = None) -> Ledger:
    """What an outcome earned and cost, every line once.

    Args:
        site: The contracts.
        outcome: What the site did.
        values: Series values on the outcome's grid, :data:`~bascule.settle.values.HASH_VALUE` among them
            where there are fleets.
        before: State before the first interval: peaks already owed and jobs already begun. None starts clean.

    Raises:
        DataGap: A contract needs a series that is not among the values.
    """
    done = {name: job.done_gpu_h for name, job in before.jobs.items()} if before else {}
    return Ledger(
        currency=site.currency,
        grid=outcome.grid,
        lines=(
            *lines.mining_lines(site, outcome, values),
            *lines.reservation_lines(site, outcome, values, before.flex if before else None),
            *lines.sale_lines(site, outcome, values),
            *lines.job_lines(site, outcome, done),
            *lines.lease_lines(site, outcome, values),
            *lines.load_lines(site, outcome, values),
            *lines.energy_lines(site, outcome, values),
            *contract_lines.collar_lines(site, outcome, values),
            *contract_lines.standing_lines(site, outcome),
            *contract_lines.band_lines(site, outcome, before.metered if before else {}),
            *network_lines(site, outcome, values, before),
            *lines.battery_lines(site, outcome),
            *reserve_lines(site, outcome, values),
        ),
    )
