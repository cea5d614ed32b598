"""Options of ``bascule plan calibrate``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Model(StrEnum):
    """What is fitted."""

    GBM = "gbm"
    MERTON = "merton"
    LOG_OU = "log-ou"
    SPIKES = "spikes"
    CORRELATION = "correlation"
    DAYS = "days"


class ByDay(StrEnum):
    """How the rows of a UTC day become one value."""

    NONE = "none"
    MEAN = "mean"
    MEDIAN = "median"


SeriesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Parquet or CSV series, UTC, units in column names.", show_default=False
    ),
]
KindOption = Annotated[Model, typer.Option("--kind", help="What to fit.", show_default=False)]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME",
        help="Column of the values; several for correlation. By default the only one whose name ends in a unit.",
        show_default=False,
    ),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="COLUMN=TEXT",
        help="Only rows that hold this text; may be repeated.",
        show_default=False,
    ),
]
DailyOption = Annotated[ByDay, typer.Option("--daily", help="Make the rows of a UTC day one value.")]
TrendOption = Annotated[
    bool, typer.Option("--trend", help="log-ou: let the level drift steadily, as technology makes it.")
]
ThresholdOption = Annotated[
    float,
    typer.Option(
        "--threshold", min=1.0, max=50.0, metavar="SD", help="spikes: robust deviations beyond which one is."
    ),
]
BlockOption = Annotated[
    int, typer.Option("--block-days", min=1, max=365, metavar="N", help="days: real days in a row.")
]
SeasonOption = Annotated[
    int,
    typer.Option(
        "--window-days", min=0, max=365, metavar="N", help="days: how far from the date a block may begin."
    ),
]
YearsOption = Annotated[
    int, typer.Option("--paths", min=1, max=2000, metavar="N", help="days: years to draw.")
]
