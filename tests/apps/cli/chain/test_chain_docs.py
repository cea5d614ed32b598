"""The page about the chain commands is complete and true."""

import re
from pathlib import Path
from typing import Final

import pytest
from tests.apps.cli.chain.test_chain import COMMANDS
from tests.apps.cli.program import bascule

PAGE: Final = (Path(__file__).parents[4] / "docs" / "chain" / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_help_and_page_are_the_same(name: str) -> None:
    """Each option has its row in the command's table, and the table names no other."""
    found = re.search(rf"^### `bascule chain {name}`.*?(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    shown = bascule("chain", name, "--help").stdout
    options = set(re.findall(r"--[a-z][a-z-]*[a-z]", shown)) - {"--help"}
    assert set(re.findall(r"^\| `(--[a-z-]+)", found[0], re.MULTILINE)) == options


def test_every_command_has_its_part() -> None:
    """The page's headings are the program's commands."""
    assert re.findall(r"^### `bascule chain ([a-z]+)`", PAGE, re.MULTILINE) == list(COMMANDS)
