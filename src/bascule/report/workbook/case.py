"""The project of a workbook, with a loan of nothing where it has none, so that every workbook has the same rows."""

from dataclasses import dataclass, replace

from bascule.model.series import Floats
from bascule.study.project.flows import Flows, Row, flows
from bascule.study.project.measures import Measures, measures
from bascule.study.project.paths import Paths
from bascule.study.project.project import Project
from bascule.study.project.result import ProjectResult
from bascule.study.project.terms import Debt

_NONE = Debt(loan_to_cost_frac=0.0, rate_frac=0.0, tenor_years=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One path of a project.

    Attributes:
        project: With a loan.
        paths: Its arrays.
        debt: The loan.
        flows: Every row.
        measures: What it is worth.
    """

    project: Project
    paths: Paths
    debt: Debt
    flows: Flows
    measures: Measures

    def row(self, row: Row) -> Floats:
        """One row of the table, from year 0."""
        found: Floats = self.flows[row][0]
        return found


def case_of(result: ProjectResult) -> Case:
    """The same figures, the rows of a loan included."""
    debt = result.project.debt or _NONE
    project = replace(result.project, debt=debt)
    found = flows(project, result.paths)
    return Case(
        project=project, paths=result.paths, debt=debt, flows=found, measures=measures(project, found)
    )
