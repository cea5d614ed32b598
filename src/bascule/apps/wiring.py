"""The one place that joins rooms to adapters: every command gets the outside world from here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bascule.adapters.catalogue.asic import AsicModel, PartLoadPoint, asic_models, find_asic, part_load
from bascule.adapters.catalogue.gpu import GpuServer, find_gpu, gpu_servers
from bascule.adapters.catalogue.nearest import suggestion
from bascule.adapters.catalogue.rules import bundled_rules, find_rule
from bascule.adapters.files import market_files
from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.load_file import read_load
from bascule.adapters.files.output import unwritable_files, write_files
from bascule.adapters.files.output_parquet import parquet_bytes
from bascule.adapters.files.problem_file import is_problem_file, problems_of
from bascule.adapters.files.site_cover import uncovered
from bascule.adapters.files.site_file import SiteFile, read_site
from bascule.adapters.files.site_template import BUNDLED_SITES, bundled_site, site_template
from bascule.adapters.files.site_term import FIRST_YEAR, LAST_YEAR, skipped, utc
from bascule.errors import InputError, InputProblem
from bascule.market.peak_series import peak_asks
from bascule.model.market import Market
from bascule.model.needs import needed_series
from bascule.model.site import Site

__all__ = [
    "BUNDLED_SITES",
    "HISTORY",
    "AsicModel",
    "Document",
    "GpuServer",
    "PartLoadPoint",
    "SiteFile",
    "asic_models",
    "bundled_rules",
    "bundled_site",
    "find_asic",
    "find_gpu",
    "find_rule",
    "gpu_servers",
    "instant",
    "is_problem_file",
    "parquet_bytes",
    "part_load",
    "problems_of",
    "read_document",
    "read_load",
    "read_market",
    "read_part_of_site",
    "read_site",
    "site_template",
    "suggestion",
    "uncovered",
    "unwritable_files",
    "write_files",
]

HISTORY: Final = timedelta(days=28)
"""Time before a run whose values policies and forecasts may look back on."""


def read_part_of_site(path: Path, without: Sequence[str]) -> Site:
    """A site file's site, without the assets and contracts of these names.

    Raises:
        InputError: Every problem of the file, or a name that nothing on the site has.
    """
    site = read_site(path).site
    unknown = [name for name in without if name not in site.names]
    if unknown:
        raise InputError(
            InputProblem(
                file="command line",
                field="--without",
                value=name,
                hint=f"nothing on the site is called so; {suggestion(name, site.names)}",
            )
            for name in unknown
        )
    left = site.without(frozenset(without))
    pools = {pool.name for pool in left.pools}
    uses = [firm.pool for firm in left.reservations] + [sale.pool for sale in left.sales]
    uses += [job.pool for job in left.jobs] + [job.pool for job in left.daily_jobs]
    homeless = sorted(set(uses) - pools)
    if homeless:
        hint = "contracts run on it: leave them out as well"
        raise InputError(
            InputProblem(file="command line", field="--without", value=name, hint=hint) for name in homeless
        )
    return left


def read_market(
    site: Site,
    files: Sequence[str],
    start: datetime,
    end: datetime,
    *,
    optimistic: bool = False,
    open_end: bool = False,
) -> Market:
    """The market that a site needs from ``start`` to ``end``, with the history before it.

    Args:
        site: Says which series are needed.
        files: Data files, market files, or one ``embedded:`` spec, as given on the command line.
        start: First instant, aware UTC.
        end: Instant after the last.
        optimistic: Whether real-time values are known at the start of their interval.
        open_end: Whether values may end anywhere after ``start``, as they do for a plan made now.

    Raises:
        InputError: Every problem of the files, and times at which the site has no energy contract.
    """
    problems = [*uncovered(site, start, end)]
    try:
        market = market_files.read_market(
            list(files),
            needed=needed_series(site),
            start=start,
            end=end,
            history=HISTORY,
            optimistic=optimistic,
            open_end=open_end,
            peaks=peak_asks(site),
        )
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return market


def instant(text: str, zone: str, option: str) -> datetime:
    """A moment that a person wrote, in UTC; without its own offset it is local to the site.

    Args:
        text: ISO date or time.
        zone: IANA name of the site's zone.
        option: Option that holds it, for the message.

    Raises:
        InputError: It is no such moment, or the clock of the zone jumps over it.

    >>> instant("2024-01-01", "Europe/Paris", "--from").isoformat()
    '2023-12-31T23:00:00+00:00'
    """
    info = ZoneInfo(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        hint = "must be an ISO date or time, such as 2024-01-01 or 2024-01-01T06:00 (local to the site)"
        raise _refused(option, text, hint) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _refused(option, text, f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    if skipped(moment, info):
        raise _refused(option, text, f"does not exist in {zone}: the clock jumps over it; use an hour later")
    return utc(moment, info)


def _refused(option: str, value: str, hint: str) -> InputError:
    return InputError([InputProblem(file="command line", field=option, value=value[:60], hint=hint)])
