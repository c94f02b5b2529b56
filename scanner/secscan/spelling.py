"""The word that was probably meant. Knows no word itself, and reads nothing."""

import difflib
from collections.abc import Collection


def nearest(word: str, words: Collection[str]) -> str:
    """The one of `words` that is nearest, or "" where none is near."""
    found = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.5)
    return found[0] if found else ""
