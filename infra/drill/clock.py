"""A clock that a drill moves: waiting takes no time and hours pass in a moment. Not for measuring a drill."""

from dataclasses import dataclass


@dataclass
class DrillClock:
    """Seconds since the epoch as the function sees them."""

    seconds: float

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
