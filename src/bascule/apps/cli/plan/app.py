"""The commands of ``bascule plan``. What a command does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from bascule.apps.cli.chain.options import ChainFromOption, ChainSeedOption, ChainToOption, HtmlOption
from bascule.apps.cli.faults import guarded
from bascule.apps.cli.options import JsonOption
from bascule.apps.cli.plan.calibrate_options import (
    BlockOption,
    ByDay,
    ColumnOption,
    DailyOption,
    KindOption,
    SeasonOption,
    SeriesArgument,
    ThresholdOption,
    TrendOption,
    WhereOption,
    YearsOption,
)

plan = typer.Typer(
    name="plan", help="What a stream of money is worth, and when to switch.", no_args_is_help=True
)


@plan.callback()
def _root() -> None:
    """What a stream of money is worth, and when to switch."""


@plan.command()
@guarded
def value(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Bare problems (JSON or YAML).", show_default=False)
    ],
    json: JsonOption = None,
) -> None:
    """Answer bare problems of finance and options, each with its method."""
    from bascule.apps.bare.plan import PLAN_KINDS
    from bascule.apps.cli.bare import run_bare
    from bascule.apps.wiring import read_document

    run_bare(read_document(file), None, json, PLAN_KINDS)


@plan.command()
@guarded
def claim(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="One claim or a list of them (YAML, JSON).", show_default=False),
    ],
    *,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """Recompute public statements from units and stated inputs: verdict, arithmetic, what would make them hold."""
    from bascule.apps.cli.plan.claim import run

    run(file, html=html, json=json)


@plan.command()
@guarded
def readiness(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What is known of a hall (YAML, JSON).", show_default=False)
    ],
    *,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """What a mining hall lacks for AI: scored checklist, gaps by cost, IT megawatts, what can be kept."""
    from bascule.apps.cli.plan.readiness import run

    run(file, html=html, json=json)


@plan.command()
@guarded
def training(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="One run or a list of them (YAML, JSON).", show_default=False),
    ] = None,
    *,
    published: Annotated[
        bool, typer.Option("--published", help="Compare published runs with the arithmetic instead.")
    ] = False,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """What training a language model takes: GPU-hours, energy, money, carbon, days on this site."""
    from bascule.apps.cli.plan.training import run

    run(file, published=published, html=html, json=json)


@plan.command()
@guarded
def sizing(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Sites with their calls (YAML, JSON).", show_default=False),
    ],
    *,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help="Folder of the price and event files.", show_default=False
        ),
    ] = None,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """How much firm AI load fits behind a connection that the grid calls, at a service level."""
    from bascule.apps.cli.plan.sizing import run

    run(tuple(files), data=data, html=html, json=json)


@plan.command()
@guarded
def calibrate(
    files: SeriesArgument,
    *,
    kind: KindOption,
    column: ColumnOption = None,
    where: WhereOption = None,
    from_: ChainFromOption = None,
    to: ChainToOption = None,
    daily: DailyOption = ByDay.NONE,
    trend: TrendOption = False,
    threshold: ThresholdOption = 4.0,
    block_days: BlockOption = 7,
    window_days: SeasonOption = 30,
    paths: YearsOption = 100,
    seed: ChainSeedOption = 1,
    json: JsonOption = None,
) -> None:
    """Read parameters of uncertainty from series, each with its standard error and what it does not know."""
    from bascule.apps.cli.plan.calibrate import Request, run

    run(
        Request(
            files=tuple(files),
            model=kind,
            columns=tuple(column or ()),
            where=tuple(where or ()),
            period=(from_, to),
            daily=daily,
            trend=trend,
            threshold=threshold,
            block_days=block_days,
            window_days=window_days,
            paths=paths,
            seed=seed,
            json=json,
        )
    )


@plan.command()
@guarded
def countries(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="A site and the places it is moved to (YAML, JSON).", show_default=False
        ),
    ] = None,
    *,
    outlooks: Annotated[
        bool, typer.Option("--outlooks", help="Show what others say that data centres will take.")
    ] = False,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis",
            metavar="it|total",
            help="What GW count where an outlook does not say: IT nameplate or whole sites.",
            show_default=False,
        ),
    ] = None,
    utilisation: Annotated[
        float | None,
        typer.Option(
            "--utilisation",
            min=0.01,
            max=1.0,
            metavar="FRAC",
            help="Mean use of that nameplate where an outlook states none.",
            show_default=False,
        ),
    ] = None,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """One site in France, Texas, PJM, Quebec, Norway: power by component, carbon, law, margins; demand outlooks."""
    from bascule.apps.cli.plan.countries import Request, boundary_of, run

    run(
        Request(
            file=file,
            outlooks=outlooks,
            boundary=boundary_of(basis),
            utilisation_frac=utilisation,
            html=html,
            json=json,
        )
    )


@plan.command()
@guarded
def hindcast(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What is stated, dated figures with sources (YAML, JSON).",
            show_default=False,
        ),
    ],
    days: Annotated[
        list[Path],
        typer.Argument(
            metavar="DAYS...",
            help="Tables of days: price, difficulty, blocks, fees (Parquet, CSV).",
            show_default=False,
        ),
    ],
    *,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """At past dates, with what was known then: convert or wait, and what each way to play has earned since."""
    from bascule.apps.cli.plan.hindcast import run

    run(file, tuple(days), html=html, json=json)


@plan.command()
@guarded
def run(
    plan_file: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help="A plan file, a bundled plan (france, texas, texas_cloud), or plan.json of an earlier run.",
            show_default=False,
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for plan.html, plan.xlsx and plan.json.", show_default=False
        ),
    ] = None,
    paths: Annotated[
        int | None,
        typer.Option("--paths", metavar="N", help="Histories; the plan's if left out.", show_default=False),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", help="Of the random numbers; the plan's if left out.", show_default=False
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="Who works on histories: local, serial or ray.")
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDR", help="Of a Ray cluster.", show_default=False),
    ] = None,
    json: JsonOption = None,
) -> None:
    """When to convert how many megawatts to AI, above which rent, with what risk."""
    from bascule.apps.cli.plan.run import Asked
    from bascule.apps.cli.plan.run import run as answer

    asked = Asked(plan=plan_file, out=out, json=json, paths=paths, seed=seed, engine=engine, address=address)
    answer(asked)


@plan.command()
@guarded
def trigger(
    plan_file: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help="A plan file, a bundled plan (france, texas, texas_cloud), or plan.json of an earlier run.",
            show_default=False,
        ),
    ],
    *,
    html: HtmlOption = None,
    json: JsonOption = None,
) -> None:
    """Convert today or wait, and above which rent at which hashprice."""
    from bascule.apps.cli.plan.trigger import run as answer

    answer(plan_file, html=html, json=json)
