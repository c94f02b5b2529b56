"""python-hcl2's grammar, as the text that is installed. Imports neither hcl2 nor lark, reads no word of it."""

from importlib.util import find_spec
from pathlib import Path

from secscan.errors import IncompleteError

INSTALL = "install secscan again, in an environment of its own (Checkov brings another package of the same name)"


def grammar_text() -> str:
    """Raises IncompleteError where python-hcl2 is not installed."""
    found = find_spec("hcl2")
    for place in (found.submodule_search_locations or ()) if found else ():
        path = Path(place) / "hcl2.lark"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise IncompleteError(f"python-hcl2, which reads Terraform, is not installed: {INSTALL}")
