"""Reads the register of waivers (`.secscan/waivers.yaml`). Judges none of them: that is `waive`.

    waivers:
      - rule: aws-alb-plain-http            # ours, an engine's (CKV_AWS_18) or ENGINE:ID
        address: module.edge.aws_lb_listener.*   # `*` stands for any run of characters
        root: environments/dev              # left out: every root
        reason: TLS ends at the partner's edge, see the ticket
        owner: platform-security            # a role, not a person
        until: 2027-01-31                   # the last day on which it holds
        ticket: SEC-12                      # may be left out

A list without the word `waivers:` above it is read too. An address that begins with `*` needs quotes. Every mistake is
a UserError with file, line and, for a wrong key, the nearest right one: a waiver that is read as something else
than was meant would hide a defect.
"""

import posixpath
from datetime import date
from typing import Final

from secscan.documents import Node, fields, read, text_of
from secscan.model import Waiver
from secscan.triage.waiver_fields import OWNER_HINT, UNTIL_HINT, day, role_fault

REQUIRED: Final = ("rule", "address", "reason", "owner", "until")
KEYS: Final = (*REQUIRED, "root", "ticket")


def read_waivers(text: str, path: str) -> tuple[Waiver, ...]:
    """The waivers of the register in its order; none for an empty file. Raises UserError."""
    node = read(text, path)
    if node is not None and isinstance(node.value, dict):
        node = fields(node, ("waivers",), what="the register").get("waivers")
    if node is None or node.value is None:
        return ()
    if not isinstance(node.value, list):
        node.fail("the register is a list of waivers", hint="write `waivers:` and a list under it")
    return tuple(_waiver(entry) for entry in node.value)


def _waiver(node: Node) -> Waiver:
    given = fields(node, KEYS, REQUIRED, what="a waiver")
    return Waiver(
        rule=text_of(given["rule"]),
        address=text_of(given["address"]),
        reason=text_of(given["reason"]),
        owner=_owner(given["owner"]),
        until=_date(given["until"]),
        root=posixpath.normpath(text_of(given["root"])) if "root" in given else "",
        ticket=_ticket(given["ticket"]) if "ticket" in given else "",
        file=node.path,
        line=node.line,
    )


def _owner(node: Node) -> str:
    owner = text_of(node)
    if fault := role_fault(owner):
        node.fail(fault, hint=OWNER_HINT)
    return owner


def _ticket(node: Node) -> str:
    """A bare number is a ticket too."""
    return str(node.value) if type(node.value) is int else text_of(node)


def _date(node: Node) -> date:
    try:
        return day(text_of(node))
    except ValueError as error:
        node.fail(str(error), hint=UNTIL_HINT)
