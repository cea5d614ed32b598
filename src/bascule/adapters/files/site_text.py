"""The text of a file that a person wrote."""

from pathlib import Path

from bascule.errors import InputError, InputProblem


def read_text(path: Path, name: str, most_bytes: int) -> str:
    """The text of a file in UTF-8.

    Args:
        path: The file.
        name: Its name for messages.
        most_bytes: Largest size read.

    Raises:
        InputError: It does not exist, cannot be read, is too large, or is not text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise _unreadable(name, "does not exist: check the path") from None
    except IsADirectoryError:
        raise _unreadable(name, "is a folder: name the file inside") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, f"cannot be read: {reason}") from None
    if len(data) > most_bytes:
        raise _unreadable(name, f"is larger than {most_bytes / 1e6:g} MB: this is no file written by hand")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(name, f"is not UTF-8 text (byte {error.start}): save it as UTF-8") from None


def _unreadable(name: str, hint: str) -> InputError:
    return InputError([InputProblem(file=name, field="file", value="", hint=hint)])
