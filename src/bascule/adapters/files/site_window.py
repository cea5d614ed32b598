"""Hours of some weekdays of some months, in a site file."""

from typing import Annotated

from pydantic import Field

from bascule.adapters.files.site_entry import Entry
from bascule.model.window import Window


class WindowEntry(Entry):
    """A part of the week and of the year, on the site's clock."""

    months: list[Annotated[int, Field(ge=1, le=12)]] = Field(
        default=list(range(1, 13)), min_length=1, description="calendar months, 1 to 12"
    )
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        default=list(range(7)), min_length=1, description="Monday 0 to Sunday 6"
    )
    start_hour: Annotated[float, Field(ge=0, lt=24)] = Field(
        default=0.0, description="first local hour of day, inclusive"
    )
    end_hour: Annotated[float, Field(ge=0, le=24)] = Field(
        default=24.0, description="local hour of day, exclusive; at most start_hour means over midnight"
    )

    def window(self) -> Window:
        """The noun."""
        return Window(
            months=tuple(self.months),
            weekdays=tuple(self.weekdays),
            start_hour=self.start_hour,
            end_hour=self.end_hour,
        )
