"""Hash functions of strings, `uuid`, `uuidv5`, `bcrypt`, `rsadecrypt`. Hashes of files are in filesystem.py."""

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping
from typing import Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, of_text, text_of
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import NUMBER, STRING, Value, string, unknown

_NAMESPACES: Final = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


def hex_digest(algorithm: str) -> Callable[[bytes], str]:
    return lambda data: hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def base64_digest(algorithm: str) -> Callable[[bytes], str]:
    return lambda data: base64.b64encode(hashlib.new(algorithm, data, usedforsecurity=False).digest()).decode()


DIGESTS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "base64sha256": base64_digest("sha256"),
    "base64sha512": base64_digest("sha512"),
    "md5": hex_digest("md5"),
    "sha1": hex_digest("sha1"),
    "sha256": hex_digest("sha256"),
    "sha512": hex_digest("sha512"),
}


def _of_text(digest: Callable[[bytes], str]) -> Function:
    return of_text(lambda text: digest(text.encode()))


def _uuidv5(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    namespace, name = text_of(arguments[0]), text_of(arguments[1])
    if namespace in _NAMESPACES:
        return string(str(uuid.uuid5(_NAMESPACES[namespace], name)))
    try:
        space = uuid.UUID(namespace)
    except ValueError as error:
        raise FunctionError(f"uuidv5() doesn't support namespace {namespace}", 0) from error
    return string(str(uuid.uuid5(space, name)))


def _at_apply(name: str) -> Callable[[Arguments, FunctionContext], Value]:
    """Functions whose result differs each time: Terraform does not call them while planning."""
    return lambda arguments, context: unknown(STRING, f"{name}() is computed when applying", not_null=True)  # noqa: ARG005


FUNCTIONS: Final[Mapping[str, Function]] = {
    **{name: _of_text(digest) for name, digest in DIGESTS.items()},
    "bcrypt": Function((Parameter("str", STRING),), STRING, _at_apply("bcrypt"), variadic=Parameter("cost", NUMBER)),
    "rsadecrypt": Function(
        (Parameter("ciphertext", STRING), Parameter("privatekey", STRING)),
        STRING,
        lambda arguments, context: unknown(STRING, "rsadecrypt() is not computed while scanning", not_null=True),  # noqa: ARG005
    ),
    "uuid": Function((), STRING, _at_apply("uuid")),
    "uuidv5": Function((Parameter("namespace", STRING), Parameter("name", STRING)), STRING, _uuidv5),
}
