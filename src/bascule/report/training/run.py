"""One training run: what it takes, step by step."""

from collections.abc import Iterable, Iterator, Sequence

from bascule.report.messages import text
from bascule.report.numbers import fixed, money, plain_money
from bascule.report.tables.table import Table
from bascule.report.training.form import billions, power_of_ten, share, table, whole
from bascule.study.training.assumed import Assumed
from bascule.study.training.run import TrainingBill
from bascule.units import KW_PER_MW


def headline(bills: Sequence[TrainingBill]) -> str:
    """One run in a sentence, or what several take together."""
    if len(bills) == 1:
        return _in_a_sentence(bills[0])
    return text(
        "training.headline.many",
        count=str(len(bills)),
        gpu_h=whole(sum(found.gpu_h for found in bills)),
        meter=whole(sum(found.meter_mwh for found in bills)),
    )


def overview_table(bills: Sequence[TrainingBill]) -> Table:
    """Several runs beside each other; empty for one."""
    rows = [
        (
            found.run.name,
            whole(found.gpu_h),
            whole(found.meter_mwh),
            plain_money(found.energy_usd),
            plain_money(found.rent_usd),
            whole(found.carbon_t),
            whole(found.gpus),
            whole(found.days),
        )
        for found in bills
    ]
    headings = ("run", "gpu_h", "meter_mwh", "energy_usd", "rent_usd", "carbon_t", "gpus", "days")
    return table(text("training.table.overview"), headings, rows if len(rows) > 1 else [])


def _in_a_sentence(found: TrainingBill) -> str:
    days = "" if found.days is None else text("training.headline.days", days=whole(found.days))
    return text(
        "training.headline",
        name=found.run.name,
        gpu_h=whole(found.gpu_h),
        meter=whole(found.meter_mwh),
        energy=money(found.energy_usd, "USD"),
        carbon=whole(found.carbon_t),
        days=days,
    )


def run_table(found: TrainingBill, remark: str) -> Table:
    """Everything that a run takes, with the arithmetic."""
    rows = [*_operations(found), *_hours(found), *_energy(found), *_money(found), *_site(found)]
    title = text("training.table.run", name=found.run.name)
    note = text("training.run.note", remark=f"{remark[0].upper()}{remark[1:]}." if remark else "").rstrip()
    return table(title, ("what", "how", "value"), rows, text_columns=2, note=note)


def assumed_table(of_runs: Iterable[tuple[str, tuple[Assumed, ...]]]) -> Table:
    """Defaults that were used, with source and date."""
    rows = [
        (name, part.name, f"{part.value:g}", part.source, part.as_of, part.stale_after or "–")
        for name, parts in of_runs
        for part in parts
    ]
    headings = ("run", "key", "value", "source", "as_of", "stale_after")
    return table(text("training.table.assumed"), headings, rows, text_columns=6)


def _operations(found: TrainingBill) -> Iterator[tuple[str, str, str]]:
    model = found.run.model
    tokens = billions(model.tokens)
    yield _fact("flop"), "", power_of_ten(model.flop)
    how = text("training.how.parameters", active=billions(model.active_parameters), tokens=tokens)
    yield _fact("parameter_flop"), how, power_of_ten(model.parameter_flop)
    if model.attention is None:
        yield _fact("attention_flop"), text("training.fact.left_out"), "–"
    else:
        how = text(
            "training.how.attention",
            layers=str(model.attention.layers),
            width=str(model.attention.width),
            context=str(model.attention.context_tokens),
            tokens=tokens,
        )
        yield _fact("attention_flop"), how, power_of_ten(model.attention.flop_per_token * model.tokens)


