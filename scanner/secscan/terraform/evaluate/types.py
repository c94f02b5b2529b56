"""Types as words and from words: names for messages, type constraints of variables, defaults of `optional()`.

Not conversion (convert.py). Follows https://developer.hashicorp.com/terraform/language/expressions/type-constraints.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from secscan.terraform import syntax
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    Value,
)

PRIMITIVES: Final[Mapping[str, Type]] = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
# A type keyword may stand in quotes, as Terraform 0.11 wanted it; "list" and "map" meant what they held as strings.
_LEGACY: Final[Mapping[str, Type]] = {
    "string": STRING,
    "list": Collection("list", DYNAMIC),
    "map": Collection("map", DYNAMIC),
}
MAX_DEPTH: Final = 100
_ARGUMENTS: Final = {
    "object": "the attribute types and values as a map",
    "tuple": "the element types as a list",
    **dict.fromkeys(("list", "set", "map"), "the element type"),
}


def _needs_argument(name: str) -> str:
    specifying = f" specifying {_ARGUMENTS[name]}" if name in _ARGUMENTS else ""
    return f"The {name} type constructor requires one argument{specifying}."


@dataclass(frozen=True, slots=True)
class Defaults:
    """The defaults in a constraint: `values` of an object's optional attributes, `children` what its parts have
    (attribute name, tuple index as text, or "" for the elements of a collection)."""

    values: Mapping[str, Value] = field(default_factory=dict)
    children: Mapping[str, "Defaults"] = field(default_factory=dict)


NO_DEFAULTS: Final = Defaults()


def type_name(kind: Type) -> str:
    """The type as Terraform's messages name a value's type: `list of string`, `object`."""
    match kind:
        case Collection():
            return f"{kind.kind} of {type_name(kind.element)}"
        case TupleType():
            return "tuple"
        case ObjectType():
            return "object"
    return kind.name


def constraint_name(kind: Type) -> str:
    """The type as Terraform's messages name a wanted type: `any type`, `map of any single type`."""
    if isinstance(kind, Collection):
        element = "any single type" if kind.element == DYNAMIC else constraint_name(kind.element)
        return f"{kind.kind} of {element}"
    return "any type" if kind == DYNAMIC else type_name(kind)


def required(kind: Type) -> str:
    """Why a value that is not of this type will not do: `a number is required`."""
    name = constraint_name(kind)
    if name == "any type":
        return "any type is required"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} is required" if name else ""


def type_text(kind: Type) -> str:
    """The type as a constraint, on one line: `list(object({ a = string }))`."""
    match kind:
        case Collection():
            return f"{kind.kind}({type_text(kind.element)})"
        case TupleType():
            return f"tuple([{', '.join(type_text(e) for e in kind.elements)}])"
        case ObjectType():
            return f"object({{{', '.join(_attribute_text(kind, n, t) for n, t in kind.attributes)}}})"
    return "any" if kind == DYNAMIC else kind.name


def _attribute_text(kind: ObjectType, name: str, attribute: Type) -> str:
    text = type_text(attribute)
    return f"{name}=optional({text})" if name in kind.optional else f"{name}={text}"


def without_optional(kind: Type) -> Type:
    """The type that values have after a conversion: nothing optional at any level."""
    match kind:
        case Collection():
            element = without_optional(kind.element)
            return kind if element is kind.element else Collection(kind.kind, element)
        case TupleType():
            elements = tuple(without_optional(e) for e in kind.elements)
            return kind if all(a is b for a, b in zip(elements, kind.elements, strict=True)) else TupleType(elements)
        case ObjectType():
            attributes = tuple((n, without_optional(t)) for n, t in kind.attributes)
            same = not kind.optional and all(a[1] is b[1] for a, b in zip(attributes, kind.attributes, strict=True))
            return kind if same else ObjectType(attributes)
    return kind


def has_dynamic(kind: Type) -> bool:
    match kind:
        case Collection():
            return has_dynamic(kind.element)
        case TupleType():
            return any(has_dynamic(e) for e in kind.elements)
        case ObjectType():
            return any(has_dynamic(t) for _, t in kind.attributes)
    return kind == DYNAMIC


def type_from_expression(
    expression: syntax.Expression, default: Callable[[syntax.Expression], Value]
) -> tuple[Type, Defaults]:
    """A variable's `type` argument -> its type (with the names that may be left out) and the defaults in it.

    `default` evaluates the second argument of `optional()`. Raises EvaluationError at the place that is no type."""
    if (legacy := _legacy(expression)) is not None:
        return legacy, NO_DEFAULTS
    return _constraint(expression, default, 0)


def _legacy(expression: syntax.Expression) -> Type | None:
    if isinstance(expression, syntax.Template) and len(expression.parts) == 1 and isinstance(expression.parts[0], str):
        return _LEGACY.get(expression.parts[0])
    return None


