"""Rules as SARIF reportingDescriptors, and the frameworks that they map to as taxonomies. No results."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from secscan.model import RuleInfo
from secscan.reports.sarif_parts import LEVELS, SCORES, Json, message
from secscan.reports.text import cut, inert, line, markdown, markdown_prose

# GitHub's limits on a rule; kept in the full profile too, where nobody misses what is cut.
MAX_NAME: Final = 255
MAX_DESCRIPTION: Final = 1024
MAX_TAGS: Final = 20


def descriptor(rule: RuleInfo, *, taxa: bool) -> Json:
    """`taxa`: whether it points into the run's taxonomies."""
    return {
        "id": cut(rule.id, MAX_NAME),
        "name": cut(_pascal(rule.id), MAX_NAME),
        "shortDescription": {"text": cut(_sentence(rule.title or rule.id), MAX_DESCRIPTION)},
        "fullDescription": {"text": cut(_sentence(rule.what or rule.title or rule.id), MAX_DESCRIPTION)},
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        **({"helpUri": rule.help_uri} if rule.help_uri.startswith("https://") else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        **({"relationships": _relationships(rule)} if taxa and rule.mappings else {}),
        "properties": {
            "security-severity": SCORES[rule.severity],
            "precision": rule.precision,
            "problem.severity": {"error": "error", "warning": "warning", "note": "recommendation"}[
                LEVELS[rule.severity]
            ],
            "tags": _tags(rule),
        },
    }


def taxonomies(rules: Iterable[RuleInfo]) -> list[Json]:
    """One a framework that any rule maps to, with the controls named; ids only, since their texts are not ours."""
    controls: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for framework, ids in rule.mappings:
            controls[framework].update(ids)
    return [
        {
            "name": framework,
            "shortDescription": {"text": f"Controls of {framework} that rules of this report map to."},
            "isComprehensive": False,
            "taxa": [{"id": control} for control in sorted(ids)],
        }
        for framework, ids in sorted(controls.items())
    ]


def _relationships(rule: RuleInfo) -> list[Json]:
    return [
        {"target": {"id": control, "toolComponent": {"name": framework}}, "kinds": ["relevant"]}
        for framework, ids in rule.mappings
        for control in ids
    ]


def _tags(rule: RuleInfo) -> list[str]:
    mapped = [f"{framework}/{control}" for framework, ids in rule.mappings for control in ids]
    return list(dict.fromkeys(["security", *rule.tags, *mapped]))[:MAX_TAGS]


def _pascal(rule_id: str) -> str:
    """Names are PascalCase by SARIF's custom: AwsKmsKeyRotation."""
    words = "".join(c if c.isalnum() else " " for c in rule_id).split()
    return "".join(word[:1].upper() + word[1:] for word in words) or "Rule"


def _sentence(text: str) -> str:
    words = message(line(text))
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _help(rule: RuleInfo) -> str:
    parts = [rule.what or rule.title or rule.id, rule.why]
    parts += [f"How to fix it: {rule.remediation}"] if rule.remediation else []
    parts += [rule.example.rstrip()] if rule.example else []
    parts += [f"Severity {rule.severity}: {rule.severity_reason}"] if rule.severity_reason else []
    parts += [f"{reference.title}: {reference.uri}" for reference in rule.references]
    return message("\n\n".join(part for part in parts if part))


def _help_markdown(rule: RuleInfo) -> str:
    parts = [f"## {markdown(rule.title or rule.id)}", markdown_prose(rule.what), markdown_prose(rule.why)]
    parts += ["### How to fix it", markdown_prose(rule.remediation)] if rule.remediation else []
    parts += [_fenced(rule.example)] if rule.example else []
    parts += [f"**Severity {rule.severity}**: {markdown_prose(rule.severity_reason)}"] if rule.severity_reason else []
    parts += ["### Mapped to", "\n".join(_mapped(rule))] if rule.mappings else []
    parts += ["### See also", "\n".join(_links(rule))] if rule.references else []
    return "\n\n".join(part for part in parts if part)


def _mapped(rule: RuleInfo) -> list[str]:
    return [f"- {markdown(framework)}: {markdown(', '.join(ids))}" for framework, ids in rule.mappings]


def _links(rule: RuleInfo) -> list[str]:
    return [
        f"- [{markdown(reference.title)}](<{reference.uri}>)"
        if reference.uri.startswith("https://") and not set(reference.uri) & set("<> \n\\")
        else f"- {markdown(reference.title)}: {markdown(reference.uri)}"
        for reference in rule.references
    ]


def _fenced(example: str) -> str:
    """Code in a fence longer than any run of backticks in it."""
    fence = "```"
    while fence in example:
        fence += "`"
    return f"{fence}hcl\n{inert(example).rstrip()}\n{fence}"
