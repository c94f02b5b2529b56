"""What providers say of their resource types: attributes, nested blocks, defaults. From committed tables; asks nobody.

A table is one file of this directory, `PROVIDER.jsonl`, written by `scripts/generate_schema.py`; PROVIDER is what the
names of its types begin with. A type that no table has is not known here, and is then evaluated as it is written.
"""

from secscan.terraform.schema.shapes import AttributeSchema, BlockSchema, NestedSchema
from secscan.terraform.schema.tables import block_of, version_of

__all__ = ["AttributeSchema", "BlockSchema", "NestedSchema", "block_of", "version_of"]
