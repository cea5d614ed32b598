"""Arguments and options of the commands."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bascule.apps.cli.planning import PlannerChoice


class Kind(StrEnum):
    """What a catalogue holds."""

    ASIC = "asic"
    GPU = "gpu"


SiteArgument = Annotated[Path, typer.Argument(metavar="SITE", help="Site file (YAML).", show_default=False)]
NewSiteArgument = Annotated[Path, typer.Argument(metavar="PATH", help="File to write.")]
KindArgument = Annotated[Kind, typer.Argument(help="Which catalogue.", show_default=False)]
NameArgument = Annotated[
    str | None, typer.Argument(metavar="NAME", help="One entry with all its facts.", show_default=False)
]
MarketOption = Annotated[
    list[str],
    typer.Option(
        "--market",
        metavar="FILE",
        help="Parquet or CSV data, or a market file (YAML); repeatable. Or embedded market alone: embedded:ZONE:YEAR:SEED.",
        show_default=False,
    ),
]
FromOption = Annotated[
    str,
    typer.Option("--from", metavar="DATE", help="First moment; ISO, local to the site.", show_default=False),
]
ToOption = Annotated[
    str,
    typer.Option(
        "--to", metavar="DATE", help="Moment after the last one; ISO, local to the site.", show_default=False
    ),
]
PeriodFromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="First moment of a period to check.", show_default=False),
]
PeriodToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Moment after its last one.", show_default=False),
]
AtOption = Annotated[
    str,
    typer.Option(
        "--at", metavar="TIME", help="Moment of the decision; ISO, local to the site.", show_default=False
    ),
]
HoursOption = Annotated[
    int, typer.Option("--hours", min=1, max=744, metavar="N", help="How far ahead to plan.")
]
PolicyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help=(
            "always-on, mine-only, ai-only, strike-price, rules, optimal, foresight, or all (the default); repeatable."
        ),
        show_default=False,
    ),
]
StrikeOption = Annotated[
    float | None,
    typer.Option(
        "--strike",
        metavar="MONEY",
        help="Threshold of strike-price per MWh; by default the fleets' mean break-even at the start.",
        show_default=False,
    ),
]
DebounceOption = Annotated[
    float,
    typer.Option(
        "--debounce",
        min=0.0,
        max=48.0,
        metavar="HOURS",
        help="Hours at or below the strike before machines return.",
    ),
]
RegretOption = Annotated[
    bool,
    typer.Option(
        "--regret", help="Split what optimal is short of foresight by what it did not know (one more run)."
    ),
]
OptimisticOption = Annotated[
    bool, typer.Option("--optimistic", help="Take real-time prices as known when their interval starts.")
]
PlannerOption = Annotated[
    PlannerChoice,
    typer.Option(
        "--planner", help="What optimal plans for: one forecast path of prices, or a fan of scenarios."
    ),
]
ScenariosOption = Annotated[
    int | None,
    typer.Option(
        "--scenarios",
        min=2,
        max=100,
        metavar="K",
        help="Most paths of the fan; by default 8.",
        show_default=False,
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", min=0, metavar="N", help="Seed of the fan; by default 0.", show_default=False),
]
RiskWeightOption = Annotated[
    float | None,
    typer.Option(
        "--risk-weight",
        min=0.0,
        max=1.0,
        metavar="W",
        help="Share of the worst scenarios in what is maximised; by default 0, the mean alone.",
        show_default=False,
    ),
]
RiskTailOption = Annotated[
    float | None,
    typer.Option(
        "--risk-tail",
        min=0.01,
        max=1.0,
        metavar="A",
        help="Share of scenarios that are the worst ones; by default 0.1.",
        show_default=False,
    ),
]
InformationOption = Annotated[
    bool,
    typer.Option(
        "--value-of-information",
        help="Run optimal with each planner, each forecaster, and with prices known (up to three more runs).",
    ),
]
HashpriceOption = Annotated[
    float,
    typer.Option(
        "--hashprice",
        min=0.0,
        max=10_000.0,
        metavar="USD",
        help="USD per PH/s and day, for the break-evens shown.",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Folder for the report, tables and interval data.", show_default=False
    ),
]
DemoFolderOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")]
JsonOption = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="FILE", help="Write the answer as JSON; - is standard output.", show_default=False
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
