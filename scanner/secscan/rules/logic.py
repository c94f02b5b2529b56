"""Three-valued logic: yes, no, unknown. Not what is asked, and not of whom: only how answers combine.

Stephen Kleene's strong logic of indeterminacy: an answer is known as soon as no outcome of the unknown parts could
change it, so `unknown and no` is no, and `not unknown` is unknown.
"""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered as Kleene orders them, so that `and` is the least and `or` the greatest of its parts."""

    NO = 0
    UNKNOWN = 1
    YES = 2


def truth(value: bool) -> Truth:
    return Truth.YES if value else Truth.NO


def all_of(parts: Iterable[Truth]) -> Truth:
    """Yes where there is no part at all."""
    return min(parts, default=Truth.YES)


def any_of(parts: Iterable[Truth]) -> Truth:
    """No where there is no part at all."""
    return max(parts, default=Truth.NO)


def negation(part: Truth) -> Truth:
    return Truth(Truth.YES - part)


def implies(premise: Truth, conclusion: Truth) -> Truth:
    """Yes where the premise is no or the conclusion yes, whatever the other may turn out to be."""
    return any_of((negation(premise), conclusion))
