"""The rules' own pages: `docs/rules/`, made from the policies and their cases. Judges nothing, writes no file."""

from secscan.catalogue.pages import DIRECTORY, render

__all__ = ["DIRECTORY", "render"]
