"""Files of training runs: one, or a list of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from bascule.adapters.catalogue.accelerator import SAME_SERVER, find_accelerator
from bascule.adapters.catalogue.gpu import gpu_servers
from bascule.adapters.files.document import Document, read_document
from bascule.adapters.files.market_problems import refused
from bascule.adapters.files.site_finding import Finding, Value, problems
from bascule.adapters.files.site_hints import entry_findings
from bascule.adapters.files.training_entries import RunEntry
from bascule.errors import InputError
from bascule.study.training.accelerator import Accelerator
from bascule.study.training.assumed import COMPUTING, LOAD, Assumed
from bascule.study.training.run import TrainingRun, bill


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRun:
    """A run of a file.

    Attributes:
        run: With every number.
        assumed: What the file left to defaults.
        remark: What it says about its figures.
    """

    run: TrainingRun
    assumed: tuple[Assumed, ...]
    remark: str


def read_training(path: Path) -> tuple[ReadRun, ...]:
    """Read a file of training runs.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return training_of(read_document(path))


def training_of(document: Document) -> tuple[ReadRun, ...]:
    """The runs of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    if document.value is None or document.value == []:
        raise refused(
            document.name, "file", "holds no run: write {name, parameters_billion, ...}, or a list of them"
        )
    single = not isinstance(document.value, list)
    values = document.value if isinstance(document.value, list) else [document.value]
    findings: list[Finding] = []
    runs: list[ReadRun] = []
    for index, value in enumerate(values):
        path = () if single else (index,)
        found = list(_read(value, runs))
        findings += [Finding(path=(*path, *f.path), hint=f.hint, value=f.value) for f in found]
    if findings:
        raise InputError(problems(document.name, findings, document.lines))
    return tuple(runs)


def _read(value: Value, runs: list[ReadRun]) -> Iterator[Finding]:
    try:
        entry = RunEntry.model_validate(value)
    except ValidationError as error:
        yield from entry_findings(error, RunEntry, ())
        return
    found = list(_mistakes(entry))
    yield from found
    if found:
        return
    try:
        made = _made(entry)
        bill(made.run)
    except ValueError as error:
        yield Finding(path=(), hint=str(error))
    except InputError as error:
        yield from (Finding(path=("precision",), hint=problem.hint) for problem in error.problems)
    else:
        runs.append(made)


def _mistakes(entry: RunEntry) -> Iterator[Finding]:
    if (entry.mfu_frac is None) == (entry.gpu_h is None):
        yield Finding(path=("mfu_frac",), hint="state exactly one of mfu_frac and gpu_h")
    if (entry.active_parameters_billion or 0.0) > entry.parameters_billion:
        shown = f"{entry.active_parameters_billion:g}"
        yield Finding(
            path=("active_parameters_billion",), value=shown, hint="must not be more than all parameters"
        )
    if entry.site is not None and entry.site.gpus is None and entry.site.it_mw is None:
        yield Finding(path=("site",), hint="must state gpus, it_mw or both")


def _made(entry: RunEntry) -> ReadRun:
    chip = find_accelerator(entry.accelerator, entry.precision)
    if entry.server_kw_per_gpu is not None:
        chip = replace(chip, server_kw_per_gpu=entry.server_kw_per_gpu, power_source="the run's file")
    rent = None if entry.rent_usd_per_gpu_h is not None else _rent(chip)
    defaults = [
        COMPUTING if entry.computing_frac is None else None,
        LOAD if entry.load_frac is None else None,
        rent,
    ]
    run = TrainingRun(
        name=entry.name,
        model=entry.model(),
        accelerator=chip,
        mfu_frac=entry.mfu_frac,
        gpu_h=entry.gpu_h,
        computing_frac=COMPUTING.value if entry.computing_frac is None else entry.computing_frac,
        load_frac=LOAD.value if entry.load_frac is None else entry.load_frac,
        pue=entry.pue,
        power_usd_per_mwh=entry.power_usd_per_mwh,
        rent_usd_per_gpu_h=entry.rent_usd_per_gpu_h if rent is None else rent.value,
        carbon_g_per_kwh=entry.carbon_g_per_kwh,
        site=None if entry.site is None else entry.site.to_model(),
    )
    return ReadRun(
        run=run, assumed=tuple(part for part in defaults if part is not None), remark=entry.remark or ""
    )


def _rent(chip: Accelerator) -> Assumed | None:
    """The catalogue's rent of an accelerator; None where it has none."""
    name = SAME_SERVER.get(chip.name, chip.name)
    server = next((server for server in gpu_servers() if server.name == name), None)
    if server is None:
        return None
    return Assumed(
        name="rent_usd_per_gpu_h",
        value=server.rental_usd_per_gpu_h,
        source=f"one price seen for a {server.name}: {server.rental_source}; it moves and differs by seller",
        as_of=server.rental_date,
        stale_after=_six_months_after(server.rental_date),
    )


def _six_months_after(day: str) -> str:
    """Rents of GPUs move by half within a year: a price of January is stale after July."""
    year, month = int(day[:4]), int(day[5:7] or 12)
    months = year * 12 + month - 1 + 6
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
