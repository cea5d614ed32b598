"""Training runs as JSON."""

from bascule.apps.chain_json import plain
from bascule.apps.json_text import Json
from bascule.apps.training_wiring import ReadRun
from bascule.study.training.published import Comparison
from bascule.study.training.run import TrainingBill


def bill_json(read: ReadRun, found: TrainingBill) -> dict[str, Json]:
    """What a run takes, beside what was stated and assumed."""
    model = found.run.model
    return {
        "name": found.run.name,
        "parameter_flop": model.parameter_flop,
        "attention_flop": model.attention_flop,
        "flop": model.flop,
        "gpu_h": found.gpu_h,
        "mfu_frac": found.mfu_frac,
        "overall_mfu_frac": found.overall_mfu_frac,
        "is_plausible": found.is_plausible,
        "it_mwh": found.it_mwh,
        "meter_mwh": found.meter_mwh,
        "energy_usd": found.energy_usd,
        "rent_usd": found.rent_usd,
        "carbon_g": found.carbon_g,
        "carbon_t": found.carbon_t,
        "gpus": found.gpus,
        "meter_mw": found.meter_mw,
        "days": found.days,
        "stated": plain(found.run),
        "assumed": plain(read.assumed),
        "remark": read.remark or None,
    }


def comparison_json(found: Comparison) -> dict[str, Json]:
    """A published run beside our arithmetic."""
    return {
        "published": plain(found.run),
        "flop": found.run.model.flop,
        "implied_mfu_frac": found.implied_mfu_frac,
        "is_plausible": found.is_plausible,
        "gpu_h": found.gpu_h,
        "gpu_h_off_frac": found.gpu_h_off_frac,
        "energy_mwh": found.energy_mwh,
        "energy_off_frac": found.energy_off_frac,
        "server_meter_mwh": found.server_mwh,
        "carbon_t": found.carbon_t,
        "carbon_off_frac": found.carbon_off_frac,
    }
