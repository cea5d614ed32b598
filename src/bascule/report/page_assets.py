"""What every page carries with it: styles, scripts, the chart library."""

from importlib.resources import files


def asset(name: str) -> str:
    """Text of a part of a page."""
    return files("bascule.report").joinpath("assets", name).read_text(encoding="utf-8")


def plotly_script() -> str:
    """The chart library, safe to stand inside a script element."""
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 -- heavy, and needed by pages alone

    script: str = get_plotlyjs()
    return script.replace("</script", "<\\/script")
