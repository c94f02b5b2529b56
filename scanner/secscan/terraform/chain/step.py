"""One step of the way that a value came. Follows nothing itself."""

from dataclasses import dataclass
from enum import StrEnum

from secscan.model import Span
from secscan.terraform.evaluate.values import Value


class Kind(StrEnum):
    """What stands at a step. `argument`: a module call's. `tfvars`, `environment`: who gives a root variable its value.
    `unset`: a variable without any. `resource`: an attribute that the configuration does not set. `each`, `count`: what
    a repetition gives. `document`: a file that a function read. `condition`: what chose between two values.
    `module`: a module that is not there to be read."""

    ATTRIBUTE = "attribute"
    ARGUMENT = "argument"
    DEFAULT = "default"
    TFVARS = "tfvars"
    ENVIRONMENT = "environment"
    UNSET = "unset"
    LOCAL = "local"
    OUTPUT = "output"
    RESOURCE = "resource"
    DATA = "data"
    EACH = "each"
    COUNT = "count"
    DOCUMENT = "document"
    CONDITION = "condition"
    SETTING = "setting"
    MODULE = "module"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """`label`: what it is, as an address (`module.kms["main"].var.rotation`, `local.tags.owner`); of a condition its
    text. `span`: the place that says so. `value`: what it is there, with its marks (who shows it redacts), unknown with
    its reason. `depth`: how many steps from the attribute, which is 0; a step comes from those that follow it one
    deeper. `chosen`: it did not give the value but chose it (a condition, an index), or gave that."""

    kind: Kind
    label: str
    span: Span
    value: Value
    depth: int
    chosen: bool = False
