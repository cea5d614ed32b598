"""The site's connection to the grid."""

from dataclasses import dataclass

from bascule.model.series import SeriesRef


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCalls:
    """Orders of the grid on the curtailable part of the connection. How long ahead one is known is its series' own matter.

    Attributes:
        order_mw: Series of megawatts to be given up per interval (0 = no order).
        breach_price_per_mwh: Money per MWh drawn against an order; None means that an order is never
            breached.
        most_h_per_year: Orders beyond so many hours of a calendar year are void; None means no limit.
        income_per_mw_year: Money per MW and year paid for the curtailable part, whatever is ordered.
    """

    order_mw: SeriesRef
    breach_price_per_mwh: float | None = None
    most_h_per_year: float | None = None
    income_per_mw_year: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridConnection:
    """Limits between the metering point and the bus.

    Attributes:
        import_limit_mw: Most power drawn at the meter: firm and curtailable parts together.
        export_limit_mw: Most power fed in at the meter.
        curtailable_mw: Part of the import limit that the grid may call back.
        loss_frac: Loss between meter and bus, as a share of what enters on either side.
        auxiliary_fixed_mw: Load at the bus that is always there.
        auxiliary_per_it_frac: Further load at the bus per MW of IT power.
        ramp_mw_per_h: Largest change of net import per hour, or None.
        calls: The grid's orders, or None.
    """

    import_limit_mw: float
    export_limit_mw: float = 0.0
    curtailable_mw: float = 0.0
    loss_frac: float = 0.0
    auxiliary_fixed_mw: float = 0.0
    auxiliary_per_it_frac: float = 0.0
    ramp_mw_per_h: float | None = None
    calls: GridCalls | None = None

    @property
    def firm_import_mw(self) -> float:
        """Part of the import limit that no order touches."""
        return self.import_limit_mw - self.curtailable_mw
