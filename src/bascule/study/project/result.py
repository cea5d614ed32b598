"""A project on one path: its inputs, its table and its measures together."""

from dataclasses import dataclass

from bascule.study.project.flows import Flows, Row, flows
from bascule.study.project.measures import Measures, measures
from bascule.study.project.paths import Paths
from bascule.study.project.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectResult:
    """One path of a project.

    Attributes:
        project: What is built and run.
        paths: One path's arrays, or none.
        flows: Every row.
        measures: What it is worth.
    """

    project: Project
    paths: Paths
    flows: Flows
    measures: Measures

    def table(self) -> dict[str, tuple[float, ...]]:
        """Each row of the cash flow by its name, from year 0; sums stand after their parts."""
        return {row.value: tuple(self.flows[row][0].tolist()) for row in Row}


def project_result(project: Project, paths: Paths | None = None) -> ProjectResult:
    """Cash flow and measures of one path.

    Args:
        project: What is built and run.
        paths: Its arrays; None for the project's own figures.

    Raises:
        ValueError: There is more than one path.
    """
    given = paths or Paths()
    if given.count() != 1:
        raise ValueError(f"a table shows one path: {given.count()} were given")
    found = flows(project, given)
    return ProjectResult(project=project, paths=given, flows=found, measures=measures(project, found))