def _constraint(
    expression: syntax.Expression, default: Callable[[syntax.Expression], Value], depth: int
) -> tuple[Type, Defaults]:
    if depth > MAX_DEPTH:
        raise EvaluationError(f"This type is nested more than {MAX_DEPTH} levels deep.", expression.span)
    if isinstance(expression, syntax.Variable):
        return _keyword(expression), NO_DEFAULTS
    if not isinstance(expression, syntax.Call):
        raise EvaluationError(
            "A type specification is either a primitive type keyword (bool, number, string) or a complex type "
            "constructor call, like list(string).",
            expression.span,
        )
    name = expression.name
    if len(expression.arguments) != 1 or expression.expand:
        raise EvaluationError(_needs_argument(name), expression.span)
    argument = expression.arguments[0]
    if name in ("list", "set", "map"):
        element, defaults = _constraint(argument, default, depth + 1)
        return Collection(name, element), _within({"": defaults})
    if name == "object":
        return _object(argument, default, depth + 1)
    if name == "tuple":
        return _tuple(argument, default, depth + 1)
    if name == "optional":
        raise EvaluationError(
            'Keyword "optional" is valid only as a modifier for object type attributes.', expression.span
        )
    raise EvaluationError(f'Keyword "{name}" is not a valid type constructor.', expression.span)


def _keyword(expression: syntax.Variable) -> Type:
    kind = PRIMITIVES.get(expression.name)
    if kind is not None:
        return kind
    if expression.name in ("list", "map"):
        return Collection(expression.name, DYNAMIC)
    if expression.name in _ARGUMENTS:
        raise EvaluationError(_needs_argument(expression.name), expression.span)
    raise EvaluationError(f'The keyword "{expression.name}" is not a valid type specification.', expression.span)


def _within(children: Mapping[str, Defaults]) -> Defaults:
    kept = {name: defaults for name, defaults in children.items() if defaults.values or defaults.children}
    return Defaults(children=kept) if kept else NO_DEFAULTS


def _tuple(
    argument: syntax.Expression, default: Callable[[syntax.Expression], Value], depth: int
) -> tuple[Type, Defaults]:
    if not isinstance(argument, syntax.TupleExpr):
        raise EvaluationError("Tuple type constructor requires a list of element types.", argument.span)
    parts = [_constraint(item, default, depth) for item in argument.items]
    children = {str(index): defaults for index, (_, defaults) in enumerate(parts)}
    return TupleType(tuple(kind for kind, _ in parts)), _within(children)


def _object(
    argument: syntax.Expression, default: Callable[[syntax.Expression], Value], depth: int
) -> tuple[Type, Defaults]:
    if not isinstance(argument, syntax.ObjectExpr):
        raise EvaluationError(
            "Object type constructor requires a map whose keys are attribute names and whose values are types.",
            argument.span,
        )
    attributes: dict[str, Type] = {}
    optional: set[str] = set()
    values: dict[str, Value] = {}
    children: dict[str, Defaults] = {}
    for key, item in argument.items:
        name = _attribute_name(key)
        inner, fallback, may_miss = _optional(item)
        attributes[name], children[name] = _constraint(inner, default, depth)
        if may_miss:
            optional.add(name)
        if fallback is not None:
            values[name] = _fallback(fallback, attributes[name], children[name], default)
    kept = {name: defaults for name, defaults in children.items() if defaults.values or defaults.children}
    return ObjectType(tuple(sorted(attributes.items())), frozenset(optional)), Defaults(values, kept)


def _attribute_name(key: syntax.Expression) -> str:
    if isinstance(key, syntax.Template) and len(key.parts) == 1 and isinstance(key.parts[0], str):
        return key.parts[0]
    raise EvaluationError("Object constructor map keys must be attribute names.", key.span)


def _optional(item: syntax.Expression) -> tuple[syntax.Expression, syntax.Expression | None, bool]:
    """(the type, the default's expression or None, whether the attribute may be left out)"""
    if not (isinstance(item, syntax.Call) and item.name == "optional"):
        return item, None, False
    if not 1 <= len(item.arguments) <= 2:
        raise EvaluationError(
            "Optional attribute modifier requires the attribute type as its argument, and may have a default value.",
            item.span,
        )
    return item.arguments[0], item.arguments[1] if len(item.arguments) == 2 else None, True


def _fallback(
    expression: syntax.Expression, kind: Type, defaults: Defaults, default: Callable[[syntax.Expression], Value]
) -> Value:
    from secscan.terraform.evaluate.convert import ConversionError, convert
    from secscan.terraform.evaluate.defaults import apply_defaults

    try:
        return convert(apply_defaults(default(expression), defaults), kind)
    except ConversionError as error:
        raise EvaluationError(
            f"This default value is not compatible with the attribute's type constraint: {error}.", expression.span
        ) from error
