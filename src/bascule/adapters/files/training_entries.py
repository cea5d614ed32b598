"""Parts of files about training runs, as they stand in them."""

from typing import Annotated

from pydantic import Field, PlainValidator

from bascule.adapters.catalogue.accelerator import accelerator_names
from bascule.adapters.catalogue.nearest import plain, suggestion
from bascule.adapters.files.rule_file import Sentence
from bascule.adapters.files.site_entry import Entry, Name, Share, complaint
from bascule.study.training.accelerator import Precision
from bascule.study.training.model import Attention, Model
from bascule.study.training.run import Site

BILLION = 1e9


def _precision(value: object) -> Precision:
    if value not in [precision.value for precision in Precision]:
        raise complaint(f"must be one of: {', '.join(Precision)}")
    return Precision(str(value))


def _accelerator(value: object) -> str:
    known = {plain(name): name for name in accelerator_names()}
    if not isinstance(value, str) or plain(value) not in known:
        raise complaint(f"is no known accelerator; {suggestion(str(value), accelerator_names())}")
    return known[plain(value)]


AcceleratorName = Annotated[str, PlainValidator(_accelerator)]
PrecisionWord = Annotated[Precision, PlainValidator(_precision)]
Billions = Annotated[float, Field(gt=0, le=1e9)]


class AttentionEntry(Entry):
    """What the attention term needs."""

    layers: Annotated[int, Field(ge=1, le=10_000)] = Field(description="transformer layers")
    width: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="heads times width of a head")
    context_tokens: Annotated[int, Field(ge=1, le=100_000_000)] = Field(
        description="length of sequences in training"
    )


class SizeEntry(Entry):
    """A model and its data."""

    name: Name = Field(description="what people call the run")
    parameters_billion: Billions = Field(description="all parameters, in billions")
    active_parameters_billion: Billions | None = Field(
        default=None, description="those that work on one token, in billions; without it all"
    )
    tokens_billion: Billions = Field(description="tokens seen, in billions; repeated ones counted again")
    attention: AttentionEntry | None = Field(
        default=None, description="for the attention term; without it left out"
    )
    accelerator: AcceleratorName = Field(description="name of the catalogue, such as H100 SXM")

    def model(self) -> Model:
        """The model."""
        active = self.active_parameters_billion or self.parameters_billion
        return Model(
            parameters=self.parameters_billion * BILLION,
            active_parameters=active * BILLION,
            tokens=self.tokens_billion * BILLION,
            attention=None if self.attention is None else Attention(**self.attention.model_dump()),
        )


class SiteEntry(Entry):
    """Where the run would stand."""

    gpus: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(
        default=None, description="accelerators there are"
    )
    it_mw: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="IT power that feeds them"
    )

    def to_model(self) -> Site:
        """The noun."""
        return Site(gpus=self.gpus, it_mw=self.it_mw)


class RunEntry(SizeEntry):
    """A run to be reckoned."""

    precision: PrecisionWord = Field(default=Precision.BF16, description="number format of the peak")
    mfu_frac: Share | None = Field(
        default=None, description="model operations over the peak while it computes"
    )
    gpu_h: Annotated[float, Field(gt=0, le=1e12)] | None = Field(
        default=None, description="GPU-hours, where known"
    )
    computing_frac: Share | None = Field(default=None, description="share of hours in which it moves on")
    load_frac: Share | None = Field(default=None, description="mean server power over its full load")
    server_kw_per_gpu: Annotated[float, Field(gt=0, le=100)] | None = Field(
        default=None, description="IT power of the server per accelerator; without it the catalogue's"
    )
    pue: Annotated[float, Field(ge=1, le=3)] = Field(description="meter over IT energy")
    power_usd_per_mwh: Annotated[float, Field(ge=-1000, le=10_000)] = Field(
        description="at the meter, all in"
    )
    rent_usd_per_gpu_h: Annotated[float, Field(ge=0, le=1000)] | None = Field(
        default=None, description="rent of an accelerator; without it the catalogue's"
    )
    carbon_g_per_kwh: Annotated[float, Field(ge=0, le=2000)] = Field(description="of the grid")
    site: SiteEntry | None = Field(default=None, description="for days on this site")
    remark: Sentence | None = Field(default=None, description="where the figures come from")
