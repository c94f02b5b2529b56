"""From a configuration's document to Settings: every key known, every value of its kind, or path, line and hint."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from secscan.documents import Node, choice_of, fields, flag_of, items_of, text_of
from secscan.errors import UserError
from secscan.model import Severity
from secscan.settings.model import CURRENT, DIALECTS, ENGINES, LEGACY, Root, Settings, Undecided

ENGINE_KEYS = ("enabled", "required", "timeout", "skip", "guard")
_MAX_FILE_BYTES = 50_000_000
_MAX_SECONDS = 24 * 60 * 60


def settings_of(node: Node | None, defaults: Settings) -> Settings:
    """The settings that `node` (None for an empty document) makes of the defaults. Raises UserError."""
    if node is None:
        return defaults
    given = fields(node, KEYS, what="the configuration")
    for key in KEYS:
        if key in given:
            defaults = replace(defaults, **_READERS[key](given[key], defaults))
    return defaults


def _engines(node: Node, base: str) -> dict[str, Any]:
    given = fields(node, ENGINE_KEYS, what="`engines`")
    enabled = _names(given["enabled"]) if "enabled" in given else CURRENT
    required = _names(given["required"], empty=True) if "required" in given else requirable(enabled)
    if not requirable(enabled):
        given["enabled"].fail("legacy engines alone decide nothing", hint=f"add one of {', '.join(CURRENT)}")
    for name in required:
        if name not in enabled:
            given["required"].fail(f"`{name}` is required and not enabled", hint="add it to `enabled`")
        if name in LEGACY:
            given["required"].fail(f"`{name}` cannot be required: {LEGACY[name]}")
    values: dict[str, Any] = {"enabled": enabled, "required": required}
    if "timeout" in given:
        values["timeout"] = _number(given["timeout"], most=_MAX_SECONDS, unit="seconds")
    if "skip" in given:
        skip = fields(given["skip"], ENGINES, what="`engines.skip`")
        values["skip"] = tuple((name, tuple(sorted(set(_texts(skip[name]))))) for name in sorted(skip))
    if "guard" in given:
        guard = fields(given["guard"], ("rules",), ("rules",), what="`engines.guard`")
        values["guard_rules"] = _paths(guard["rules"], base)
    return values


def requirable(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the engines on which a verdict can depend."""
    return tuple(name for name in names if name not in LEGACY)


def _names(node: Node, *, empty: bool = False) -> tuple[str, ...]:
    """Engines by name, in the order of the report, each once."""
    if empty and node.value == []:
        return ()
    chosen = {choice_of(item, ENGINES) for item in _items(node)}
    return tuple(name for name in ENGINES if name in chosen)


def _modules(node: Node) -> dict[str, Any]:
    given = fields(node, ("allow_missing",), what="`modules`")
    return {"allow_missing": _texts(given["allow_missing"])} if given else {}


def _limits(node: Node) -> dict[str, Any]:
    given = fields(node, ("file_bytes",), what="`limits`")
    return {"file_bytes": _number(given["file_bytes"], most=_MAX_FILE_BYTES, unit="bytes")} if given else {}


def _root(node: Node, base: str) -> Root:
    """`environments/dev`, or `{path: environments/prod, var_files: [prod.tfvars]}`."""
    if isinstance(node.value, str):
        return Root(path=_path(node, base))
    given = fields(node, ("path", "var_files"), ("path",), what="a root")
    return Root(
        path=_path(given["path"], base), var_files=_paths(given["var_files"], base) if "var_files" in given else ()
    )


def _paths(node: Node, base: str) -> tuple[str, ...]:
    return tuple(_path(item, base) for item in _items(node))


def _path(node: Node, base: str) -> str:
    """Relative to the repository. What leaves it is refused: an audit reads one repository."""
    text = text_of(node)
    path = posixpath.normpath(posixpath.join(base, text))
    if text.startswith("/") or path == ".." or path.startswith("../") or "\0" in text:
        node.fail(f"`{text}` is not a path inside the repository", hint="relative to the configuration's directory")
    return path


def _pattern(text: str, base: str) -> str:
    """A pattern of a `.gitignore` in directory `base`, as one at the top: https://git-scm.com/docs/gitignore."""
    if base == ".":
        return text
    negation, pattern = ("!", text[1:]) if text.startswith("!") else ("", text)
    anchored = "/" in pattern.rstrip("/")
    return f"{negation}/{base}/{pattern.lstrip('/')}" if anchored else f"{negation}/{base}/**/{pattern}"


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(text_of(item) for item in _items(node))


def _items(node: Node) -> list[Node]:
    """One, or a list of them."""
    return items_of(node) if isinstance(node.value, list) else [node]


def _number(node: Node, *, most: int, unit: str) -> int:
    """A whole number from 1."""
    value = node.value
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        node.fail(f"a whole number of {unit} from 1 to {most} belongs here")
    return value


_READERS: Final[Mapping[str, Callable[[Node, Settings], dict[str, Any]]]] = {
    "paths": lambda node, s: {"paths": _paths(node, s.base)},
    "exclude": lambda node, s: {"exclude": tuple(_pattern(item, s.base) for item in _texts(node))},
    "roots": lambda node, s: {"roots": tuple(_root(item, s.base) for item in items_of(node))},
    "dialect": lambda node, _: {"dialect": choice_of(node, DIALECTS)},
    "env_vars": lambda node, _: {"env_vars": flag_of(node)},
    "workspace": lambda node, _: {"workspace": text_of(node)},
    "fail_on": lambda node, _: {"fail_on": Severity(choice_of(node, list(Severity)))},
    "undecided": lambda node, _: {"undecided": Undecided(choice_of(node, list(Undecided)))},
    "engines": lambda node, s: _engines(node, s.base),
    "modules": lambda node, _: _modules(node),
    "limits": lambda node, _: _limits(node),
    "waivers": lambda node, s: {"waivers": _path(node, s.base), "waivers_named": True},
    "policies": lambda node, s: {"policies": _paths(node, s.base)},
}
KEYS: Final = tuple(_READERS)


def engine_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names from the command line, in the order of the report. Raises UserError."""
    for name in names:
        if name not in ENGINES:
            raise UserError(f"`{name}` is no engine", hint=f"one of {', '.join(ENGINES)}")
    return tuple(name for name in ENGINES if name in names)


def check_required(enabled: tuple[str, ...], required: tuple[str, ...]) -> None:
    """That a verdict can depend on the command line's engines. Raises UserError."""
    if not requirable(enabled):
        told = f"{', '.join(enabled)} alone decides nothing: {LEGACY[enabled[0]]}"
        raise UserError(told, hint="add `--engine secscan`")
    for name in required:
        if name in LEGACY:
            raise UserError(f"{name} cannot be required: {LEGACY[name]}")
        if name not in enabled:
            raise UserError(f"{name} is required and does not run", hint=f"add `--engine {name}`")
