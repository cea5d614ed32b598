"""The page about the command line is complete and true."""

import re
from pathlib import Path
from typing import Final

import pytest
from tests.apps.cli.program import COMMANDS, bascule

from bascule.apps.backtest_files import file_names
from bascule.study.compare import POLICIES

PAGE: Final = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
SHARED: Final = {"--help", "--version", "--debug"}


def section(name: str) -> str:
    """The part of the page about a command."""
    found = re.search(rf"^## `bascule {name}`.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def help_of(*words: str) -> str:
    """What ``--help`` says."""
    result = bascule(*words, "--help")
    assert result.exit_code == 0
    return result.stdout


def options(text: str) -> set[str]:
    """Long options that a text speaks of."""
    return set(re.findall(r"--[a-z]+", text))


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_help_and_page_are_the_same(name: str) -> None:
    """Each option has its row in the command's table, and the table names no other."""
    rows = "\n".join(re.findall(r"^\| `--.*$", section(name), re.MULTILINE))
    assert (
        options("\n".join(re.findall(r"^\| `(--[a-z]+)", rows, re.MULTILINE)))
        == options(help_of(name)) - SHARED
    )


def test_every_command_has_its_part() -> None:
    """The page's headings are the program's commands."""
    shown = re.findall(r"^│ ([a-z][a-z-]*) ", help_of(), re.MULTILINE)
    assert tuple(shown) == COMMANDS
    assert sorted(re.findall(r"^## `bascule ([a-z-]+)`", PAGE, re.MULTILINE)) == sorted(COMMANDS)


def test_shared_options_are_explained() -> None:
    """Options before the command stand in the part that all share."""
    assert options(help_of()) <= options(PAGE)


def test_every_policy_is_named_in_page_and_help() -> None:
    """Help knows no policy by import, so this keeps its list."""
    for text in (section("backtest"), help_of("backtest")):
        assert all(policy in text for policy in POLICIES)


def test_every_file_of_a_result_is_explained() -> None:
    """The table of files is what ``--out`` writes."""
    for name in file_names(["<policy>"]):
        assert f"| `{name}` |" in section("backtest")
