"""Decodes one policy.yaml into a Policy. Finds no files and judges nothing."""

import re
from collections.abc import Mapping
from typing import Final

from secscan.documents import Node, choice_of, fields, flag_of, items_of, text_of, texts_of
from secscan.model import Alias, Reference, RuleInfo, Severity
from secscan.rules.language import Check, Policy, Predicate, Unshown
from secscan.rules.predicates import Names, each_of, predicate_of, types_of
from secscan.spelling import nearest

PLACEHOLDERS: Final = ("address", "attribute", "evidence", "key", "type", "value")
_PROSE = ("title", "severity_reason", "what", "why", "remediation", "example")
_REQUIRED = ("title", "severity", "severity_reason", "what", "why", "remediation", "resources")
_KEYS = (
    *_PROSE,
    "severity",
    "resources",
    "mode",
    "when",
    "each",
    "require",
    "message",
    "checks",
    "aliases",
    "mappings",
    "references",
    "waivable",
    "unshown",
)
_ENGINES = ("checkov", "tflint", "kics", "terrascan", "guard")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TERM = re.compile(r"[a-z][a-z0-9-]*$")


def policy_of(
    node: Node,
    identity: str,
    directory: str,
    frameworks: Mapping[str, str],
    terms: Mapping[str, Predicate] | None = None,
) -> Policy:
    """The policy of `node` with the id that its folder gives it; `frameworks` are the ids that mappings may name,
    `terms` the predicates that have names.

    Raises UserError with path, line and the nearest valid word."""
    found = fields(node, _KEYS, _REQUIRED, what="a policy")
    resources = types_of(found["resources"])
    of_resource = Names(_RESOURCE, terms or {})
    when = predicate_of(found["when"], of_resource) if "when" in found else None
    each, names = each_of(found["each"], of_resource) if "each" in found else (None, of_resource)
    return Policy(
        info=_info(found, identity, resources, frameworks),
        directory=directory,
        resources=resources,
        checks=_checks(node, found, names),
        mode="data" if "mode" in found and choice_of(found["mode"], ("managed", "data")) == "data" else "managed",
        when=when,
        each=each,
        terms=tuple((terms or {}).items()),
        unshown=tuple(_unshown(item) for item in items_of(found["unshown"])) if "unshown" in found else (),
    )


_RESOURCE: Final = frozenset({"resource"})


def terms_of(node: Node, known: Mapping[str, Predicate]) -> dict[str, Predicate]:
    """The terms that the document `node` gives names to; each may use those before it, and the `known`.

    Raises UserError, also where a name stands already."""
    made: dict[str, Predicate] = dict(known)
    if not isinstance(node.value, dict):
        node.fail("the terms are a mapping of names")
    for name, entry in node.value.items():
        if name in made or not _TERM.match(name):
            entry.fail(f"`{name}` cannot be a term's name: small letters, digits and `-`, not yet a term")
        found = fields(entry, ("says", "holds"), ("says", "holds"), what="a term")
        text_of(found["says"])
        made[name] = predicate_of(found["holds"], Names(_RESOURCE, made))
    return made


def _checks(node: Node, found: dict[str, Node], names: Names) -> tuple[Check, ...]:
    if ("require" in found) == ("checks" in found):
        node.fail("a policy has either `require` with `message`, or `checks`")
    if "require" in found:
        if "message" not in found:
            node.fail("a policy needs `message`: one sentence that names what is wrong")
        return (Check(require=predicate_of(found["require"], names), message=_message(found["message"])),)
    if "message" in found or "each" in found:
        node.fail("`checks` bring their own `message` and key, and do not go with `each`")
    return _keyed_checks(found["checks"], names)


def _keyed_checks(node: Node, names: Names) -> tuple[Check, ...]:
    checks: dict[str, Check] = {}
    for item in items_of(node):
        found = fields(item, ("key", "when", "require", "message"), ("key", "require", "message"), what="a check")
        key = text_of(found["key"])
        if key in checks:
            found["key"].fail(f"`{key}` is the key of an earlier check")
        when = predicate_of(found["when"], names) if "when" in found else None
        require = predicate_of(found["require"], names)
        checks[key] = Check(require=require, message=_message(found["message"]), key=key, when=when)
    return tuple(checks.values())


def _message(node: Node) -> str:
    text = " ".join(text_of(node).split())
    for word in PLACEHOLDER.findall(text):
        if word not in PLACEHOLDERS:
            meant = nearest(word, PLACEHOLDERS)
            hint = f"did you mean {{{meant}}}?" if meant else f"there are {', '.join(PLACEHOLDERS)}"
            node.fail(f"a message cannot hold {{{word}}}; {hint}", hint=hint)
    return text


def _info(found: dict[str, Node], identity: str, types: tuple[str, ...], frameworks: Mapping[str, str]) -> RuleInfo:
    prose = {key: _prose(found[key], key) for key in _PROSE if key in found}
    return RuleInfo(
        id=identity,
        title=prose["title"],
        severity=Severity(choice_of(found["severity"], [str(s) for s in Severity])),
        severity_reason=prose["severity_reason"],
        what=prose["what"],
        why=prose["why"],
        remediation=prose["remediation"],
        example=prose.get("example", ""),
        resource_types=types,
        aliases=tuple(sorted(_alias(item) for item in items_of(found["aliases"]))) if "aliases" in found else (),
        mappings=_mappings(found["mappings"], frameworks) if "mappings" in found else (),
        references=tuple(_reference(item) for item in items_of(found["references"])) if "references" in found else (),
        waivable=flag_of(found["waivable"]) if "waivable" in found else True,
    )


def _prose(node: Node, key: str) -> str:
    """A text; all but the example flow, so that line breaks in the file mean nothing."""
    text = text_of(node)
    return text + "\n" if key == "example" else " ".join(text.split())


def _alias(node: Node) -> Alias:
    found = fields(node, ("engine", "id", "reads", "except"), ("engine", "id", "reads"), what="an alias")
    engine = choice_of(found["engine"], _ENGINES)
    exception = _prose(found["except"], "except") if "except" in found else ""
    return Alias(engine=engine, rule_id=text_of(found["id"]), reads=texts_of(found["reads"]), exception=exception)


def _unshown(node: Node) -> Unshown:
    keys = ("attribute", "reason")
    found = fields(node, keys, keys, what="an exception from what the cases must show")
    return Unshown(attribute=text_of(found["attribute"]), reason=_prose(found["reason"], "reason"))


def _mappings(node: Node, frameworks: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = fields(node, frameworks, what="the mappings")
    return tuple(sorted((name, tuple(sorted(texts_of(ids)))) for name, ids in found.items()))


def _reference(node: Node) -> Reference:
    found = fields(node, ("title", "uri"), ("title", "uri"), what="a reference")
    uri = text_of(found["uri"])
    if not uri.startswith("https://"):
        found["uri"].fail("a reference is an https address")
    return Reference(title=text_of(found["title"]), uri=uri)
