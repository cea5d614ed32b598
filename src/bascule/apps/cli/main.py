"""The program ``bascule``: its commands and their options. What a command does is imported when it runs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bascule import __version__
from bascule.apps.cli.chain.app import chain
from bascule.apps.cli.faults import INTERRUPTED, debug, guarded
from bascule.apps.cli.options import (
    AcceptOption,
    AiResponseOption,
    AtOption,
    BidPremiumOption,
    BidsOption,
    DebounceOption,
    DebugOption,
    DemoFolderOption,
    ForceOption,
    FromOption,
    HashpriceOption,
    HashpricesOption,
    HoursOption,
    InformationOption,
    JsonOption,
    KindArgument,
    LeadOption,
    LoadArgument,
    LoadColumnOption,
    MarketOption,
    MonthsOption,
    NameArgument,
    NewSiteArgument,
    OptimisticOption,
    OutOption,
    PeriodFromOption,
    PeriodToOption,
    PlannerOption,
    PolicyOption,
    PriceOption,
    RegretOption,
    RiskTailOption,
    RiskWeightOption,
    ScenariosOption,
    SeedOption,
    SheetAtOption,
    SiteArgument,
    StrikeOption,
    TemperatureOption,
    ToOption,
    UsdPerEurOption,
    ValueOption,
    WithoutOption,
    ZoneOption,
)
from bascule.apps.cli.plan.app import plan
from bascule.apps.cli.planning import PlannerChoice, Planning

app = typer.Typer(
    name="bascule",
    help="Decides where each megawatt-hour of a site earns most: hashing, AI compute, a battery, or the grid.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(chain)
app.add_typer(plan)


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
    without: WithoutOption = None,
    bid_premium: BidPremiumOption = None,
    accept: AcceptOption = 1.0,
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
            without=tuple(without or ()),
            bid_premium_per_mwh=bid_premium,
            accept_frac=accept,
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
    bids: BidsOption = False,
    bid_premium: BidPremiumOption = None,
    without: WithoutOption = None,
    json: JsonOption = None,
) -> None:
    """Plan the hours ahead with what was known at a moment: MW per asset, marginal values, and why."""
    from bascule.apps.cli.dispatch import Asked, run

    planning = Planning(
        kind=planner, scenarios=scenarios, seed=seed, risk_weight=risk_weight, risk_tail=risk_tail
    )
    run(
        Asked(
            site=site,
            market=tuple(market),
            at=at,
            hours=hours,
            planning=planning,
            bids=bids,
            bid_premium_per_mwh=bid_premium,
            without=tuple(without or ()),
            json=json,
        )
    )


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
def flexibility(
    site: SiteArgument,
    *,
    price: PriceOption = None,
    hashprice: HashpricesOption = None,
    temperature: TemperatureOption = None,
    at: SheetAtOption = None,
    usd_per_eur: UsdPerEurOption = None,
    ai_response: AiResponseOption = 60.0,
    value: ValueOption = None,
    json: JsonOption = None,
) -> None:
    """Show how many MW a site can shed, how fast, for how long and at what cost, by price and hashprice."""
    from bascule.apps.cli.flexibility import HASHPRICES_USD_PER_PH_DAY, PRICES_PER_MWH, Request, run

    run(
        Request(
            site=site,
            prices_per_mwh=tuple(price or PRICES_PER_MWH),
            hashprices_usd_per_ph_day=tuple(hashprice or HASHPRICES_USD_PER_PH_DAY),
            temperature_c=temperature,
            at=at,
            usd_per_eur=usd_per_eur,
            ai_shed_s=ai_response,
            values=tuple(value or ()),
            json=json,
        )
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
    """Show the hardware facts and dated rules that ship with the package, with source and date."""
    from bascule.apps.cli.catalog import run

    run(kind.value, name, json)


@app.command()
@guarded
def peaks(
    load: LoadArgument,
    zone: ZoneOption,
    months: MonthsOption = "6,7,8,9",
    column: LoadColumnOption = None,
    lead: LeadOption = 1.0,
    json: JsonOption = None,
) -> None:
    """Score how well the monthly peaks of a past load could be foretold, against two naive rules."""
    from bascule.apps.cli.peaks import run

    run(load, zone=zone, months=months, column=column, lead_h=lead, json=json)


@app.command()
@guarded
def demo(out: DemoFolderOption = Path("bascule-demo"), json: JsonOption = None) -> None:
    """Compare policies for two bundled sites on synthetic prices and write a report of each."""
    from bascule.apps.cli.demo import run

    run(out, json)
