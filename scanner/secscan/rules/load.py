"""Finds the policies and reads them: a folder `<provider>/<service>/<slug>/` is a rule. Judges nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secscan.documents import Node, fields, read, text_of
from secscan.errors import UserError
from secscan.rules.decode import policy_of, terms_of
from secscan.rules.language import Policy, Predicate

CONTROLS = "controls"
TERMS = "terms.yaml"
_HERE = Path(__file__).resolve()


@dataclass(frozen=True, kw_only=True, slots=True)
class Framework:
    """A catalogue of controls that rules map to; its texts stay with who wrote them."""

    id: str
    title: str
    version: str
    uri: str


def own_policies() -> Path:
    """Where our own policies lie: in the installed package, else at the top of the repository."""
    packaged = _HERE.parents[1] / "policies"
    return packaged if packaged.is_dir() else _HERE.parents[3] / "policies"


def load_policies(extra: tuple[Path, ...] = ()) -> tuple[Policy, ...]:
    """Our own policies and those of `extra` directories of the same shape, by id.

    Raises UserError for a directory that is not there, a wrong word in a policy, and an id that stands twice."""
    places = (own_policies(), *extra)
    frameworks = {f.id: f.title for place in places for f in _frameworks(place)}
    terms: dict[str, Predicate] = {}
    for place in places:
        if (place / TERMS).is_file():
            terms = terms_of(_document(place / TERMS), terms)
    found: dict[str, Policy] = {}
    for place in places:
        for file in _policy_files(place):
            identity = "-".join(file.parent.relative_to(place).parts)
            policy = policy_of(_document(file), identity, str(file.parent), frameworks, terms)
            if identity in found:
                message = f"the rule `{identity}` exists already, in {found[identity].directory}"
                raise UserError(message, path=str(file), hint="rename its folder")
            found[identity] = policy
    return tuple(found[key] for key in sorted(found))


def load_frameworks(extra: tuple[Path, ...] = ()) -> tuple[Framework, ...]:
    """The frameworks that rules may map to: one file `controls/<id>.yaml` each, by id."""
    found = {f.id: f for place in (own_policies(), *extra) for f in _frameworks(place)}
    return tuple(found[key] for key in sorted(found))


def policies_digest(extra: tuple[Path, ...] = ()) -> str:
    """SHA-256, hex, over the names and bytes of every policy, framework and term: what the verdict depends on."""
    digest = hashlib.sha256()
    for place in (own_policies(), *extra):
        for file in sorted([*_policy_files(place), *place.glob(f"{CONTROLS}/*.yaml"), *place.glob(TERMS)]):
            data = file.read_bytes()
            digest.update(f"{file.relative_to(place).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()


def _policy_files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        raise UserError("no such directory of policies", path=str(place))
    for folder in sorted(place.glob("*/*/*")):
        if not folder.is_dir() or folder.relative_to(place).parts[0] == CONTROLS:
            continue
        file = folder / "policy.yaml"
        if not file.is_file():
            raise UserError("a rule's folder needs a policy.yaml", path=str(folder))
        yield file


def _frameworks(place: Path) -> Iterator[Framework]:
    for file in sorted(place.glob(f"{CONTROLS}/*.yaml")):
        found = fields(_document(file), ("title", "version", "uri"), ("title", "version", "uri"), what="a framework")
        title, version, uri = (text_of(found[key]) for key in ("title", "version", "uri"))
        yield Framework(id=file.stem, title=title, version=version, uri=uri)


def _document(file: Path) -> Node:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot be read: {error}", path=str(file)) from None
    node = read(text, str(file))
    if node is None:
        raise UserError("is empty", path=str(file))
    return node
