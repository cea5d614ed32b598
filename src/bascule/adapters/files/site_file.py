"""Site files: YAML in, a checked site out, or every problem at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bascule.adapters.catalogue.rules import bundled_rules
from bascule.adapters.files.rule_file import RuleFile, read_rules
from bascule.adapters.files.site_assemble import assemble, site_notes
from bascule.adapters.files.site_finding import Finding, Value, problems, shown
from bascule.adapters.files.site_finding import Path as Place
from bascule.adapters.files.site_jobs import SECTION as JOBS
from bascule.adapters.files.site_jobs import JobTable, read_jobs
from bascule.adapters.files.site_rules import rule_findings
from bascule.adapters.files.site_text import read_text
from bascule.adapters.files.site_walk import Walked, walk
from bascule.adapters.files.site_yaml import MOST_BYTES, YamlText, parse_yaml
from bascule.errors import InputError, InputProblem
from bascule.model.site import Site

MOST_SHOWN = 200
RULES = "rules_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A site as its file states it.

    Attributes:
        site: The site.
        notes: Defaults and catalogue entries used with their sources, operating points left out.
        text_hash: SHA-256 of the file's text, and of the jobs and rules files' if it names them.
    """

    site: Site
    notes: tuple[str, ...]
    text_hash: str


def read_site(path: Path) -> SiteFile:
    """Read a site file.

    Args:
        path: YAML file; a jobs file and a rules file that it names are looked for in the same folder.

    Raises:
        InputError: Everything that is wrong in it, with line, field, value and remedy.
    """
    return parse_site(read_text(path, path.name, MOST_BYTES), file=path.name, folder=path.parent)


def parse_site(text: str, *, file: str, folder: Path | None = None) -> SiteFile:
    """The site that a text states.

    Args:
        text: YAML.
        file: Name of the file for messages.
        folder: Where a jobs file and a rules file are looked for; without it a site may name neither.

    Raises:
        InputError: Everything that is wrong in it.
    """
    yaml = parse_yaml(text)
    values = yaml.value
    if not isinstance(values, dict):
        hint = "is empty" if values is None else "must be keys with values"
        found = yaml.findings or (Finding(path=(), hint=f"{hint}: 'bascule init' writes an example"),)
        raise InputError(problems(file, found, yaml.lines))
    jobs, wrong = _jobs_file(values, file, yaml.lines, folder)
    own, wrong_rules = _rules_file(values, file, yaml.lines, folder)
    walked = walk({**values, JOBS: jobs.rows} if jobs else values, bundled_rules().replaced_by(own.rules))
    findings = [*yaml.findings, *walked.findings, *rule_findings(walked)]
    found_problems = (*_problems(file, yaml, jobs, findings), *wrong, *wrong_rules)
    if found_problems:
        raise InputError(_first(found_problems, file))
    return _site_file(walked, text + (jobs.text if jobs else "") + own.text)


def _site_file(walked: Walked, text: str) -> SiteFile:
    return SiteFile(
        site=assemble(walked), notes=site_notes(walked), text_hash=sha256(text.encode()).hexdigest()
    )


def _first(found: tuple[InputProblem, ...], file: str) -> tuple[InputProblem, ...]:
    """As many problems as a person reads, and how many there are beyond."""
    if len(found) <= MOST_SHOWN:
        return found
    hint = f"has {len(found) - MOST_SHOWN:,} more problems: correct these {MOST_SHOWN} first"
    return (*found[:MOST_SHOWN], InputProblem(file=file, field="file", value="", hint=hint))


def _jobs_file(
    values: Mapping[str, Value], file: str, lines: Mapping[Place, int], folder: Path | None
) -> tuple[JobTable | None, tuple[InputProblem, ...]]:
    """The jobs file that a site names, or why it cannot be used."""
    named = values.get(JOBS)
    if not isinstance(named, dict):
        return None, ()
    name = named.get("file")
    if set(named) != {"file"} or not isinstance(name, str) or folder is None:
        hint = "must be a list of jobs, or {file: jobs.csv} beside the site file"
        wrong = Finding(path=(JOBS,), value=shown(named), hint=hint)
        return JobTable(file=file, text="", rows=[], lines={}), problems(file, [wrong], lines)
    try:
        return read_jobs(name, folder), ()
    except InputError as error:
        return JobTable(file=name, text="", rows=[], lines={}), error.problems


def _rules_file(
    values: Mapping[str, Value], file: str, lines: Mapping[Place, int], folder: Path | None
) -> tuple[RuleFile, tuple[InputProblem, ...]]:
    """The user's own rules, none where the site names no file, and why a file cannot be used."""
    name, nothing = values.get(RULES), RuleFile(rules=(), text="")
    if name is None:
        return nothing, ()
    if not isinstance(name, str) or folder is None:
        wrong = Finding(path=(RULES,), value=shown(name), hint="must name a file beside the site file")
        return nothing, problems(file, [wrong], lines)
    try:
        return read_rules(name, folder), ()
    except InputError as error:
        return nothing, error.problems


def _problems(
    file: str, yaml: YamlText, jobs: JobTable | None, findings: Iterable[Finding]
) -> tuple[InputProblem, ...]:
    listed = list(findings)
    if jobs is None:
        return problems(file, listed, yaml.lines)
    in_jobs = [*jobs.findings, *(f for f in listed if f.path[:1] == (JOBS,))]
    elsewhere = [f for f in listed if f.path[:1] != (JOBS,)]
    return (*problems(file, elsewhere, yaml.lines), *problems(jobs.file, in_jobs, jobs.lines))
