"""Files of groups: pools that count as one, by template, owner or country."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from bascule.adapters.chain.scenario_entries import Sourced
from bascule.adapters.files.document import Document, parse_document, read_document
from bascule.adapters.files.site_entry import Entry, Name
from bascule.adapters.files.site_finding import Finding, problems
from bascule.adapters.files.site_hints import entry_findings
from bascule.chain.pool_groups import PoolGroups
from bascule.errors import InputError

BUNDLED: Final = "pool_groups.yaml"


class GroupEntry(Sourced):
    """Pools that count as one."""

    name: Name = Field(description="what people call the group")
    members: Annotated[list[Name], Field(min_length=1)] = Field(description="pools, in every spelling")


class GroupsEntry(Entry):
    """A whole file."""

    groups: Annotated[list[GroupEntry], Field(min_length=1)] = Field(description="groups")


def bundled_groups() -> PoolGroups:
    """The template groups that ship with the package."""
    text = files("bascule.adapters.catalogue").joinpath("data", BUNDLED).read_text(encoding="utf-8")
    return groups_of(parse_document(text, BUNDLED))


def read_groups(path: Path) -> PoolGroups:
    """Read a file of groups.

    Raises:
        InputError: Everything that is wrong in it.
    """
    return groups_of(read_document(path))


def groups_of(document: Document) -> PoolGroups:
    """The groups of a document.

    Raises:
        InputError: Everything that is wrong in it.
    """
    try:
        entry = GroupsEntry.model_validate(document.value)
        return PoolGroups(
            members={group.name: tuple(group.members) for group in entry.groups},
            statements={group.name: group.statement() for group in entry.groups},
        )
    except ValidationError as error:
        found = list(entry_findings(error, GroupsEntry, ()))
    except ValueError as error:
        found = [Finding(path=("groups",), hint=str(error))]
    raise InputError(problems(document.name, found, document.lines))
