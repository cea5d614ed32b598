"""A field of a plan file with the unit of its figure, for the table of assumptions."""

from typing import Any, Final

from pydantic import Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

UNIT: Final = "unit"
REQUIRED: Final = object()
"""Mark of a field without a default."""


def of_unit(unit: str, description: str, default: object = None) -> Any:  # noqa: ANN401 -- as pydantic's Field
    """A field with a unit.

    Args:
        unit: In words; ``$`` stands for the plan's currency, ``@`` for the unit of the driver.
        description: What it is, for messages.
        default: Value without the key; ``REQUIRED`` where it must stand.
    """
    extra: JsonDict = {UNIT: unit}
    if default is REQUIRED:
        return Field(description=description, json_schema_extra=extra)
    return Field(default=default, description=description, json_schema_extra=extra)


def unit_of(field: FieldInfo) -> str:
    """The unit of a field, empty where it has none."""
    extra = field.json_schema_extra
    return str(extra.get(UNIT, "")) if isinstance(extra, dict) else ""
