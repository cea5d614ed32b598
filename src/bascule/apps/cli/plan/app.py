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
