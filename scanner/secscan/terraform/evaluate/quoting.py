"""Text between an HCL string's quotes, as Terraform writes it: instance keys, encoded expressions. Reads none."""

from typing import Final

_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def escaped(text: str) -> str:
    """`text` between an HCL string's quotes, as Terraform writes it."""
    if text.isalnum() and text.isascii():
        return text
    made = [_ESCAPES.get(char) or (char if char.isprintable() else _unicode(char)) for char in text]
    return "".join(made).replace("${", "$${").replace("%{", "%%{")


def _unicode(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
