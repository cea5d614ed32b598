"""The scenario that a command is about: a file, or the bundled one, with a word where it is stale."""

from datetime import date
from pathlib import Path

from bascule.apps.chain_wiring import bundled_scenario, read_scenario
from bascule.apps.cli.words import say
from bascule.chain.scenario import PivotScenario


def world(file: Path | None) -> PivotScenario:
    """Read a scenario.

    Raises:
        InputError: Everything that is wrong with it.
    """
    return bundled_scenario() if file is None else read_scenario(file)


def stale_banners(scenario: PivotScenario, today: date) -> tuple[str, ...]:
    """A banner where the figures may no longer hold."""
    if not scenario.stale_after or today <= date.fromisoformat(scenario.stale_after):
        return ()
    return (say("chain_stale", day=scenario.stale_after),)
