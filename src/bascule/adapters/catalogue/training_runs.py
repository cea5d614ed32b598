"""Published training runs that ship with the package."""

from importlib.resources import files
from typing import Annotated, Final

from pydantic import Field, PlainValidator, TypeAdapter

from bascule.adapters.catalogue.accelerator import find_accelerator
from bascule.adapters.files.document import parse_document
from bascule.adapters.files.rule_file import Sentence
from bascule.adapters.files.site_entry import Entry
from bascule.adapters.files.training_entries import SizeEntry
from bascule.study.training.published import Known, Published, PublishedRun

FILE: Final = "training_runs.yaml"


class PublishedEntry(Entry):
    """A figure."""

    value: Annotated[float, Field(gt=0)]
    known: Annotated[Known, PlainValidator(Known)]
    source: Sentence

    def to_model(self) -> Published:
        """The noun."""
        return Published(value=self.value, known=self.known, source=self.source)


class PublishedRunEntry(SizeEntry):
    """A published run."""

    as_of: str
    gpu_h: PublishedEntry
    mfu_frac: PublishedEntry | None = None
    computing_frac: PublishedEntry | None = None
    energy_mwh: PublishedEntry | None = None
    carbon_t: PublishedEntry | None = None
    w_per_gpu: Annotated[float, Field(gt=0)]
    pue: Annotated[float, Field(ge=1)]
    carbon_g_per_kwh: Annotated[float, Field(ge=0)] | None = None
    remark: Sentence

    def to_model(self) -> PublishedRun:
        """The noun."""
        return PublishedRun(
            name=self.name,
            model=self.model(),
            accelerator=find_accelerator(self.accelerator),
            as_of=self.as_of,
            gpu_h=self.gpu_h.to_model(),
            mfu_frac=_figure(self.mfu_frac),
            computing_frac=_figure(self.computing_frac),
            energy_mwh=_figure(self.energy_mwh),
            carbon_t=_figure(self.carbon_t),
            w_per_gpu=self.w_per_gpu,
            pue=self.pue,
            carbon_g_per_kwh=self.carbon_g_per_kwh,
            remark=self.remark,
        )


def published_runs() -> tuple[PublishedRun, ...]:
    """Every published run, by date."""
    text = files("bascule.adapters.catalogue").joinpath("data", FILE).read_text(encoding="utf-8")
    entries = TypeAdapter(list[PublishedRunEntry]).validate_python(parse_document(text, FILE).value)
    return tuple(entry.to_model() for entry in entries)


def _figure(entry: PublishedEntry | None) -> Published | None:
    return None if entry is None else entry.to_model()
