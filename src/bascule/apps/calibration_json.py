"""Fits as JSON, with the process as bare problems and plans write it."""

from bascule.apps.json_text import Json
from bascule.report.calibration.tables import Fit
from bascule.study.calibration.jumps import JumpFit
from bascule.study.calibration.reversion import ReversionFit
from bascule.study.calibration.spikes import SpikeFit
from bascule.study.calibration.walk import WalkFit


def process_json(fit: Fit) -> dict[str, Json]:
    """The process that was fitted, by kind and parameters."""
    match fit:
        case WalkFit():
            found = fit.process
            return {"kind": "gbm", "start": found.start, "mu": found.mu, "sigma": found.sigma}
        case JumpFit():
            return {
                "kind": "merton",
                "start": fit.start,
                "mu": fit.drift.value,
                "sigma": fit.volatility.value,
                "jumps_per_year": fit.intensity.value,
                "jump_mean": fit.jump_mean.value,
                "jump_sd": fit.jump_sd.value,
            }
        case ReversionFit():
            return {
                "kind": "ou",
                "start": fit.process.start,
                "level": fit.process.level,
                "speed": fit.process.speed,
                "sigma": fit.process.sigma,
                "technology_drift": None if fit.technology_drift is None else fit.technology_drift.value,
            }
        case SpikeFit():
            return {
                "kind": "ou_spikes",
                "start": fit.start,
                "level": fit.level.value,
                "speed": fit.speed.value,
                "sigma": fit.volatility.value,
                "spikes_per_year": fit.spikes_per_year.value,
                "spike_size": None if fit.spike_size is None else fit.spike_size.value,
                "spike_size_sd": fit.spike_size_sd,
                "spike_steps": fit.spike_steps,
            }
