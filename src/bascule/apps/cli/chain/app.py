"""The commands of ``bascule chain``. What a command does is imported when it runs."""

import typer

from bascule.apps.cli.chain.options import (
    BandsOption,
    ChainFromOption,
    ChainSeedOption,
    ChainToOption,
    DaysOption,
    DifficultyOption,
    EfficiencyOption,
    FeesOption,
    FeesPerDayOption,
    FileArgument,
    FilesArgument,
    GroupsOption,
    HeightOption,
    HtmlOption,
    OptionalFileArgument,
    PathsOption,
    PriceUsdOption,
    RateOption,
    ShockDayOption,
    ShockOption,
    SimulateArgument,
    StartBitsOption,
    TemplateOption,
    UnknownOption,
    ValueArgument,
    WindowOption,
)
from bascule.apps.cli.faults import guarded
from bascule.apps.cli.options import JsonOption

chain = typer.Typer(
    name="chain",
    help="Measure the Bitcoin network, replay what happened to it, and simulate what an exit does.",
    no_args_is_help=True,
)


@chain.command()
@guarded
def status(
    files: FilesArgument,
    *,
    usd_per_btc: PriceUsdOption = None,
    j_per_th: EfficiencyOption = 17.5,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """The network now: hashrate with its interval, next adjustment, hashprice, halving, concentration."""
    from bascule.apps.cli.chain.status import run

    run(tuple(files), usd_per_btc=usd_per_btc, j_per_th=j_per_th, html=html, json=json)


@chain.command()
@guarded
def bits(value: ValueArgument, json: JsonOption = None) -> None:
    """A compact target in all its forms: target, difficulty, the hashrate that it asks for."""
    from bascule.apps.cli.chain.values import run_bits

    run_bits(value, json)


@chain.command()
@guarded
def subsidy(value: ValueArgument, json: JsonOption = None) -> None:
    """New satoshi in the block at a height."""
    from bascule.apps.cli.chain.values import run_subsidy

    run_subsidy(value, json)


@chain.command()
@guarded
def retarget(
    file: FileArgument, *, bits: StartBitsOption = None, html: HtmlOption = None, json: JsonOption = None
) -> None:
    """Replay every retarget of a file; from blocks, also how well the next one could be foretold."""
    from bascule.apps.cli.chain.retarget import run
    from bascule.apps.cli.chain.values import start_bits_of

    run(file, bits=start_bits_of(bits), html=html, json=json)


@chain.command()
@guarded
def simulate(
    file: SimulateArgument = None,
    *,
    difficulty: DifficultyOption = None,
    height: HeightOption = None,
    shock: ShockOption = -0.3,
    shock_day: ShockDayOption = 0.0,
    days: DaysOption = 60,
    usd_per_btc: PriceUsdOption = None,
    fees_per_block: FeesOption = None,
    fees_per_day: FeesPerDayOption = None,
    paths: PathsOption = 0,
    seed: ChainSeedOption = 1,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """Difficulty, block times, hashprice and issuance after a shock or under a hashrate path."""
    from bascule.apps.cli.chain.simulate import Request, run

    run(
        Request(
            file=file,
            difficulty=difficulty,
            height=height,
            shock_frac=shock,
            shock_day=shock_day,
            days=days,
            usd_per_btc=usd_per_btc,
            fees_btc_per_block=fees_per_block,
            fees_btc_per_day=fees_per_day,
            paths=paths,
            seed=seed,
            html=html,
            json=json,
        )
    )


@chain.command()
@guarded
def hashprice(
    files: FilesArgument,
    *,
    from_: ChainFromOption = None,
    to: ChainToOption = None,
    j_per_th: EfficiencyOption = 17.5,
    usd_per_eur: RateOption = None,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """What a hash earned: by block and by day, per PH/s-day and per MWh; or published figures checked."""
    from bascule.apps.cli.chain.hashprice import run

    run(tuple(files), (from_, to), j_per_th=j_per_th, usd_per_eur=usd_per_eur, html=html, json=json)


@chain.command()
@guarded
def concentration(
    file: FileArgument,
    *,
    from_: ChainFromOption = None,
    to: ChainToOption = None,
    window: WindowOption = "month",
    unknown: UnknownOption = None,
    groups: GroupsOption = None,
    draws: BandsOption = 200,
    seed: ChainSeedOption = 1,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """How few mine how much: shares, HHI, Nakamoto and more, by pool and by group, over time."""
    from bascule.apps.cli.chain.concentration import Request, run

    run(
        Request(
            file=file,
            period=(from_, to),
            window=window,
            unknown=unknown,
            groups=groups,
            draws=draws,
            seed=seed,
            html=html,
            json=json,
        )
    )


@chain.command()
@guarded
def supply(file: OptionalFileArgument = None, *, html: HtmlOption = None, json: JsonOption = None) -> None:
    """Who mines at which hashprice: the supply of hashrate and where it settles, before and after exits."""
    from bascule.apps.cli.chain.supply import run

    run(file, html=html, json=json)


@chain.command(name="exit")
@guarded
def exit_(
    file: OptionalFileArgument = None,
    *,
    template: TemplateOption = False,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """What conversions to AI do to hashrate, difficulty, hashprice, energy and the grid, with and without feedback."""
    from bascule.apps.cli.chain.exits import run

    run(file, template=template, html=html, json=json)


@chain.command()
@guarded
def attack(file: OptionalFileArgument = None, *, html: HtmlOption = None, json: JsonOption = None) -> None:
    """Odds of a double spend, what owning half would cost, and the security budget ahead: scenarios, no verdicts."""
    from bascule.apps.cli.chain.attack import run

    run(file, html=html, json=json)
