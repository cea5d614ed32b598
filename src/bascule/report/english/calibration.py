"""What ``bascule plan calibrate`` says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CALIBRATION: Final[Mapping[str, str]] = MappingProxyType(
    {
        "calibration.table.fit": "{model} on {name}: {count} values, {first} to {last}",
        "calibration.table.correlation": "Correlations of log returns over {count} common steps",
        "calibration.table.days": "{name}: {days} whole days, and {paths} years drawn from them",
        "calibration.column.parameter": "Parameter",
        "calibration.column.value": "Value",
        "calibration.column.error": "Standard error",
        "calibration.column.low": "95 % from",
        "calibration.column.high": "to",
        "calibration.column.pair": "Pair",
        "calibration.column.measure": "Measure",
        "calibration.column.history": "Real days",
        "calibration.column.drawn": "Drawn, mean",
        "calibration.column.scatter": "Scatter of a year",
        "calibration.drift": "Drift of the level, per year",
        "calibration.volatility": "Volatility, per year",
        "calibration.excess_kurtosis": "Excess kurtosis of a step (0 for a normal)",
        "calibration.diffusion": "Volatility without jumps, per year",
        "calibration.total_volatility": "Volatility with jumps, per year",
        "calibration.slope": "Slope of the logarithm without jumps, per year",
        "calibration.intensity": "Jumps per year",
        "calibration.jump_mean": "Mean jump of the logarithm",
        "calibration.jump_sd": "Spread of jumps of the logarithm",
        "calibration.ratio": "Likelihood ratio against no jumps",
        "calibration.p_value": "Its chance without jumps (chi-squared, 3 degrees, rough)",
        "calibration.speed": "Speed of reversion, per year",
        "calibration.speed_bias": "of it bias on average, not taken off",
        "calibration.half_life_days": "Half-life, days",
        "calibration.level": "Stationary mean, at the end",
        "calibration.technology_drift": "Technology drift of the level's logarithm, per year",
        "calibration.walk_statistic": "Dickey and Fuller's statistic",
        "calibration.walk_critical": "its 5 % value",
        "calibration.base_level": "Stationary mean without spikes",
        "calibration.base_volatility": "Volatility, unit per root of a year",
        "calibration.spikes_per_year": "Spikes per year",
        "calibration.spike_size": "Mean spike, from the running median",
        "calibration.spike_size_sd": "Spread of spikes",
        "calibration.spike_steps": "Mean length of a spike, steps",
        "calibration.up_frac": "Share of spikes that go up",
        "calibration.mean_with_spikes": "Mean of all values",
        "calibration.mean": "Mean",
        "calibration.sd": "Standard deviation of intervals",
        "calibration.daily_range": "Mean daily range",
        "calibration.negative_frac": "Share of intervals below zero",
        "calibration.next_day": "Correlation of a day's mean with the next",
        "calibration.says.drift": (
            "The drift is hardly known: {drift} ± {error} (one standard error, sigma / √years), whatever the number of "
            "observations. To know it to 0.01 a year would take {years} years. It is no forecast; state a drift of your own."
        ),
        "calibration.says.short": (
            "Only {years} years: a calm or a wild stretch passes for the rule. Compare the volatility of longer ones."
        ),
        "calibration.says.tails": (
            "Returns have fat tails (excess kurtosis {kurtosis}); the error of the volatility counts them, the process does not."
        ),
        "calibration.says.edge": (
            "A parameter of the jumps stands at its bound, so no error can be told: these data do not tell jumps from diffusion."
        ),
        "calibration.says.often": (
            "{jumps} jumps a year, {frac} of all steps: these are no rare events. They stand for fat tails or changing "
            "volatility."
        ),
        "calibration.says.no_jumps": "The walk without jumps is not ruled out (chance {chance}): use gbm.",
        "calibration.says.walk": (
            "A walk that never reverts is not ruled out at 5 %: the statistic of {statistic} is above {critical}. Level and "
            "speed may be chance."
        ),
        "calibration.says.bias": (
            "A series of {years} years overstates the speed by about {bias} on average, {frac} of what was found: slower "
            "reversion is likely."
        ),
        "calibration.says.level": (
            "The data end before the level is known: {years} years hold about {lives} half-lives."
        ),
        "calibration.says.spikes": (
            "A spike is further than {threshold} robust standard deviations from the running median of {window} steps. Seasons "
            "are not taken out of the level; for years that keep them, draw real days."
        ),
        "calibration.says.gaps": "{count} steps of another length are gaps and left out.",
        "calibration.says.empty": "{name}: {count} rows without a number are left out.",
        "calibration.says.left_out": "{count} days that are not whole (UTC) are left out.",
        "calibration.says.combined": "{name}: {rows} rows become {count} values, the {daily} of each UTC day.",
        "calibration.fitting": "Fitting",
    }
)
