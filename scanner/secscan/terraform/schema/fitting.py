"""A configured value made what the schema says of its attribute: the type, the sensitive mark. Fills nothing in.

Follows the conversion that Terraform makes of every argument of a resource before its provider sees it.
"""

from dataclasses import replace

from secscan.terraform.evaluate.convert import convert
from secscan.terraform.evaluate.values import Value
from secscan.terraform.lazy import settled
from secscan.terraform.schema.shapes import AttributeSchema


def fitted(value: Value, about: AttributeSchema) -> Value:
    """The value as the provider gets it. Raises ConversionError where it cannot become the attribute's type."""
    made = value if value.type is about.type else convert(settled(value, about.type), about.type)
    return replace(made, sensitive=True) if about.sensitive and not made.sensitive else made
