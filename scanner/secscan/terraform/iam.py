"""`data "aws_iam_policy_document"` as the AWS provider writes it, byte for byte. Judges no policy.

Behaviour read from the provider's documentation and compared with its plans
(tests/terraform/test_configuration_truth.py): lists of several strings are sorted backwards, single ones stand alone,
`&{` becomes `${`, statements are merged by Sid, blocks that the provider keeps as a set come in the order of its hash
(crc32 of what they hold). A document with unknown parts is an unknown string whose `structure` holds what is known.
"""

from collections.abc import Callable, Mapping
from typing import Final
from zlib import crc32

from secscan.terraform import policy_json as policy
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.marks import deep_marks, marked
from secscan.terraform.evaluate.values import (
    STRING,
    UnknownPayload,
    Value,
    string,
    unknown,
)
from secscan.terraform.policy_json import Json

_LISTS: Final = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)
_DEFAULT_VERSION: Final = "2012-10-17"


def documents(values: Value) -> tuple[Value, Value]:
    """(`json`, `minified_json`) for the data source's configuration, an object Value.

    Raises EvaluationError where the provider would refuse it."""
    settings = values.payload if isinstance(values.payload, Mapping) else {}
    merged: dict[str, Json] = {}
    seen: set[str] = set()
    for source in _texts(settings, "source_policy_documents"):
        document = policy.read(source, "source_policy_documents")
        policy.refuse_same_sids(document, seen, "source_policy_documents")
        policy.merge(merged, document)
    policy.merge(merged, _own(settings))
    for override in _texts(settings, "override_policy_documents"):
        policy.merge(merged, policy.read(override, "override_policy_documents"))
    whole = policy.in_order(merged)
    marks = deep_marks(values)
    return marked(_text(whole, indent=True), marks), marked(_text(whole, indent=False), marks)


def _text(document: dict[str, Json], *, indent: bool) -> Value:
    unknowns = list(policy.unknowns(document))
    if not unknowns:
        return string(policy.go_json(document, indent=indent))
    payload = UnknownPayload(unknowns[0].reason, not_null=True, structure=policy.to_value(document))
    return Value(STRING, payload)


def _own(settings: Mapping[str, Value]) -> dict[str, Json]:
    """The document of the data source's own arguments and statement blocks."""
    version = _leaf(settings.get("version")) or _DEFAULT_VERSION
    document: dict[str, Json] = {"Version": version}
    if identity := _leaf(settings.get("policy_id")):
        document["Id"] = identity
    statements = [_statement(block, str(version)) for block in _items(settings.get("statement"), "statement")]
    sids: set[str] = set()
    for statement in statements:
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        if isinstance(sid, str) and sid in sids:
            raise EvaluationError(f"Duplicate Sid ({sid}): a policy document's Sids must be unique.")
        if isinstance(sid, str):
            sids.add(sid)
    if statements:
        document["Statement"] = list(statements)
    return document


def _statement(block: Value, version: str) -> Json:
    if not isinstance(block.payload, Mapping):
        return block
    settings = block.payload
    statement: dict[str, Json] = {"Effect": _leaf(settings.get("effect")) or "Allow"}
    if sid := _leaf(settings.get("sid")):
        statement["Sid"] = sid
    for argument, element in _LISTS:
        strings = _strings(settings.get(argument), argument)
        if isinstance(strings, Value) or strings:
            substituted = _substituted(strings, version) if "resources" in argument else strings
            statement[element] = _compact(substituted)
    for argument, element in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        blocks = _items(settings.get(argument), argument)
        if blocks:
            statement[element] = _principals(_hashed(blocks, _principal_key), version)
    conditions = _items(settings.get("condition"), "condition")
    if conditions:
        statement["Condition"] = _conditions(_hashed(conditions, _condition_key), version)
    return statement


def _principals(blocks: list[Value], version: str) -> Json:
    if any(not isinstance(block.payload, Mapping) for block in blocks):
        return next(block for block in blocks if not isinstance(block.payload, Mapping))
    pairs: list[tuple[Json, Json]] = []
    for block in blocks:
        settings = block.payload if isinstance(block.payload, Mapping) else {}
        identifiers = _substituted(_strings(settings.get("identifiers"), "identifiers"), version)
        pairs.append((_leaf(settings.get("type")), _compact(identifiers)))
    return policy.principal_map(pairs)


