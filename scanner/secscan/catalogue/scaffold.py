"""Begins a new rule: its folder with a policy and a case, which fail `secscan rules test` until they are written.

Registers nothing: a folder is a rule. docs/writing-rules.md says what belongs into it.
"""

import re
from pathlib import Path
from typing import Final

from secscan.errors import UserError
from secscan.rules.cases import UNWRITTEN

_PART: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_TYPE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+$")

_POLICY: Final = """\
title: {unwritten}
severity: medium
severity_reason: {unwritten}
what: {unwritten}
why: {unwritten}
remediation: {unwritten}
resources: {type}
require: {{attribute: {attribute}, equals: true, default: false}}
message: "{{attribute}} is {{value}}."
"""

_CASE: Final = """\
variable "{attribute}" {{
  type = bool
}}

# expect: ... (finding, clean or unknown: what the rule must answer)
resource "{type}" "left_at_the_default" {{
}}

# expect: ...
resource "{type}" "as_it_should_be" {{
  {attribute} = true
}}

# expect: ...
resource "{type}" "not_known" {{
  {attribute} = var.{attribute}
}}
"""


def scaffold(name: str, resource: str, place: Path) -> tuple[Path, ...]:
    """Writes the folder of the rule `PROVIDER/SERVICE/SLUG` below `place`, a directory of policies, for one resource
    type; the files that it made. Raises UserError for a name that none can have, and where the folder is there."""
    parts = name.split("/")
    if len(parts) != 3 or not all(_PART.match(part) for part in parts):
        hint = "such as aws/sqs/encryption: small letters, digits and `-`"
        raise UserError(f"`{name}` is not PROVIDER/SERVICE/SLUG", hint=hint)
    if not _TYPE.match(resource):
        raise UserError(f"`{resource}` is no resource type", hint="such as aws_sqs_queue")
    folder = place.joinpath(*parts)
    if folder.exists():
        raise UserError("is there already", path=str(folder), hint="choose another name, or edit that rule")
    words = {"type": resource, "attribute": "encrypted", "unwritten": UNWRITTEN}
    made = {folder / "policy.yaml": _POLICY, folder / "cases" / "first.tf": _CASE}
    try:
        for file, text in made.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.format_map(words), encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot be written: {error}", path=str(folder)) from None
    return tuple(made)
