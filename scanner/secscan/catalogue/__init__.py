"""The rules as a body: their pages in `docs/rules/`, what engines say of their cases, the scaffold of a new one.

Judges no configuration (rules), decides nothing on findings (triage).
"""

from secscan.catalogue.pages import DIRECTORY, render

__all__ = ["DIRECTORY", "render"]
