"""The commands of ``bascule plan``. What a command does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from bascule.apps.cli.chain.options import HtmlOption
from bascule.apps.cli.faults import guarded
from bascule.apps.cli.options import JsonOption

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
