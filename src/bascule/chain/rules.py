"""The numbers that Bitcoin's consensus fixes for the clock of the chain."""

from typing import Final

PERIOD_BLOCKS: Final = 2016
"""Blocks that share one target."""
PERIOD_GAPS: Final = PERIOD_BLOCKS - 1
"""Gaps between the first and the last block of a period: the time span that the rule reads."""
SPACING_S: Final = 600
"""Seconds between blocks that the rule aims at."""
PERIOD_S: Final = PERIOD_BLOCKS * SPACING_S
"""Seconds that the rule compares the time span with, although it holds one gap less."""
BLOCKS_PER_DAY: Final = 144
"""Blocks of a day at the aimed spacing."""
