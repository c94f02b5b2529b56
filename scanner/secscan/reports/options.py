"""What a format may be told besides the report: how wide, how long, which profile. Never what the report says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from secscan.model import Report


def no_source(_path: str) -> str | None:
    """For callers that have no files at hand: formats then do without what they would read there."""
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderOptions:
    """`source`: a file's text by its path in the report, None where it cannot be had; only hashed, never shown.

    `width`, `colour`: for the console. `sarif_profile`: `full` or `github`. `category`: SARIF's automation id.
    `markdown_limit`: characters, by default what a pull request's comment may hold; a step summary takes 1,000,000.
    """

    source: Callable[[str], str | None] = no_source
    width: int = 100
    colour: bool = False
    sarif_profile: str = "full"
    category: str = "secscan"
    markdown_limit: int = 60_000


class Format(Protocol):
    """A module that turns a report into bytes: the same report and options, the same bytes."""

    NAME: str
    EXTENSION: str

    def render(self, report: Report, options: RenderOptions) -> bytes:
        """Raises nothing of its own; equal reports give equal bytes."""
        ...
