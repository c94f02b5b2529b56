"""IAM policy documents as the AWS provider reads, merges and writes them: JSON in, JSON out, parts may be unknown.

Behaviour compared with the provider's plans (tests/terraform/test_configuration_truth.py): statements are merged by
Sid, principals' lists are sorted backwards, single condition values stand alone, elements come in one order, characters
that HTML gives a meaning are escaped as Go's encoder does. Knows no data source; judges no policy.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import STRING, UnknownPayload, Value, from_json, object_of, tuple_of, unknown

# JSON whose leaves may be values that are not known.
Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | Value | None
_ORDER: Final = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)


def read(source: Value, name: str) -> dict[str, Json]:
    """A document to be merged, as the provider reads JSON. An unknown one gives what is known of its structure."""
    data: Json
    if isinstance(source.payload, UnknownPayload):
        known = source.payload.structure
        data = _from_value(known) if known is not None else {"Statement": [source]}
    else:
        data = _parsed(source, name)
    if not isinstance(data, dict):
        raise EvaluationError(f"{name}: a policy document is a JSON object.")
    fields = {key.lower(): item for key, item in data.items()}
    statements: Json = fields.get("statement")
    if statements is None:
        statements = []
    if not isinstance(statements, (list, Value)):
        raise EvaluationError(f"{name}: Statement must be a list.")
    document: dict[str, Json] = {"Statement": [_read_statement(item, name) for item in _as_list(statements)]}
    for element in ("Version", "Id"):
        found = fields.get(element.lower())
        if found:
            document[element] = found
    return document


def _as_list(found: list[Json] | Value) -> list[Json]:
    return [found] if isinstance(found, Value) else found


def _parsed(source: Value, name: str) -> Json:
    try:
        parsed: Json = json.loads(str(source.payload))
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{name}: this is not JSON ({error}).") from error
    return parsed


def _read_statement(item: Json, name: str) -> Json:
    if isinstance(item, Value):
        return item
    if not isinstance(item, dict):
        raise EvaluationError(f"{name}: a statement is a JSON object.")
    fields = {key.lower(): value for key, value in item.items()}
    statement: dict[str, Json] = {}
    for element in _ORDER:
        found = fields.get(element.lower())
        if found is None or (element in {"Sid", "Effect"} and found == ""):
            continue
        if element in {"Principal", "NotPrincipal"}:
            found = _read_principals(found, name)
        elif element == "Condition":
            found = _read_conditions(found, name)
        statement[element] = found
    return statement


def _read_principals(found: Json, name: str) -> Json:
    if isinstance(found, Value):
        return found
    if isinstance(found, str):
        return "*"
    if not isinstance(found, dict):
        raise EvaluationError(f"{name}: a principal is a string or an object.")
    return principal_map(found.items())


def _read_conditions(found: Json, name: str) -> Json:
    if isinstance(found, Value):
        return found
    if not isinstance(found, dict):
        raise EvaluationError(f"{name}: conditions are an object.")
    made: dict[str, dict[str, list[Json]]] = {}
    for test, variables in found.items():
        if isinstance(variables, Value):
            return variables
        for variable, values in (variables if isinstance(variables, dict) else {}).items():
            held = made.setdefault(test, {}).setdefault(variable, [])
            if isinstance(values, bool):
                held.append("true" if values else "false")
            elif isinstance(values, list):
                held.extend(values)
            elif isinstance(values, (str, Value)):
                held.append(values)
    return flattened(made)


def refuse_same_sids(document: dict[str, Json], seen: set[str], name: str) -> None:
    for sid in filter(None, map(_sid, _statements(document))):
        if sid in seen:
            raise EvaluationError(f"Duplicate Sid ({sid}) in {name}: Sids must be unique.")
        seen.add(sid)


def merge(into: dict[str, Json], document: dict[str, Json]) -> None:
    """Later ones win: the Id, the higher version, and statements of the same Sid, which keep the earlier's place."""
    if document.get("Id"):
        into["Id"] = document["Id"]
    version = document.get("Version")
    if isinstance(version, Value) or str(version or "") > str(into.get("Version") or ""):
        into["Version"] = version
    statements = _statements(into)
    places = {sid: index for index, sid in enumerate(map(_sid, statements)) if sid}
    for statement in _statements(document):
        sid = _sid(statement)
        if sid and sid in places:
            statements[places[sid]] = statement
        else:
            places[sid or ""] = len(statements)
            statements.append(statement)
    if statements:
        into["Statement"] = statements


