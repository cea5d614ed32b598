"""Why an asset does what it does: one sentence per kind of reason."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_HASHING: Final = (
    "[: its break-even is {break_even_per_mwh}, power costs {price_per_mwh:bare} here"
    "|: its break-even is {break_even_per_mwh}|: power costs {price_per_mwh} here]."
)
_WORTH: Final = (
    "[: a MWh is worth {worth_per_mwh} there, power costs {price_per_mwh:bare} here"
    "|: a MWh is worth {worth_per_mwh} there|: power costs {price_per_mwh} here]."
)
_STORED: Final = (
    "[: a stored MWh is worth {stored_per_mwh}, power costs {price_per_mwh:bare} here"
    "|: a stored MWh is worth {stored_per_mwh}|: power costs {price_per_mwh} here]."
)
_FIRM: Final = (
    "[: falling short would cost {penalty_per_mwh}, power costs {price_per_mwh:bare} here"
    "|: falling short would cost {penalty_per_mwh}|: power costs {price_per_mwh} here]."
)

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reason.hash_on": "{asset} on" + _HASHING,
        "reason.hash_off": "{asset} off" + _HASHING,
        "reason.hash_part": "{asset} runs in part" + _HASHING,
        "reason.hash_held": (
            "{asset} stays as it is, though the price says otherwise: a switch would cost more than it "
            "brings, or a limit holds it"
            "[ (break-even {break_even_per_mwh}, power {price_per_mwh:bare})|]."
        ),
        "reason.unavailable": "{asset} cannot run in this interval.",
        "reason.firm_served": "{asset} served in full" + _FIRM,
        "reason.firm_short": (
            "{asset} falls short[ by {short_gpus} GPUs]"
            "[: power costs {price_per_mwh} here, the penalty {penalty_per_mwh:bare}|: the penalty is "
            "{penalty_per_mwh}"
            "|: power costs {price_per_mwh} here]."
        ),
        "reason.sale_on": "{asset} sells all that is asked for" + _WORTH,
        "reason.sale_off": "{asset} sells nothing" + _WORTH,
        "reason.sale_part": "{asset} sells in part" + _WORTH,
        "reason.job_runs": "{asset} at work" + _WORTH,
        "reason.job_waits": "{asset} at rest, as no work is ready or a better hour is left before the deadline"
        "[ (worth {worth_per_mwh}, power {price_per_mwh:bare})| (power costs {price_per_mwh} here)].",
        "reason.job_unprofitable": "{asset} not worth its power" + _WORTH,
        "reason.job_closed": "{asset}: no job is between release and deadline.",
        "reason.job_done": "{asset}: all work is done.",
        "reason.battery_charges": "{asset} charges" + _STORED,
        "reason.battery_discharges": "{asset} discharges" + _STORED,
        "reason.battery_rests": (
            "{asset} rests: losses and wear are more than a move would bring, or it is full or empty"
            "[ (a stored MWh is worth {stored_per_mwh}, power costs {price_per_mwh:bare})| (power costs "
            "{price_per_mwh} here)]."
        ),
        "reason.generator_full": "{asset} gives all that the weather allows[: {available_mw}].",
        "reason.generator_curtailed": (
            "{asset} held back[ from {available_mw}][: a MWh here is worth {price_per_mwh}]."
        ),
        "reason.generator_dark": "{asset} has no sun or wind.",
        "reason.load_on": "{asset} on" + _WORTH,
        "reason.load_off": "{asset} off" + _WORTH,
        "reason.load_held": (
            "{asset} stays as it is, though the price says otherwise: its times, its ramp or the cost of a "
            "start hold it"
            "[ (worth {worth_per_mwh}, power {price_per_mwh:bare})|]."
        ),
        "reason.lease_served": "{asset} gets all the power that it draws.",
        "reason.lease_short": (
            "{asset} is denied[ {short_it_mw} of IT power| power]: the connection cannot carry more."
        ),
        "reason.rule": "{asset} follows the policy's rule[: power costs {price_per_mwh} here].",
    }
)
"""Text by key; the key ends in the value of a ``ReasonKind``."""
