"""Why an asset does what it does in an interval: a kind and its numbers, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReasonKind(StrEnum):
    """Every reason that a plan can have; ``report`` holds the sentence of each."""

    HASH_ON = "hash_on"
    HASH_OFF = "hash_off"
    HASH_PART = "hash_part"
    HASH_HELD = "hash_held"
    UNAVAILABLE = "unavailable"
    FIRM_SERVED = "firm_served"
    FIRM_SHORT = "firm_short"
    SALE_ON = "sale_on"
    SALE_OFF = "sale_off"
    SALE_PART = "sale_part"
    JOB_RUNS = "job_runs"
    JOB_WAITS = "job_waits"
    JOB_UNPROFITABLE = "job_unprofitable"
    JOB_CLOSED = "job_closed"
    JOB_DONE = "job_done"
    BATTERY_CHARGES = "battery_charges"
    BATTERY_DISCHARGES = "battery_discharges"
    BATTERY_RESTS = "battery_rests"
    GENERATOR_FULL = "generator_full"
    GENERATOR_CURTAILED = "generator_curtailed"
    GENERATOR_DARK = "generator_dark"
    LOAD_ON = "load_on"
    LOAD_OFF = "load_off"
    LOAD_HELD = "load_held"
    LEASE_SERVED = "lease_served"
    LEASE_SHORT = "lease_short"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason.

    Attributes:
        kind: What decided.
        asset: Whose reason it is.
        numbers: The figures of the sentence, by name with unit suffix.
    """

    kind: ReasonKind
    asset: str
    numbers: Mapping[str, float] = field(default_factory=dict)
