"""Bascule decides, per interval, where each megawatt-hour of a site earns most.

Hashing, AI compute, a battery, or left to the grid: one model of the site serves dispatch, backtest and
report. The rooms are imported by name (``bascule.model``, ``bascule.dispatch``, ...); ``ARCHITECTURE.md``
shows which may import which.
"""

__version__ = "0.1.0"
