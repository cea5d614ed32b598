"""Writes results: every file whole or none at all, and what cannot be written is refused before anything runs."""

import os
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from bascule.errors import InputError, InputProblem


def unwritable_files(paths: Iterable[Path], option: str) -> tuple[InputProblem, ...]:
    """Which files could not be written, found out by trying in their folders; folders may be new.

    Args:
        paths: Files to be written later.
        option: Option of the command line that names them, for messages.
    """
    found = ((path, _obstacle(path)) for path in paths)
    by_reason = {reason: path for path, reason in found if reason is not None}
    return tuple(_problem(path, option, reason) for reason, path in by_reason.items())


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files, each to a temporary neighbour that is then renamed; missing folders are made.

    Nothing is left behind where one of them fails or Ctrl-C comes in between.

    Args:
        files: Content by path; devices and pipes are written straight.

    Raises:
        InputError: A file cannot be written.
    """
    targets = {Path(os.path.realpath(path)) if path.is_file() else path: data for path, data in files.items()}
    made: list[Path] = []
    partial: dict[Path, Path] = {}
    done = False
    try:
        for path, data in targets.items():
            with _refusing(path):
                made += _make_folders(path.parent)
                partial[path] = _partial(path)
                partial[path].write_bytes(data)
        with _undisturbed():
            for path, temporary in partial.items():
                with _refusing(path):
                    temporary.replace(path)
            done = True
    finally:
        if not done:
            _clear(partial.values(), made)


def write_straight(path: Path, data: bytes) -> None:
    """Write to a device or pipe, which no rename may replace.

    Raises:
        InputError: It cannot be written.
    """
    with _refusing(path):
        path.write_bytes(data)


def is_special(path: Path) -> bool:
    """Whether a path is a device or a pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _obstacle(path: Path) -> str | None:
    if path.is_dir():
        return "is a folder: name a file"
    if is_special(path):
        return None
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        return f"cannot be written: {folder} is a file, not a folder"
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"cannot be written: {error.strerror} ({folder}); choose another place"


def _problem(path: Path, option: str, reason: str) -> InputProblem:
    return InputProblem(file="command line", field=option, value=str(path), hint=reason)


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _make_folders(folder: Path) -> list[Path]:
    """The folders that had to be made, outermost first."""
    absent = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return absent[::-1]


def _clear(files: Iterable[Path], folders: list[Path]) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = f"cannot be written: {error.strerror}; choose another place"
        raise InputError([InputProblem(file=path.name, field="file", value=str(path), hint=hint)]) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C is not heard in the block: the few renames in it happen together."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
