"""Which of KICS's queries can say anything about a root: an index, made once at installation. Runs nothing.

Compiling queries is what KICS takes its time for, and most of them are about types that a root does not have. A query
is left out only where it cannot matter: all that it looks at are resource types (and registry modules that stand for
them) that it names, and none of these words stands in the root's files. A query that goes through whatever types there
are, or looks at anything else (providers, variables, outputs, secrets), and so every query that speaks of what is
absent, is always in. That the results are those of the whole set is held by a test (tests/engines/test_kics_index.py).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from secscan.engines.output import UnreadableError, document, mapping, raw, sequence

FILE: Final = "queries.json"
QUERIES: Final = "assets/queries/terraform"
LIBRARIES: Final = "assets/libraries"
SECRETS: Final = "a88baa34-e2ad-44ea-ad6f-8cac87bc7c71"
"""The id under which KICS's own patterns for secrets are asked for; they are part of the program."""

_PREFIXES: Final = {
    "alicloud": ("alicloud",),
    "aws": ("aws",),
    "azure": ("azurerm", "azuread"),
    "databricks": ("databricks",),
    "gcp": ("google",),
    "github": ("github",),
    "kubernetes": ("kubernetes",),
    "nifcloud": ("nifcloud",),
    "tencentcloud": ("tencentcloud",),
}
_NOISE: Final = re.compile(r"(?m)^\s*#.*$|^import .*$")
_WORD: Final = re.compile(rf"\b(?:{'|'.join(p for some in _PREFIXES.values() for p in some)})_[a-z0-9_]+\b")
# A type is named by a literal (`resource.aws_x`, `resource["aws_x"]`) or comes from a list of literals (`types[t]`);
# with any other index the query goes through all that there is.
_ANY_TYPE: Final = re.compile(r"\.(?:resource|data)\[\w+\]|\bwalk\((?:input|doc|document)\b")
_ALIAS: Final = re.compile(r"(?m)\b(\w+)\s*:?=\s*(?:input\.document\[[^\]]*\]|doc|document)\.(?:resource|data)\s*$")
_NOT_RESOURCES: Final = re.compile(r"\.(?:provider|variable|output|locals|terraform)\b")
_LIBRARY_CALL: Final = re.compile(r"\b(?:common_lib|tf_lib|terra_lib|commonLib|terraLib|commonLibs)\.(\w+)")
_DEFINITION: Final = re.compile(r"(?m)^(?:default\s+)?([A-Za-z_]\w*)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """`provider`: the directory of the query (`aws`, `general`). `types`: the words of which one must stand in a root's
    files; none for a query that can always matter."""

    id: str
    provider: str
    types: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """`modules`: the types that a registry module stands for in KICS's queries, by its source."""

    queries: tuple[Query, ...]
    modules: Mapping[str, tuple[str, ...]]

    def chosen(self, texts: Iterable[str], types: Iterable[str]) -> tuple[str, ...]:
        """The ids, sorted, of the queries that can matter to a root with these files and these types of resources."""
        words = {*types}
        for text in texts:
            words.update(_WORD.findall(text))
            words.update(name for source, names in self.modules.items() if source in text for name in names)
        providers = {"general", *_providers(words)}
        can = (q.id for q in self.queries if q.provider in providers and (not q.types or q.types & words))
        return tuple(sorted({SECRETS, *can}))

    def whole(self, texts: Iterable[str], types: Iterable[str]) -> tuple[str, ...]:
        """Every query of the providers that a root uses: what `chosen` must say no less than."""
        words = {*types, *(word for text in texts for word in _WORD.findall(text))}
        providers = {"general", *_providers(words)}
        return tuple(sorted({SECRETS, *(q.id for q in self.queries if q.provider in providers)}))


def _providers(words: AbstractSet[str]) -> Iterator[str]:
    used = {word.partition("_")[0] for word in words}
    return (name for name, prefixes in _PREFIXES.items() if used & set(prefixes))


def write(directory: Path) -> None:
    """Lay the index of the queries in `directory` beside them. Raises OSError, UnreadableError."""
    library = _library(directory / LIBRARIES)
    queries = [_query(file, library) for file in sorted((directory / QUERIES).rglob("query.rego"))]
    modules = document((directory / LIBRARIES / "common.json").read_bytes(), "common.json")
    record = {
        "queries": {
            q.id: {"provider": q.provider, "types": sorted(q.types)} for q in sorted(queries, key=lambda q: q.id)
        },
        "modules": dict(sorted(_modules(modules))),
    }
    (directory / FILE).write_text(json.dumps(record, indent=0), encoding="utf-8")
    read(directory)


def read(directory: Path) -> Index:
    """Raises OSError, UnreadableError."""
    whole = mapping(document((directory / FILE).read_bytes(), FILE), FILE)
    queries = (
        Query(id=name, provider=raw(entry["provider"], "provider"), types=frozenset(sequence(entry["types"], "types")))
        for name, entry in mapping(whole.get("queries"), "queries").items()
    )
    modules = mapping(whole.get("modules"), "modules")
    return Index(queries=tuple(queries), modules={name: tuple(types) for name, types in modules.items()})


def _query(file: Path, library: Mapping[str, str]) -> Query:
    about = mapping(document(file.with_name("metadata.json").read_bytes(), str(file)), str(file))
    text = _NOISE.sub("", file.read_text(encoding="utf-8"))
    whole = "\n".join([text, *(library[name] for name in sorted(_called(text, library)))])
    types = frozenset() if _generic(whole) else frozenset(_WORD.findall(whole))
    return Query(id=raw(about.get("id"), "id"), provider=file.parent.parent.name, types=types)


def _generic(text: str) -> bool:
    """Whether a query looks at more than the types that it names."""
    aliases = _ALIAS.findall(text)
    through = re.compile(rf"\b(?:{'|'.join(aliases)})\[\w+\]") if aliases else None
    return bool(_ANY_TYPE.search(text) or _NOT_RESOURCES.search(text) or (through and through.search(text)))


def _library(directory: Path) -> dict[str, str]:
    """What each rule of the libraries that Terraform's queries import says, by name, all its bodies together."""
    rules: dict[str, str] = {}
    for name in ("common.rego", "terraform.rego"):
        text = _NOISE.sub("", (directory / name).read_text(encoding="utf-8"))
        starts = [*_DEFINITION.finditer(text)]
        for here, there in zip(starts, [*starts[1:], None], strict=True):
            body = text[here.start() : there.start() if there else None]
            rules[here[1]] = rules.get(here[1], "") + body
    return rules


def _called(text: str, library: Mapping[str, str]) -> set[str]:
    """The library's rules that a text leads to, directly or not."""
    found: set[str] = set()
    waiting = set(_LIBRARY_CALL.findall(text)) & library.keys()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= (set(re.findall(r"\b\w+\b", library[name])) & library.keys()) - found
    return found


def _modules(common: Any) -> Iterator[tuple[str, list[str]]]:
    providers = mapping(
        mapping(mapping(common, "common.json").get("common_lib"), "common_lib").get("modules"), "modules"
    )
    for modules in providers.values():
        for source, about in mapping(modules, "modules").items():
            yield source, sorted(sequence(about.get("resources"), "resources"))


__all__ = ["FILE", "LIBRARIES", "QUERIES", "SECRETS", "Index", "Query", "UnreadableError", "read", "write"]
