"""Published training runs beside our arithmetic."""

from collections.abc import Iterable, Iterator, Sequence

from bascule.report.messages import text
from bascule.report.numbers import NONE, percent
from bascule.report.tables.table import Table
from bascule.report.training.form import miss, power_of_ten, share, table, whole
from bascule.study.training.published import Comparison, Published, PublishedRun
from bascule.study.training.run import PLAUSIBLE_MFU_FRAC


def published_headline(found: Sequence[Comparison]) -> str:
    """How well the arithmetic does."""
    low, high = PLAUSIBLE_MFU_FRAC
    return text(
        "training.headline.published",
        plausible=str(sum(comparison.is_plausible for comparison in found)),
        count=str(len(found)),
        low=percent(low),
        high=percent(high),
        hours=_largest(comparison.gpu_h_off_frac for comparison in found),
        energy=_largest(comparison.energy_off_frac for comparison in found),
        carbon=_largest(comparison.carbon_off_frac for comparison in found),
    )


def published_tables(found: Sequence[Comparison]) -> tuple[Table, Table, Table]:
    """GPU-hours, energy and sources."""
    return hours_table(found), energy_table(found), sources_table(found)


def hours_table(found: Sequence[Comparison]) -> Table:
    """Utilisation implied by GPU-hours, and GPU-hours from the stated utilisation."""
    rows = [
        (
            c.run.name,
            c.run.accelerator.name,
            power_of_ten(c.run.model.flop),
            whole(c.run.gpu_h.value),
            share(c.implied_mfu_frac),
            NONE if c.run.mfu_frac is None else share(c.run.mfu_frac.value),
            NONE if c.run.computing_frac is None else share(c.run.computing_frac.value),
            whole(c.gpu_h),
            miss(c.gpu_h_off_frac),
        )
        for c in found
    ]
    headings = (
        "run",
        "accelerator",
        "operations",
        "gpu_h",
        "implied",
        "stated",
        "computing",
        "predicted",
        "off",
    )
    return table(text("training.table.hours"), headings, rows, text_columns=2)


def energy_table(found: Sequence[Comparison]) -> Table:
    """Energy and carbon as the publication counts them, and the energy of whole servers."""
    rows = [
        (
            c.run.name,
            f"{c.run.w_per_gpu:g} W × {c.run.pue:.2f}",
            NONE if c.run.energy_mwh is None else whole(c.run.energy_mwh.value),
            whole(c.energy_mwh),
            miss(c.energy_off_frac),
            whole(c.server_mwh),
            NONE if c.run.carbon_t is None else whole(c.run.carbon_t.value),
            whole(c.carbon_t),
            miss(c.carbon_off_frac),
        )
        for c in found
    ]
    headings = ("run", "counted", "mwh", "our_mwh", "off", "server_mwh", "tonnes", "our_tonnes", "off")
    return table(text("training.table.energy"), headings, rows, text_columns=2)


def sources_table(found: Sequence[Comparison]) -> Table:
    """Every published figure with how we know it."""
    rows = [
        (c.run.name, text(f"training.figure.{name}"), figure.known.value, c.run.as_of, figure.source)
        for c in found
        for name, figure in _figures(c.run)
    ]
    remarks = [(c.run.name, text("training.column.remark"), "", c.run.as_of, c.run.remark) for c in found]
    headings = ("run", "figure", "known", "as_of", "source")
    note = text("training.stale.published")
    return table(text("training.table.sources"), headings, [*rows, *remarks], text_columns=5, note=note)


def _figures(run: PublishedRun) -> Iterator[tuple[str, Published]]:
    for name in ("gpu_h", "mfu_frac", "computing_frac", "energy_mwh", "carbon_t"):
        figure = getattr(run, name)
        if isinstance(figure, Published):
            yield name, figure


def _largest(misses: Iterable[float | None]) -> str:
    return share(max((abs(part) for part in misses if part is not None), default=None))
