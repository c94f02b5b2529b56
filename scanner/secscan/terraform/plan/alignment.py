"""Which block of a plan is which block of the source: a set has Terraform's order in one and the file's in the other.

Values are compared as far as both are known. Moves nothing by itself.
"""

from collections.abc import Mapping, Sequence

from secscan.terraform.evaluate.values import UnknownPayload, Value


def partners(planned: Sequence[Value], given: Sequence[Value]) -> list[int | None]:
    """For each of `given`, in its order, the place of its partner in `planned`: the first that fits and is not taken;
    None where all are taken. Where none fits, the values are others than those evaluated: the first that is left."""
    left = list(range(len(planned)))
    found: list[int | None] = [None] * len(given)
    for wanted in (True, False):
        for number, item in enumerate(given):
            if found[number] is None and left:
                fitting = (place for place in left if not wanted or fits(planned[place], item))
                found[number] = next(fitting, None)
                if found[number] is not None:
                    left.remove(found[number])  # type: ignore[arg-type]  # just found
    return found


def fits(planned: Value, given: Value) -> bool:
    """Whether a planned value may be what the source configures as `given`."""
    one, other = planned.payload, given.payload
    if isinstance(one, UnknownPayload) or isinstance(other, UnknownPayload):
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(fits(one[name], item) for name, item in other.items() if name in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(any(fits(a, b) for a in one) for b in other)
    return one == other
