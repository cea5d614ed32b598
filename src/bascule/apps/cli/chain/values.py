"""Runs ``bascule chain bits`` and ``subsidy``: one value of the command line, or a file of bare problems."""

from pathlib import Path

from bascule.apps.cli.bare import run_bare, run_one
from bascule.apps.cli.chain.failing import refusing
from bascule.apps.wiring import read_document
from bascule.chain.bits import bits_from_text, target_from_bits


def run_bits(value: str, json: str | None) -> None:
    """A compact target.

    Raises:
        InputError: It is none, or the file is wrong.
    """
    _run(value, {"bits": value}, "bits", json)


def run_subsidy(value: str, json: str | None) -> None:
    """The subsidy at a height.

    Raises:
        InputError: It is no height, or the file is wrong.
    """
    plain = value.replace(",", "").replace("_", "")
    _run(value, {"height": int(plain) if plain.lstrip("-").isdecimal() else value}, "subsidy", json)


def start_bits_of(text: str | None) -> int | None:
    """Bits of an option.

    Raises:
        InputError: They stand for no target.
    """
    if text is None:
        return None
    with refusing("command line", "--bits"):
        bits = bits_from_text(text)
        target_from_bits(bits)
    return bits


def _run(value: str, inputs: dict[str, object], command: str, json: str | None) -> None:
    path = Path(value)
    if path.suffix.lower() in {".json", ".yaml", ".yml"} or path.is_file():
        run_bare(read_document(path), command, json)
    else:
        run_one(inputs, command, json)
