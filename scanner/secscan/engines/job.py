"""What an engine is, and what every engine is given. Runs nothing."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from secscan.engines.process import Limits
from secscan.engines.provision import Tools
from secscan.model import EngineRun

if TYPE_CHECKING:  # `secscan engines list` need not load the reader of Terraform
    from secscan.stage import Stage
    from secscan.terraform.configuration import Configuration


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleFile:
    """A file of rules for an engine: `path` as the configuration names it ("" for those of this package), its text."""

    path: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What every engine is given. `stage` is all that it may read of the repository; `configuration` says what the
    files mean (addresses, the files of each root).

    `limits` hold for each child by itself. `var_files` are relative to the repository, as the user gave them;
    `workspace` is what `terraform.workspace` says; `policies` are directories with rules of the organisation's own.
    `guard_rules` are files of rules for Guard, beside ours. `workers`: how many children one engine may run at a time.
    """

    stage: "Stage"
    configuration: "Configuration"
    tools: Tools
    limits: Limits = field(default_factory=Limits)
    var_files: tuple[str, ...] = ()
    root_var_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    workspace: str = "default"
    policies: tuple[Path, ...] = ()
    guard_rules: tuple[RuleFile, ...] = ()
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)

    def values_for(self, root: str) -> tuple[str, ...]:
        """The value files of one root, a later one over an earlier one."""
        return (*self.root_var_files.get(root, ()), *self.var_files)


class Engine(Protocol):
    """One module an engine. `EXTERNAL`: it needs tools that `secscan engines install` brings. `READS_PLANS`: it reads
    the plan documents of the stage."""

    NAME: str
    TITLE: str
    URI: str
    EXTERNAL: bool
    READS_PLANS: bool

    def run(self, job: Job) -> EngineRun:
        """All that the engine says of `job`. Trouble with a part of it is a notice of level error, in a failed run.

        Raises ToolError or UnreadableError where it says nothing at all; `run_engines` makes a failed run of that.
        """
        ...