def _statements(document: dict[str, Json]) -> list[Json]:
    found = document.get("Statement")
    return found if isinstance(found, list) else []


def _sid(statement: Json) -> str:
    sid = statement.get("Sid") if isinstance(statement, dict) else None
    return sid if isinstance(sid, str) else ""


def in_order(document: dict[str, Json]) -> dict[str, Json]:
    """The elements in the order in which the provider writes them."""
    whole = {name: document[name] for name in ("Version", "Id", "Statement") if document.get(name)}
    if "Statement" in whole:
        whole["Statement"] = [
            {name: item[name] for name in _ORDER if name in item} if isinstance(item, dict) else item
            for item in _statements(document)
        ]
    return whole


def principal_map(pairs: Iterable[tuple[Json, Json]]) -> Json:
    """Principals by type: the type `*` alone is the plain string, several blocks of one type become one list."""
    known = list(pairs)
    if len(known) == 1 and known[0][0] == "*" and known[0][1] in ("*", ["*"]):
        return "*"
    made: dict[str, Json] = {}
    for kind, identifiers in known:
        if not isinstance(kind, str):
            return kind if isinstance(kind, Value) else unknown(STRING, "a principal without a type")
        held = made.get(kind)
        if held is None:
            made[kind] = backwards(identifiers) if isinstance(identifiers, list) else identifiers
        else:
            first = held if isinstance(held, list) else [held]
            later = backwards(identifiers) if isinstance(identifiers, list) else [identifiers]
            made[kind] = [*first, *later]
    return dict(sorted(made.items()))


def flattened(conditions: dict[str, dict[str, list[Json]]]) -> Json:
    """Conditions with single values standing alone, all names in order."""
    return {
        test: {name: values[0] if len(values) == 1 else values for name, values in sorted(variables.items())}
        for test, variables in sorted(conditions.items())
    }


def backwards(strings: list[Json]) -> list[Json]:
    """Sorted backwards; what is not known comes last."""
    texts = sorted((text for text in strings if isinstance(text, str)), key=lambda t: t.encode(), reverse=True)
    return [*texts, *(item for item in strings if not isinstance(item, str))]


def go_json(document: Json, *, indent: bool) -> str:
    """JSON as Go's encoder writes it: `<`, `>`, `&` and two line separators are escaped, other characters are not."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(document, ensure_ascii=False, indent=2 if indent else None, separators=separators)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def unknowns(document: Json) -> Iterable[Value]:
    if isinstance(document, Value):
        yield document
    elif isinstance(document, list):
        for item in document:
            yield from unknowns(item)
    elif isinstance(document, dict):
        for item in document.values():
            yield from unknowns(item)


def to_value(document: Json) -> Value:
    if isinstance(document, Value):
        return document
    if isinstance(document, list):
        return tuple_of(to_value(item) for item in document)
    if isinstance(document, dict):
        return object_of({name: to_value(item) for name, item in document.items()})
    return from_json(document)


def _from_value(value: Value) -> Json:
    payload = value.payload
    if isinstance(payload, tuple):
        return [_from_value(item) for item in payload]
    if isinstance(payload, Mapping):
        return {name: _from_value(item) for name, item in payload.items()}
    return payload if payload is None or isinstance(payload, (bool, str)) else value
