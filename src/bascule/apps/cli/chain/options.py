"""Arguments and options of the chain commands."""

from pathlib import Path
from typing import Annotated

import typer

from bascule.chain.unknown_rule import UnknownRule

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Block tables, tables of days (Parquet, CSV) or an explorer's answers (JSON).",
        show_default=False,
    ),
]
FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Data (Parquet, CSV, JSON), or bare problems (JSON, YAML).", show_default=False
    ),
]
OptionalFileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Scenario (YAML) or bare problems; by default the bundled scenario.",
        show_default=False,
    ),
]
SimulateArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Bare problems, or hashrate by day (table or an explorer's JSON); by default a constant hashrate.",
        show_default=False,
    ),
]
ValueArgument = Annotated[
    str,
    typer.Argument(metavar="VALUE|FILE", help="One value, or a file of bare problems.", show_default=False),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", help="Write one self-contained page with figures.", show_default=False
    ),
]
ChainFromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="DATE", help="First day, UTC; by default the first there is.", show_default=False
    ),
]
ChainToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Day after the last one, UTC.", show_default=False),
]
PriceUsdOption = Annotated[
    float | None,
    typer.Option(
        "--usd-per-btc", min=0.01, max=1e9, metavar="USD", help="Price of a bitcoin.", show_default=False
    ),
]
FeesOption = Annotated[
    float | None,
    typer.Option(
        "--fees-per-block",
        min=0.0,
        max=1000.0,
        metavar="BTC",
        help="Mean fees of a block.",
        show_default=False,
    ),
]
FeesPerDayOption = Annotated[
    float | None,
    typer.Option(
        "--fees-per-day",
        min=0.0,
        max=100_000.0,
        metavar="BTC",
        help="Fees of a day instead: hashprice then rises as blocks slow.",
        show_default=False,
    ),
]
EfficiencyOption = Annotated[
    float,
    typer.Option(
        "--j-per-th", min=0.1, max=10_000.0, metavar="J", help="Efficiency at which a MWh is valued."
    ),
]
RateOption = Annotated[
    float | None,
    typer.Option(
        "--usd-per-eur",
        min=0.01,
        max=100.0,
        metavar="RATE",
        help="Also in EUR at this rate.",
        show_default=False,
    ),
]
UnknownOption = Annotated[
    UnknownRule | None,
    typer.Option(
        "--unknown", help="Rule for blocks of no known pool; by default all four.", show_default=False
    ),
]
GroupsOption = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        metavar="FILE",
        help="Groups of pools (YAML): by templates, owner or country; by default the bundled template groups.",
        show_default=False,
    ),
]
WindowOption = Annotated[
    str, typer.Option("--window", metavar="W", help="day, week, month, year, or a number of blocks.")
]
BandsOption = Annotated[
    int,
    typer.Option(
        "--draws", min=0, max=10_000, metavar="N", help="Bootstrap draws per window for bands; 0 for none."
    ),
]
ChainSeedOption = Annotated[
    int, typer.Option("--seed", min=0, metavar="N", help="Seed of what is drawn at random.")
]
DifficultyOption = Annotated[
    float | None,
    typer.Option(
        "--difficulty",
        min=1.0,
        max=1e30,
        metavar="D",
        help="At the start; by default 144.4e12, or what the first day of a table finds a block every 600 s at.",
        show_default=False,
    ),
]
HeightOption = Annotated[
    int | None,
    typer.Option(
        "--height",
        min=0,
        max=10_000_000,
        metavar="N",
        help="First block, at which a period starts; needed for a table, since its subsidy depends on it.",
        show_default=False,
    ),
]
ShockOption = Annotated[
    float,
    typer.Option(
        "--shock", min=-0.9999, max=100.0, metavar="FRAC", help="Change of the hashrate, such as -0.3."
    ),
]
ShockDayOption = Annotated[
    float,
    typer.Option(
        "--shock-day", min=0.0, max=10_000.0, metavar="D", help="Days after the start that it comes."
    ),
]
DaysOption = Annotated[
    int, typer.Option("--days", min=1, max=3660, metavar="N", help="How long to simulate.")
]
PathsOption = Annotated[
    int,
    typer.Option(
        "--paths", min=0, max=100_000, metavar="N", help="Random paths beside the mean; 0 for none."
    ),
]
StartBitsOption = Annotated[
    str | None,
    typer.Option(
        "--bits",
        metavar="HEX",
        help="Compact target of the first whole period, for blocks that carry none.",
        show_default=False,
    ),
]
TemplateOption = Annotated[
    bool,
    typer.Option("--template", help="Print the bundled scenario, to copy and edit, and do nothing else."),
]
