"""The program ``bascule``: its commands and their options. What a command does is imported when it runs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bascule import __version__
from bascule.apps.cli.faults import INTERRUPTED, debug, guarded
from bascule.apps.cli.options import (
    AtOption,
    DebounceOption,
    DebugOption,
    DemoFolderOption,
    ForceOption,
    FromOption,
    HashpriceOption,
    HoursOption,
    InformationOption,
    JsonOption,
    KindArgument,
    MarketOption,
    NameArgument,
    NewSiteArgument,
    OptimisticOption,
    OutOption,
    PeriodFromOption,
    PeriodToOption,
    PlannerOption,
    PolicyOption,
    RegretOption,
    RiskTailOption,
    RiskWeightOption,
    ScenariosOption,
    SeedOption,
    SiteArgument,
    StrikeOption,
    ToOption,
)
from bascule.apps.cli.planning import PlannerChoice, Planning

app = typer.Typer(
    name="bascule",
    help="Decides where each megawatt-hour of a site earns most: hashing, AI compute, a battery, or the grid.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Start the program."""
    try:
        app(prog_name="bascule")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            # A solver may still run in a thread that was left behind: nobody waits for it.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        raise


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bascule {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    debug_: DebugOption = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    del version  # its callback has done the work
    debug.set(debug_)


@app.command()
@guarded
def backtest(
    site: SiteArgument,
    *,
    market: MarketOption,
    from_: FromOption,
    to: ToOption,
    policy: PolicyOption = None,
    strike: StrikeOption = None,
    debounce: DebounceOption = 0.25,
    optimistic: OptimisticOption = False,
    regret: RegretOption = False,
    planner: PlannerOption = PlannerChoice.NAIVE,
    scenarios: ScenariosOption = None,
    seed: SeedOption = None,
    risk_weight: RiskWeightOption = None,
    risk_tail: RiskTailOption = None,
    value_of_information: InformationOption = False,
    out: OutOption = None,
    json: JsonOption = None,
) -> None:
    """Compare policies on past prices: what each would have earned, and the best possible."""
    from bascule.apps.cli.backtest import Request, run

    policies = tuple(policy or ["all"])
    run(
        Request(
            site=site,
            market=tuple(market),
            start=from_,
            end=to,
            policies=policies,
            strike_per_mwh=strike,
            debounce_h=debounce,
            optimistic=optimistic,
            regret=regret,
            planning=Planning(
                kind=planner, scenarios=scenarios, seed=seed, risk_weight=risk_weight, risk_tail=risk_tail
            ),
            value_of_information=value_of_information,
            out=out,
            json=json,
        )
    )


@app.command(name="fit-strike")
@guarded
def fit_strike(
    site: SiteArgument,
    market: MarketOption,
    from_: FromOption,
    to: ToOption,
    *,
    debounce: DebounceOption = 0.25,
    optimistic: OptimisticOption = False,
    json: JsonOption = None,
) -> None:
    """Find the single strike price that would have earned most on past prices."""
    from bascule.apps.cli.fit_strike import run

    run(site, tuple(market), (from_, to), debounce_h=debounce, optimistic=optimistic, json=json)


@app.command()
@guarded
def dispatch(
    site: SiteArgument,
    market: MarketOption,
    at: AtOption,
    hours: HoursOption = 48,
    *,
    planner: PlannerOption = PlannerChoice.NAIVE,
    scenarios: ScenariosOption = None,
    seed: SeedOption = None,
    risk_weight: RiskWeightOption = None,
    risk_tail: RiskTailOption = None,
    json: JsonOption = None,
) -> None:
    """Plan the hours ahead with what was known at a moment: MW per asset, marginal values, and why."""
    from bascule.apps.cli.dispatch import run

    planning = Planning(
        kind=planner, scenarios=scenarios, seed=seed, risk_weight=risk_weight, risk_tail=risk_tail
    )
    run(site=site, market=tuple(market), at=at, hours=hours, planning=planning, json=json)


@app.command()
@guarded
def check(
    site: SiteArgument,
    market: MarketOption | None = None,
    from_: PeriodFromOption = None,
    to: PeriodToOption = None,
    hashprice: HashpriceOption = 50.0,
    json: JsonOption = None,
) -> None:
    """Check a site file and print the site as understood; with market files, check that they cover it."""
    from bascule.apps.cli.check import run

    run(
        site=site,
        market=tuple(market or ()),
        start=from_,
        end=to,
        hashprice_usd_per_ph_day=hashprice,
        json=json,
    )


@app.command()
@guarded
def init(path: NewSiteArgument = Path("site.yaml"), force: ForceOption = False) -> None:
    """Write a commented example of a site file."""
    from bascule.apps.cli.init import run

    run(path, force=force)


@app.command()
@guarded
def catalog(kind: KindArgument, name: NameArgument = None, json: JsonOption = None) -> None:
    """Show the hardware facts that ship with the package, with source and date."""
    from bascule.apps.cli.catalog import run

    run(kind.value, name, json)


@app.command()
@guarded
def demo(out: DemoFolderOption = Path("bascule-demo"), json: JsonOption = None) -> None:
    """Compare policies for two bundled sites on synthetic prices and write a report of each."""
    from bascule.apps.cli.demo import run

    run(out, json)
