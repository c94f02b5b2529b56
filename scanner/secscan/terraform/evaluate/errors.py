"""What can go wrong while evaluating, as exceptions. Not syntax problems: those are the parser's.

`EvaluationError` is the configuration's fault and names its place; `FunctionError` and `ConversionError` know no place
yet, the expression that called turns them into an `EvaluationError`.
"""

from secscan.errors import SecscanError
from secscan.model import Span


class EvaluationError(SecscanError):
    """An expression has no value: the message says why, `span` where. `try` and `can` catch it, as in Terraform."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        place = f"{span.file}:{span.line}:{span.column}: " if span else ""
        super().__init__(place + message)
        self.message = message
        self.span = span


class FatalError(EvaluationError):
    """An error that `try`, `can` and a conditional's arm do not catch."""


class LimitExceeded(FatalError):  # noqa: N818  # says what happened, as TimeoutExpired does
    """The configuration asks for more than we are willing to compute."""


class UndeclaredReference(FatalError):  # noqa: N818  # says what happened, as above
    """A name that nothing declares: Terraform finds it before it evaluates anything."""


class ConversionError(Exception):
    """A value cannot become the wanted type; the message is Terraform's own wording (`a number is required`)."""


class FunctionError(Exception):
    """A function refuses its arguments. `argument` is the index of the one at fault, or -1."""

    def __init__(self, message: str, argument: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.argument = argument
