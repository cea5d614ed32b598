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
    found = [(path, _obstacle(path)) for path in paths]
    # Files of one folder share its obstacle: it is told once.
    by_reason = {reason: path for path, reason in reversed(found) if reason is not None}
    return tuple(_problem(path, option, reason) for reason, path in by_reason.items())


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files, each to a temporary neighbour that is then renamed; missing folders are made.

    Nothing is left behind where one of them fails or Ctrl-C comes in between.

    Args:
        files: Content by path; devices and pipes, which no rename may replace, are written straight.

    Raises:
        InputError: A file cannot be written.
    """
    made: list[Path] = []
    partial: dict[Path, Path] = {}
    done = False
    try:
        for path, data in files.items():
            with _refusing(path):
                partial[path] = _partial(path)
                _write(partial[path], data, made)
        with _undisturbed():
            for path, temporary in partial.items():
                with _refusing(path):
                    _put(temporary, path)
            done = True
    finally:
        if not done:
            _clear(partial.values(), made)


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _obstacle(path: Path) -> str | None:
    try:
        if path.is_dir():
            return "is a folder: name a file"
        return None if _is_special(path) else _obstacle_beside(path)
    except OSError as error:
        return f"cannot be written: {error.strerror}; choose another place"


def _obstacle_beside(path: Path) -> str | None:
    """Whether a file can be made in the folder, or in the nearest one that is there."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        return f"cannot be written: {folder} is a file, not a folder"
    with tempfile.TemporaryFile(dir=folder):
        return None


def _problem(path: Path, option: str, reason: str) -> InputProblem:
    return InputProblem(file="command line", field=option, value=str(path), hint=reason)


def _partial(path: Path) -> Path:
    """A neighbour to write to; of a link, beside the file that it leads to; a device is its own."""
    if _is_special(path):
        return path
    real = Path(os.path.realpath(path))
    return real.with_name(f".{real.name}.{os.getpid()}.partial")


def _write(temporary: Path, data: bytes, made: list[Path]) -> None:
    made += [place for place in (temporary.parent, *temporary.parent.parents) if not place.exists()][::-1]
    temporary.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_bytes(data)


def _put(temporary: Path, path: Path) -> None:
    if temporary != path:
        temporary.replace(os.path.realpath(path))


def _clear(files: Iterable[Path], folders: list[Path]) -> None:
    for file in files:
        if not _is_special(file):
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
