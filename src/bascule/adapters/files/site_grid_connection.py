"""The grid connection in a site file."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import (
    MOST_MW,
    Entry,
    Hours,
    Money,
    Mw,
    Penalty,
    SeriesName,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.model.grid_connection import GridCalls, GridConnection


class CurtailmentEntry(Entry):
    """Orders of the grid on the curtailable part of the connection."""

    order_series: SeriesName = Field(description="series of MW to be given up (0 = no order)")
    breach_price_per_mwh: Penalty | None = Field(
        default=None,
        description="money per MWh drawn against an order; without it an order is never breached",
    )

    most_h_per_year: Hours | None = Field(
        default=None,
        description="orders beyond so many hours of a calendar year are void; without it none are",
    )
    income_per_mw_year: Money = Field(
        default=0.0, description="money per MW of curtailable_mw and year, whatever is ordered"
    )

    def to_model(self) -> GridCalls:
        """The noun."""
        return GridCalls(
            order_mw=self.order_series,
            breach_price_per_mwh=self.breach_price_per_mwh,
            most_h_per_year=self.most_h_per_year,
            income_per_mw_year=self.income_per_mw_year,
        )


class GridEntry(Entry):
    """Limits between the metering point and the bus."""

    import_limit_mw: SomeMw = Field(
        description="most power drawn at the meter, firm and curtailable together"
    )
    export_limit_mw: Mw = Field(default=0.0, description="most power fed in at the meter")
    curtailable_mw: Mw = Field(
        default=0.0, description="part of the import limit that the grid may call back"
    )
    loss_frac: Annotated[float, Field(ge=0, le=0.5)] = Field(
        default=0.0, description="loss between meter and bus, as a share of what enters on either side"
    )
    auxiliary_fixed_mw: Mw = Field(default=0.0, description="load at the bus that is always there")
    auxiliary_per_it_frac: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0, description="further load at the bus per MW of IT power"
    )
    ramp_mw_per_h: Annotated[float, Field(gt=0, le=MOST_MW * 3600)] | None = Field(
        default=None, description="largest change of net import per hour; without it any"
    )
    curtailment: CurtailmentEntry | None = Field(
        default=None, description="the grid's orders; without it none come"
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """A curtailable part above the limit, auxiliaries above it, or orders with nothing to call."""
        yield from super().findings(zone)
        if self.curtailable_mw > self.import_limit_mw:
            hint = f"must be at most import_limit_mw ({self.import_limit_mw:g} MW), of which it is a part"
            yield Finding(path=("curtailable_mw",), value=f"{self.curtailable_mw:g}", hint=hint)
        if self.curtailment is not None and self.curtailable_mw == 0:
            hint = "has nothing to call: set curtailable_mw above 0, or remove curtailment"
            yield Finding(path=("curtailment",), value=self.curtailment.order_series.name, hint=hint)

    def notes(self) -> Iterator[str]:
        """A curtailable part that nothing calls."""
        if self.curtailable_mw > 0 and self.curtailment is None:
            yield f"grid: {self.curtailable_mw:g} MW are curtailable, but nothing calls them: no order series"

    def to_model(self) -> GridConnection:
        """The noun."""
        return GridConnection(
            import_limit_mw=self.import_limit_mw,
            export_limit_mw=self.export_limit_mw,
            curtailable_mw=self.curtailable_mw,
            loss_frac=self.loss_frac,
            auxiliary_fixed_mw=self.auxiliary_fixed_mw,
            auxiliary_per_it_frac=self.auxiliary_per_it_frac,
            ramp_mw_per_h=self.ramp_mw_per_h,
            calls=self.curtailment.to_model() if self.curtailment else None,
        )
