"""Which directories the search leaves out: `.gitignore` files and the configured `exclude`. Prunes nothing else.

Follows https://git-scm.com/docs/gitignore: a deeper file decides before a shallower one, the last line that matches
decides within a file. Only the `.gitignore` files of the tree count, not a person's own git settings: the audit of a
tree is a function of the tree.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.base import GitIgnorePatternError

# Patterns become regular expressions: with many wildcards a hostile line takes minutes on one long name (four: 0.3 s on
# a name of 255 characters, five: 13 s). A line beyond this is not obeyed, so that its directories are searched.
WILDCARDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Patterns of one place: `base` is the directory that they are relative to, `name` what to call them."""

    base: str
    name: str
    spec: GitIgnoreSpec

    def decide(self, path: str) -> bool | None:
        """Ignored, kept, or not said. `path` is relative to the repository, a directory's ends in `/`."""
        inside = path if self.base == "." else path.removeprefix(self.base + "/")
        return self.spec.check_file(inside).include


def compile_rules(lines: Sequence[str], *, base: str, name: str) -> Rules:
    """Lines in the syntax of a `.gitignore`; one that git would not understand matches nothing, as in git."""
    obeyed = []
    for line in lines:
        if len(re.findall(r"\*+|\?", line)) > WILDCARDS:
            continue
        try:
            GitIgnoreSpec.from_lines([line])
        except GitIgnorePatternError:
            continue
        obeyed.append(line)
    return Rules(base=base, name=name, spec=GitIgnoreSpec.from_lines(obeyed))


def ignored_by(chain: Sequence[Rules], path: str) -> str:
    """The name of the rules that ignore `path`, "" where it is kept. `chain` goes from the top inwards."""
    for rules in reversed(chain):
        answer = rules.decide(path)
        if answer is not None:
            return rules.name if answer else ""
    return ""
