"""The grid connection and the balance of the bus."""

from dataclasses import dataclass

import numpy as np

from bascule.dispatch.inputs import Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BusColumns:
    """Columns and rows of the connection, each of shape (steps,) or empty.

    Attributes:
        balance: Rows; what enters the bus less what leaves it equals the base load.
        import_mw: Import within orders.
        breach_mw: Import against orders (empty where never allowed).
        export_mw: Export (empty where none is allowed).
    """

    balance: Ints
    import_mw: Ints
    breach_mw: Ints
    export_mw: Ints

    def net_import(self) -> tuple[tuple[Ints, float], ...]:
        """Columns of the metered net import with their signs."""
        signed = ((self.import_mw, 1.0), (self.breach_mw, 1.0), (self.export_mw, -1.0))
        return tuple((columns, sign) for columns, sign in signed if columns.size)


def add_bus(builder: ProgramBuilder, inputs: Inputs, exclusive: Ints) -> BusColumns:
    """Add balance rows, import, breach and export.

    Args:
        builder: The program.
        inputs: The horizon.
        exclusive: Steps at which import and export must not both happen.
    """
    count, hours, keep = inputs.count, inputs.hours, 1.0 - inputs.loss_frac
    balance = builder.rows(count, lower=inputs.base_load_mw, upper=inputs.base_load_mw)
    bought = builder.columns(
        count, cost=inputs.import_rate * hours, upper=np.maximum(inputs.import_limit_mw, 0.0)
    )
    builder.put(balance, bought, keep)
    breach = np.zeros(0, dtype=np.int64)
    if inputs.breach_limit_mw.any():
        price = (inputs.import_rate + inputs.breach_price_per_mwh) * hours
        breach = builder.columns(count, cost=price, upper=inputs.breach_limit_mw)
        builder.put(balance, breach, keep)
    sold = np.zeros(0, dtype=np.int64)
    if inputs.export_limit_mw > 0:
        sold = builder.columns(count, cost=-inputs.export_rate * hours, upper=inputs.export_limit_mw)
        builder.put(balance, sold, -1.0 / keep)
        _exclude(builder, inputs, (bought, breach), sold, exclusive)
    return BusColumns(balance=balance, import_mw=bought, breach_mw=breach, export_mw=sold)


def _exclude(
    builder: ProgramBuilder, inputs: Inputs, bought: tuple[Ints, Ints], sold: Ints, steps: Ints
) -> None:
    if steps.size:
        buys = builder.columns(steps.size, upper=1.0, integer=True)
        limit = inputs.import_limit_mw[steps] + inputs.breach_limit_mw[steps]
        rows = builder.rows(steps.size, upper=0.0)
        for columns in (c for c in bought if c.size):
            builder.put(rows, columns[steps], 1.0)
        builder.put(rows, buys, -limit)
        rows = builder.rows(steps.size, upper=inputs.export_limit_mw)
        builder.put(rows, sold[steps], 1.0)
        builder.put(rows, buys, inputs.export_limit_mw)


def both_ways(columns: BusColumns, x: Floats, tolerance_mw: float = 1e-6) -> Ints:
    """Steps at which an answer imports and exports at once, which one meter cannot."""
    if not columns.export_mw.size:
        return np.zeros(0, dtype=np.int64)
    bought = x[columns.import_mw] + (x[columns.breach_mw] if columns.breach_mw.size else 0.0)
    return np.flatnonzero(np.minimum(bought, x[columns.export_mw]) > tolerance_mw)
