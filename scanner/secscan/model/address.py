"""Where a thing is: in the configuration (Address), in the files (Span, Location)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Address:
    """A root and a Terraform address in it. Dev and prod never merge.

    `root`: the root module's directory, relative to the repository, POSIX separators, `.` for the top.
    `name`: the address as Terraform writes it, e.g. `module.kms["main"].aws_kms_key.this[0]`; `[*]` stands for an
    instance key that is not known. Source: https://developer.hashicorp.com/terraform/cli/state/resource-addressing
    """

    root: str
    name: str

    def __str__(self) -> str:
        return f"{self.root}: {self.name}"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Span:
    """A half-open stretch of one file. Lines and columns count from 1, columns in characters; `end_column` is the
    column after the last character. `file` is relative to the repository, POSIX separators."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Location:
    """What a report points at: `span` is the attribute or block at fault, `context` the block around it (or None),
    `role` says what stands there (`defect`, `call` for a module call, `value` for the line that gave the value)."""

    span: Span
    context: Span | None = None
    role: str = "defect"
