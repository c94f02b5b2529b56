"""The bytes of the scanned tree: what is in scope, read once, bounded, with digests. Parses nothing.

The only room, beside `stage`, that opens files of the scanned tree.
"""

from secscan.sources.door import SourceProblem, read_bytes, read_text
from secscan.sources.search import SUFFIXES
from secscan.sources.tree import LIMIT, Sources

__all__ = ["LIMIT", "SUFFIXES", "SourceProblem", "Sources", "read_bytes", "read_text"]
