"""What ``bascule plan training`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TRAINING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "training.kicker": "Bascule plan: training runs",
        "training.title": "What a training run takes",
        "training.title.published": "Published training runs",
        "training.period": "{count} from {file}",
        "training.period.published": "{count} published runs",
        "training.headline": "{name}: {gpu_h} GPU-hours, {meter} MWh at the meter, {energy} of energy, {carbon} t CO2e{days}.",
        "training.headline.days": ", {days} days on this site",
        "training.headline.published": (
            "{plausible} of {count} published runs imply a utilisation between {low} and {high}; hours from stated utilisation "
            "miss by {hours} at most, energy by {energy}, carbon by {carbon}."
        ),
        "training.headline.many": "{count} runs: {gpu_h} GPU-hours and {meter} MWh at the meter together.",
        "training.table.overview": "Runs",
        "training.column.meter_mwh": "MWh at the meter",
        "training.column.energy_usd": "Energy, $",
        "training.column.rent_usd": "Rent instead, $",
        "training.column.carbon_t": "t CO2e",
        "training.column.gpus": "GPUs here",
        "training.column.days": "Days here",
        "training.lead": (
            "Operations are 6 per active parameter and token, plus the attention term where layers and width are stated; "
            "recomputed activations are not counted. Energy is of the whole server, not of the accelerator alone."
        ),
        "training.lead.published": (
            "Implied: operations over the 16-bit peak and all published GPU-hours. Predicted hours use the utilisation that the "
            "makers state. Energy and carbon repeat the publication's own counting: its watts per accelerator, its PUE, its grid."
        ),
        "training.table.run": "{name}",
        "training.table.assumed": "Assumed where the file says nothing",
        "training.table.hours": "GPU-hours",
        "training.table.energy": "Energy and carbon, counted as published",
        "training.table.sources": "Where the published figures come from",
        "training.column.what": "What",
        "training.column.how": "How",
        "training.column.value": "Value",
        "training.column.run": "Run",
        "training.column.key": "Key",
        "training.column.source": "Source",
        "training.column.as_of": "As of",
        "training.column.stale_after": "Stale after",
        "training.column.accelerator": "Accelerator",
        "training.column.operations": "Operations",
        "training.column.gpu_h": "GPU-hours",
        "training.column.implied": "Implied MFU",
        "training.column.stated": "Stated MFU",
        "training.column.computing": "Computing",
        "training.column.predicted": "Predicted",
        "training.column.off": "Off",
        "training.column.known": "Known",
        "training.column.counted": "W × PUE",
        "training.column.mwh": "MWh published",
        "training.column.our_mwh": "MWh ours",
        "training.column.server_mwh": "Whole servers",
        "training.column.tonnes": "t CO2e published",
        "training.column.our_tonnes": "t ours",
        "training.column.figure": "Figure",
        "training.column.remark": "Remark",
        "training.fact.flop": "Operations",
        "training.fact.parameter_flop": "– of the parameters",
        "training.fact.attention_flop": "– of the attention",
        "training.fact.left_out": "left out: no layers stated",
        "training.fact.peak": "Peak, {precision}",
        "training.fact.mfu": "Utilisation while computing (MFU)",
        "training.fact.overall": "Utilisation over all hours",
        "training.fact.gpu_h": "GPU-hours",
        "training.fact.server": "IT power per accelerator",
        "training.fact.it_mwh": "IT energy",
        "training.fact.meter_mwh": "Energy at the meter",
        "training.fact.energy_usd": "Cost of the energy",
        "training.fact.rent_usd": "Rent of the GPUs instead",
        "training.fact.energy_of_rent": "Energy over rent",
        "training.fact.carbon_g": "Carbon in grams",
        "training.fact.carbon_t": "Carbon",
        "training.fact.per_token": "Carbon per million tokens",
        "training.fact.gpus": "Accelerators at work on this site",
        "training.fact.meter_mw": "Power at the meter while it runs",
        "training.fact.days": "Days on this site",
        "training.how.parameters": "6 × {active} × {tokens}",
        "training.how.attention": "12 × {layers} × {width} × {context} × {tokens}",
        "training.how.gpu_h": "{flop} / ({peak} TFLOP/s × 3,600 s × {mfu} × {computing})",
        "training.how.given": "stated",
        "training.how.mfu": "{flop} / ({peak} TFLOP/s × 3,600 s × {gpu_h} × {computing})",
        "training.how.overall": "{mfu} × {computing}",
        "training.how.server": "({tdp} W + {overhead} W of the server) × mean load {load}",
        "training.how.it_mwh": "{gpu_h} × {kw} kW",
        "training.how.meter_mwh": "{it} MWh × PUE {pue}",
        "training.how.energy_usd": "{meter} MWh × {price} $/MWh",
        "training.how.rent_usd": "{gpu_h} × {rent} $/GPU-h",
        "training.how.carbon": "{meter} MWh × {grid} g/kWh",
        "training.how.gpus": "least of {limits}",
        "training.how.days": "{gpu_h} / {gpus} / 24 h",
        "training.how.meter_mw": "{gpus} × {kw} kW × PUE {pue}",
        "training.limit.gpus": "{gpus} there are",
        "training.limit.it_mw": "{it_mw} MW IT / {kw} kW at full load",
        "training.run.note": (
            "The rent is what the same hours would cost on the market, power included; it is an alternative to owning GPUs and "
            "paying the energy, not an addition. {remark}"
        ),
        "training.implausible": (
            "{name}: a utilisation of {mfu} over all hours lies outside {low} to {high}, where published runs lie; check "
            "parameters, tokens, hours and precision."
        ),
        "training.stale": "STALE: the default for {name} holds until {month}; state it in the file or check it before use.",
        "training.stale.published": "Figures marked memory are to be checked before they are quoted.",
        "training.figure.gpu_h": "GPU-hours",
        "training.figure.mfu_frac": "stated MFU",
        "training.figure.computing_frac": "computing share",
        "training.figure.energy_mwh": "energy",
        "training.figure.carbon_t": "carbon",
    }
)
"""Text by key."""
