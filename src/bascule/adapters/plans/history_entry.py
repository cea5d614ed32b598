"""A history of the drivers, named in a plan file."""

from typing import Annotated

from pydantic import Field

from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.plans.unit import of_unit
from bascule.study.conversion.plan_drivers import DRIVER_NAMES


class HistoryColumnsEntry(Entry):
    """Which column holds which driver."""

    hashprice: Name = Field(description="column of the hashprice, in any unit")
    rent: Name = Field(description="column of the rent, or of what it moves with, in any unit")
    power: Name | None = Field(default=None, description="column of the level of power prices, in any unit")
    gpu_contract: Name | None = Field(
        default=None, description="column of a GPU-hour under contract, in any unit"
    )
    gpu_spot: Name | None = Field(default=None, description="column of a GPU-hour at spot, in any unit")
    capex_index: Name | None = Field(default=None, description="column of the cost of building, in any unit")

    @property
    def names(self) -> dict[int, str]:
        """By the number of the driver."""
        return {
            number: column
            for number, name in enumerate(DRIVER_NAMES)
            if (column := getattr(self, name)) is not None
        }


class HistoryEntry(Entry):
    """Whose moves are drawn in place of normal shocks."""

    file: Name = Field(description="Parquet or CSV file beside the plan, with a time column in UTC")
    columns: HistoryColumnsEntry = Field(description="which column holds which driver")
    step_days: Annotated[int, Field(ge=1, le=92)] = of_unit("days", "from a row to the next", 7)
