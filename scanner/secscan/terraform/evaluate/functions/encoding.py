"""Base64, URL and text encodings. Not CSV, JSON or YAML, which have modules of their own."""

import base64
import binascii
import codecs
import re
from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.charsets import ENCODINGS
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, of_text, text_of
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import STRING, Value, string, unknown

_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def decode_base64(text: str) -> bytes:
    """Strict standard base64; line breaks are passed over, as Go does. Raises FunctionError."""
    text = text.replace("\r", "").replace("\n", "")
    if not _BASE64.match(text):
        raise FunctionError("failed to decode base64 data", 0)
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise FunctionError("failed to decode base64 data", 0) from error


def _base64decode(text: str) -> str:
    try:
        return decode_base64(text).decode()
    except UnicodeDecodeError as error:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8", 0) from error


def _urlencode(text: str) -> str:
    """As Go's url.QueryEscape: a space becomes `+`."""
    return "".join(chr(b) if b in _UNRESERVED else "+" if b == 0x20 else f"%{b:02X}" for b in text.encode())


def _base64gzip(arguments: Arguments, context: FunctionContext) -> Value:
    """Go's compressor writes other bytes than zlib's, so the text cannot be told; every gzip begins alike."""
    del arguments, context
    return unknown(STRING, "base64gzip() depends on Terraform's own compressor", prefix="H4sIAAAAAAAA/", not_null=True)


def _codec(name: str, argument: int) -> str:
    """Python's codec for an encoding's name in the IANA registry, as far as Go knows it. Raises FunctionError."""
    known = ENCODINGS.get(name.lower())
    if known is None:
        raise FunctionError(
            f'"{name}" is not a supported IANA encoding name or alias in this Terraform version', argument
        )
    return known


def _textencode(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    text, name = text_of(arguments[0]), text_of(arguments[1])
    codec = _codec(name, 1)
    try:
        data = codecs.BOM_UTF16_BE + text.encode("utf-16-be") if codec == "utf-16" else text.encode(codec)
    except UnicodeEncodeError as error:
        raise FunctionError(f"the given string contains characters that cannot be represented in {name}", 0) from error
    return string(base64.b64encode(data).decode())


def _textdecode(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    name = text_of(arguments[1])
    codec = _codec(name, 1)
    data = decode_base64(text_of(arguments[0]))
    if codec == "utf-16" and data[:2] not in (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE):
        codec = "utf-16-be"
    try:
        return string(data.decode(codec))
    except UnicodeDecodeError as error:
        raise FunctionError(f"the given bytes are not valid {name}", 0) from error


_SOURCE = (Parameter("source", STRING), Parameter("encoding", STRING))

FUNCTIONS: Final[Mapping[str, Function]] = {
    "base64decode": of_text(_base64decode),
    "base64encode": of_text(lambda text: base64.b64encode(text.encode()).decode()),
    "base64gzip": Function((Parameter("str", STRING),), STRING, _base64gzip),
    "textdecodebase64": Function(_SOURCE, STRING, _textdecode),
    "textencodebase64": Function((Parameter("string", STRING), Parameter("encoding", STRING)), STRING, _textencode),
    "urlencode": of_text(_urlencode),
}
