"""Renders `docs/rules/`: a page a rule, with its cases, and an index. Pure text; who calls writes the files."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from secscan.model import Alias, RuleInfo
from secscan.rules import Framework, Policy, load_frameworks
from secscan.rules.cases import case_sources

DIRECTORY = "docs/rules"
_NOTE = "<!-- Made from policies/ by `make docs`. Do not edit. -->"
_LANGUAGES = {".tf": "terraform", ".json": "json", ".yaml": "yaml", ".yml": "yaml"}


def render(policies: Iterable[Policy], frameworks: Sequence[Framework] | None = None) -> dict[str, str]:
    """Path, relative to the repository -> text, for the index and every rule; ordered by path."""
    ordered = sorted(policies, key=lambda policy: policy.id)
    known = {framework.id: framework for framework in (load_frameworks() if frameworks is None else frameworks)}
    pages = {f"{DIRECTORY}/{policy.id}.md": _page(policy, known) for policy in ordered}
    pages[f"{DIRECTORY}/README.md"] = _index(ordered)
    return dict(sorted(pages.items()))


def _index(policies: list[Policy]) -> str:
    lines = [_NOTE, "", "# Rules", ""]
    lines += [
        f"{len(policies)} rules, judged on the evaluated configuration; `secscan explain RULE` prints the same pages.",
        "How to write one: [writing-rules.md](../writing-rules.md). Which engine finds what: [matrix.md](matrix.md).",
        "How bad the engines' other rules are: [severities.md](severities.md).",
        "",
    ]
    for (provider, service), group in groupby(policies, key=_service):
        lines += [f"## {provider} {service}", "", "| rule | severity | what must hold |", "|---|---|---|"]
        lines += [f"| [{p.id}]({p.id}.md) | {p.info.severity} | {_cell(p.info.title)} |" for p in group]
        lines.append("")
    return "\n".join(lines)


def _service(policy: Policy) -> tuple[str, str]:
    folder = Path(policy.directory)
    return folder.parent.parent.name, folder.parent.name


def _page(policy: Policy, frameworks: dict[str, Framework]) -> str:
    info = policy.info
    return "\n".join(
        [
            *(_NOTE, "", f"# {info.title}", "", f"`{info.id}`", ""),
            *(f"**Severity: {info.severity}.** {info.severity_reason}", ""),
            *(f"Judged on {_listed(info.resource_types)}.", ""),
            *("## What is wrong", "", info.what, ""),
            *("## Why it matters", "", info.why, ""),
            *("## How to mend it", "", info.remediation, ""),
            *(_fenced("terraform", info.example) if info.example else ()),
            *_aliases(info.aliases),
            *_mappings(info, frameworks),
            *_references(info),
            *_cases(policy),
        ]
    )


def _listed(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _fenced(language: str, text: str) -> Iterator[str]:
    """A fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    yield from (f"{fence}{language}", text.rstrip("\n"), fence, "")


def _aliases(aliases: Sequence[Alias]) -> Iterator[str]:
    if aliases:
        yield from ("## The same rule elsewhere", "", "| engine | its rule | what it reads |", "|---|---|---|")
        for alias in aliases:
            reads = ", ".join(f"`{name}`" for name in alias.reads)
            yield f"| {alias.engine} | {alias.rule_id} | {reads} |"
        yield ""
        differing = [alias for alias in aliases if alias.exception]
        yield from (f"- {alias.engine} {alias.rule_id}: {alias.exception}" for alias in differing)
        yield from ("",) if differing else ()


def _mappings(info: RuleInfo, frameworks: dict[str, Framework]) -> Iterator[str]:
    if info.mappings:
        yield from ("## Controls", "", "| framework | controls |", "|---|---|")
        for name, controls in info.mappings:
            framework = frameworks.get(name)
            title = f"[{framework.title} {framework.version}]({framework.uri})" if framework else name
            yield f"| {title} | {', '.join(controls)} |"
        yield ""


def _references(info: RuleInfo) -> Iterator[str]:
    if info.references:
        yield from ("## To read", "")
        yield from (f"- [{reference.title}]({reference.uri})" for reference in info.references)
        yield ""


def _cases(policy: Policy) -> Iterator[str]:
    yield from ("## Cases", "", "Each resource says what the rule answers; `clean` also where it does not apply.", "")
    for name, source in case_sources(policy):
        yield from (f"### {name}", "")
        for path in _texts(source):
            if source.is_dir():
                yield from (f"`{path.relative_to(source).as_posix()}`", "")
            yield from _fenced(_LANGUAGES.get(path.suffix, "text"), path.read_text(encoding="utf-8"))


def _texts(source: Path) -> Iterator[Path]:
    """The file of a case, or the files of its folder, those at its top first."""
    if source.is_dir():
        files = [path for path in source.rglob("*") if path.is_file()]
        yield from sorted(files, key=lambda path: (len(path.relative_to(source).parts), path.as_posix()))
    else:
        yield source
