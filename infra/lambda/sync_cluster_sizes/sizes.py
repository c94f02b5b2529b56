"""Sizes of node groups and services, and the order that must hold between their numbers. Not for asking AWS."""

from collections.abc import Mapping
from dataclasses import dataclass


class WrongSize(ValueError):  # noqa: N818 - a name of the domain, not a sort of exception
    """A size whose numbers are out of order."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """Instances or tasks at least, wanted, at most. Raises WrongSize unless 0 <= min <= desired <= max, 1 <= max."""

    min: int
    desired: int
    max: int

    def __post_init__(self) -> None:
        if not (0 <= self.min <= self.desired <= self.max and self.max >= 1):
            raise WrongSize(f"min {self.min}, desired {self.desired}, max {self.max} are out of order")

    def covering(self, other: "Size") -> "Size":
        """This size, with no number smaller than the other's: what grows must not shrink on the way."""
        return Size(
            min=max(self.min, other.min), desired=max(self.desired, other.desired), max=max(self.max, other.max)
        )

    def as_json(self) -> dict[str, int]:
        return {"min": self.min, "desired": self.desired, "max": self.max}


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The sizes of a whole region, by name."""

    node_groups: Mapping[str, Size]
    services: Mapping[str, Size]

    def as_json(self) -> dict[str, dict[str, dict[str, int]]]:
        return {
            "node_groups": {name: size.as_json() for name, size in sorted(self.node_groups.items())},
            "services": {name: size.as_json() for name, size in sorted(self.services.items())},
        }


def sizes_from(fields: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Sizes:
    """The inverse of `Sizes.as_json`. Raises WrongSize for what no function of ours would have written."""
    try:
        return Sizes(
            node_groups={name: Size(**size) for name, size in sorted(fields["node_groups"].items())},
            services={name: Size(**size) for name, size in sorted(fields["services"].items())},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise WrongSize(f"no sizes of a region: {error}") from error
