"""What the command line says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cli.disclaimer": "Not investment advice.",
        "cli.synthetic": (
            "SYNTHETIC: [generated, not measured: {names}|series of this run were generated, not measured]."
        ),
        "cli.optimistic": "OPTIMISTIC: real-time prices were taken as known at the start of their interval.",
        "cli.running": "Running {policy}",
        "cli.site_fits": "{file}: the site is well formed.",
    }
)
"""Text by key."""
