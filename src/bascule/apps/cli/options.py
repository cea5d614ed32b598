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
    RULES = "rules"


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
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        help="Leave an asset or contract of the site out; repeatable. The difference is what it is worth.",
        show_default=False,
    ),
]
BidsOption = Annotated[
    bool, typer.Option("--bids", help="Also make the offers for the next auction of each product.")
]
BidPremiumOption = Annotated[
    float | None,
    typer.Option(
        "--bid-premium",
        metavar="MONEY",
        help="Bid energy at no more than its expected later price plus this per MWh; by default at its whole worth.",
        show_default=False,
    ),
]
AcceptOption = Annotated[
    float,
    typer.Option(
        "--accept",
        min=0.0,
        max=1.0,
        metavar="SHARE",
        help="Share that an auction takes of a tranche whose price is the auction's own.",
    ),
]
PriceOption = Annotated[
    list[float] | None,
    typer.Option(
        "--price",
        min=-10_000.0,
        max=10_000.0,
        metavar="MONEY",
        help="All money per MWh at the meter; repeatable; by default 40.",
        show_default=False,
    ),
]
HashpricesOption = Annotated[
    list[float] | None,
    typer.Option(
        "--hashprice",
        min=0.0,
        max=10_000.0,
        metavar="USD",
        help="USD per PH/s and day; repeatable; by default 30, 45 and 60.",
        show_default=False,
    ),
]
TemperatureOption = Annotated[
    float | None,
    typer.Option(
        "--temperature",
        min=-60.0,
        max=60.0,
        metavar="C",
        help="Outdoor temperature; by default the site's constant.",
        show_default=False,
    ),
]
SheetAtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Contracts in force then count; by default the start of the site's last supply contract.",
        show_default=False,
    ),
]
UsdPerEurOption = Annotated[
    float | None,
    typer.Option(
        "--usd-per-eur",
        min=0.01,
        max=100.0,
        metavar="RATE",
        help="Exchange rate; needed for fleets of a site in EUR.",
        show_default=False,
    ),
]
AiResponseOption = Annotated[
    float,
    typer.Option(
        "--ai-response", min=0.0, max=86_400.0, metavar="SECONDS", help="Time in which AI work stops."
    ),
]
ValueOption = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="SERIES=NUMBER",
        help="Value of a series that a contract names; repeatable.",
        show_default=False,
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
LoadArgument = Annotated[
    Path, typer.Argument(metavar="LOADFILE", help="System load (Parquet or CSV).", show_default=False)
]
ZoneOption = Annotated[
    str,
    typer.Option(
        "--zone", metavar="NAME", help="Zone of days and months: America/Chicago.", show_default=False
    ),
]
MonthsOption = Annotated[str, typer.Option("--months", metavar="LIST", help="Calendar months with a peak.")]
LoadColumnOption = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="NAME",
        help="Column of the load in MW; by default the only one.",
        show_default=False,
    ),
]
LeadOption = Annotated[
    float,
    typer.Option(
        "--lead", min=0.0, max=168.0, metavar="HOURS", help="Hours before an interval that it is judged."
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
