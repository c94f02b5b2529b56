"""The name that a finding keeps from one audit to the next. Not for comparing what was seen (that is evidence).

A fingerprint is made of what the defect *is*: recipe version, rule, root, address and key. Line, message and severity
are left out, so that a moved block, a reworded message or a new opinion on severity does not make an old finding new.
"""

import hashlib
import json
from typing import Final

from secscan.model import Address

RECIPE: Final = "secscan-fingerprint/1"
"""Goes up when the recipe changes: every stored fingerprint is then known to be of another kind."""


def of_address(rule: str, address: Address, key: str) -> str:
    """32 hex characters for a finding that stands on an address."""
    return _digest("address", rule, address.root, address.name, key)


def of_file(rule: str, file: str, ordinal: int, key: str) -> str:
    """32 hex characters for a finding without an address: `ordinal` counts the rule's findings of that file in the
    order of the file, from 0, and stands for the line, which must not be in it. `file` is the root's directory for what
    that root lacks altogether, and may be "" where no engine gave a place at all."""
    return _digest("file", rule, file, str(ordinal), key)


def of_cause(rule: str, file: str, block: str) -> str:
    """16 hex characters that all instances of one wrong block share (`block` is `aws_kms_key.this`)."""
    return _digest("cause", rule, file, block)[:16]


def _digest(*parts: str) -> str:
    # JSON keeps the parts apart ("a", "bc" is not "ab", "c"); escaped, so that lone surrogates hash too.
    text = json.dumps([RECIPE, *parts], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
