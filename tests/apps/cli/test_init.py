"""``bascule init``: an example that is right, and never over a file of the user."""

from pathlib import Path

from tests.apps.cli.program import bascule, everything_in

from bascule.adapters.files.site_template import site_template


def test_the_example_passes_the_check(tmp_path: Path) -> None:
    """What is written can be checked as it is."""
    path = tmp_path / "mine.yaml"
    assert bascule("init", path).exit_code == 0
    assert bascule("check", path).exit_code == 0


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    """Without --force nothing is overwritten."""
    path = tmp_path / "site.yaml"
    path.write_text("mine", encoding="utf-8")
    result = bascule("init", path)
    assert (result.exit_code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in result.stderr


def test_force_overwrites(tmp_path: Path) -> None:
    """With --force the example takes the place."""
    path = tmp_path / "site.yaml"
    path.write_text("mine", encoding="utf-8")
    assert bascule("init", path, "--force").exit_code == 0
    assert path.read_text(encoding="utf-8") == site_template()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no file, with or without --force."""
    for words in (("init", tmp_path), ("init", tmp_path, "--force")):
        assert bascule(*words).exit_code == 2
    assert everything_in(tmp_path) == []