def _conditions(blocks: list[Value], version: str) -> Json:
    made: dict[str, dict[str, list[Json]]] = {}
    for block in blocks:
        settings = block.payload
        if not isinstance(settings, Mapping):
            return block
        test, variable = _leaf(settings.get("test")), _leaf(settings.get("variable"))
        if not isinstance(test, str) or not isinstance(variable, str):
            return next(leaf for leaf in (test, variable, unknown(STRING, "incomplete")) if isinstance(leaf, Value))
        values = _substituted(_strings(settings.get("values"), "values", ordered=True), version)
        held = made.setdefault(test, {}).setdefault(variable, [])
        held.extend(values if isinstance(values, list) else [values])
    return policy.flattened(made)


def _compact(strings: "list[Json] | Value") -> Json:
    if isinstance(strings, Value):
        return strings
    return strings[0] if len(strings) == 1 else policy.backwards(strings)


def _substituted(strings: "list[Json] | Value", version: str) -> "list[Json] | Value":
    """`&{` is how a policy variable is written, since `${` is Terraform's own."""
    if isinstance(strings, Value):
        return strings
    if version == "2008-10-17" and any(isinstance(text, str) and "&{" in text for text in strings):
        raise EvaluationError("Policy variables (&{...}) need the document version 2012-10-17.")
    return [text.replace("&{", "${") if isinstance(text, str) else text for text in strings]


def _strings(value: Value | None, name: str, *, ordered: bool = False) -> "list[Json] | Value":
    """The strings of a list or set argument, each once unless `ordered`; the value itself where it is not known."""
    if value is None or value.is_null:
        return []
    if isinstance(value.payload, UnknownPayload):
        return value
    leaves = [_leaf(item) for item in _items(value, name)]
    if ordered:
        return ["" if leaf is None else leaf for leaf in leaves]
    texts: dict[str, None] = dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, str))
    return [*texts, *(leaf for leaf in leaves if isinstance(leaf, Value))]


def _items(value: Value | None, name: str) -> tuple[Value, ...]:
    if value is None or value.is_null:
        return ()
    if isinstance(value.payload, UnknownPayload):
        return (value,)
    if not isinstance(value.payload, tuple):
        raise EvaluationError(f"{name} must be a list, this is a single value.")
    return value.payload


def _leaf(value: Value | None) -> str | Value | None:
    """A string argument: its text, None where it is not set, the value itself where it is not known."""
    if value is None or value.is_null:
        return None
    if not value.is_known:
        return value
    try:
        text = convert(value, STRING).payload
    except ConversionError as error:
        raise EvaluationError(f"A string is needed in a policy document: {error}.") from error
    return text if isinstance(text, str) else None


def _hashed(blocks: tuple[Value, ...], key: Callable[[Mapping[str, Value]], str]) -> list[Value]:
    """Blocks that the provider keeps as a set: each once, in the order of its hash as a decimal text."""
    known = {key(block.payload): block for block in blocks if isinstance(block.payload, Mapping)}
    ordered = [known[text] for text in sorted(known, key=_hash)]
    return [*ordered, *(block for block in blocks if not isinstance(block.payload, Mapping))]


def _hash(text: str) -> str:
    return str(crc32(text.encode()))


def _principal_key(settings: Mapping[str, Value]) -> str:
    members = _strings(settings.get("identifiers"), "identifiers")
    texts = [text for text in members if isinstance(text, str)] if isinstance(members, list) else []
    inside = "".join(f"{text};" for text in sorted(texts, key=lambda t: _hash(f"{t};")))
    return f"identifiers:{{{inside}}};type:{_leaf(settings.get('type'))};"


def _condition_key(settings: Mapping[str, Value]) -> str:
    members = _strings(settings.get("values"), "values", ordered=True)
    inside = "".join(f"{text};" for text in members) if isinstance(members, list) else "?"
    return f"test:{_leaf(settings.get('test'))};values:({inside});variable:{_leaf(settings.get('variable'))};"


def _texts(settings: Mapping[str, Value], name: str) -> list[Value]:
    return [item for item in _items(settings.get(name), name) if not item.is_null]