def _hours(found: TrainingBill) -> Iterator[tuple[str, str, str]]:
    run, chip = found.run, found.run.accelerator
    facts = {
        "flop": power_of_ten(run.model.flop),
        "peak": f"{chip.peak_tflop_s:,g}",
        "mfu": share(found.mfu_frac),
        "computing": share(run.computing_frac),
        "gpu_h": whole(found.gpu_h),
    }
    stated = text("training.how.given")
    peak = text("training.fact.peak", precision=chip.precision.value)
    yield peak, f"{chip.name}: {chip.peak_source}", f"{chip.peak_tflop_s:,g} TFLOP/s"
    mfu_how = stated if run.gpu_h is None else text("training.how.mfu", **facts)
    yield _fact("mfu"), mfu_how, share(found.mfu_frac)
    yield _fact("overall"), text("training.how.overall", **facts), share(found.overall_mfu_frac)
    yield (
        _fact("gpu_h"),
        stated if run.mfu_frac is None else text("training.how.gpu_h", **facts),
        whole(found.gpu_h),
    )


def _energy(found: TrainingBill) -> Iterator[tuple[str, str, str]]:
    run, chip = found.run, found.run.accelerator
    kw = fixed(found.it_mw_per_gpu * KW_PER_MW, 3)
    server = text(
        "training.how.server",
        tdp=whole(chip.tdp_w),
        overhead=whole(chip.overhead_w),
        load=share(run.load_frac),
    )
    yield _fact("server"), server, f"{kw} kW"
    how = text("training.how.it_mwh", gpu_h=whole(found.gpu_h), kw=kw)
    yield _fact("it_mwh"), how, f"{whole(found.it_mwh)} MWh"
    how = text("training.how.meter_mwh", it=whole(found.it_mwh), pue=f"{run.pue:g}")
    yield _fact("meter_mwh"), how, f"{whole(found.meter_mwh)} MWh"
    how = text("training.how.carbon", meter=whole(found.meter_mwh), grid=f"{run.carbon_g_per_kwh:g}")
    yield _fact("carbon_t"), how, f"{whole(found.carbon_t)} t CO2e"
    if found.carbon_g > 0:
        yield _fact("carbon_g"), "", f"{power_of_ten(found.carbon_g)} g CO2e"
        per_million = found.carbon_g / run.model.tokens * 1e6
        yield _fact("per_token"), "", f"{whole(per_million)} g CO2e"


def _money(found: TrainingBill) -> Iterator[tuple[str, str, str]]:
    run = found.run
    how = text("training.how.energy_usd", meter=whole(found.meter_mwh), price=f"{run.power_usd_per_mwh:g}")
    yield _fact("energy_usd"), how, money(found.energy_usd, "USD")
    if found.rent_usd is not None:
        how = text("training.how.rent_usd", gpu_h=whole(found.gpu_h), rent=f"{run.rent_usd_per_gpu_h:g}")
        yield _fact("rent_usd"), how, money(found.rent_usd, "USD")
    if found.rent_usd:
        yield _fact("energy_of_rent"), "", share(found.energy_usd / found.rent_usd)


def _site(found: TrainingBill) -> Iterator[tuple[str, str, str]]:
    site = found.run.site
    if site is None or found.gpus is None or found.days is None or found.meter_mw is None:
        return
    kw = fixed(found.it_mw_per_gpu * KW_PER_MW, 3)
    gpus, limits = whole(found.gpus), []
    if site.gpus is not None:
        limits.append(text("training.limit.gpus", gpus=whole(site.gpus)))
    if site.it_mw is not None:
        full_kw = fixed(found.run.accelerator.server_kw_per_gpu or 0.0, 3)
        limits.append(text("training.limit.it_mw", it_mw=f"{site.it_mw:g}", kw=full_kw))
    yield _fact("gpus"), text("training.how.gpus", limits=", ".join(limits)), gpus
    how = text("training.how.meter_mw", gpus=gpus, kw=kw, pue=f"{found.run.pue:g}")
    yield _fact("meter_mw"), how, f"{fixed(found.meter_mw, 2)} MW"
    yield (
        _fact("days"),
        text("training.how.days", gpu_h=whole(found.gpu_h), gpus=gpus),
        fixed(found.days, 1),
    )


def _fact(name: str) -> str:
    return text(f"training.fact.{name}")
