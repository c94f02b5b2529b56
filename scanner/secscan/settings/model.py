"""What a user may configure, as one frozen value with its defaults. Reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from secscan.model import Severity

ENGINES: Final = ("secscan", "checkov", "tflint", "kics", "guard", "terrascan")
LEGACY: Final[Mapping[str, str]] = {"terrascan": "archived upstream since November 2025"}
"""Engines that nobody keeps up, and why that is known: they run only where they are asked for, and no verdict can
depend on whether they ran."""
CURRENT: Final = tuple(name for name in ENGINES if name not in LEGACY)
DIALECTS: Final = ("terraform", "tofu")
FILE_BYTES: Final = 1_000_000
TIMEOUT_SECONDS: Final = 600
WAIVERS: Final = ".secscan/waivers.yaml"


class Undecided(StrEnum):
    """What an undecided rule does: it is counted and shown, or it makes the audit incomplete."""

    COUNT = "count"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, kw_only=True, slots=True)
class Root:
    """A root module's directory and the value files that belong to it, relative to the repository."""

    path: str
    var_files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """One audit's settings. All paths are relative to `top`, the repository (real, absolute), POSIX; `.` for the top.

    `file`: where they were read (`.secscan.yaml` or `pyproject.toml`), "" for none. `base`: its directory. `paths`: the
    directories to search. `exclude`: patterns in the syntax of a `.gitignore` at the top. `roots`: empty to find them.
    `dialect`: `terraform` or `tofu`, "" where the files leave no doubt. `env_vars`: whether TF_VAR_ variables of the
    environment give values. `workspace`: what `terraform.workspace` says.
    `required`: the engines without which there is no pass. `skip`: an engine's name and rule ids that are left out.
    `guard_rules`: files of further rules for Guard.
    `timeout`: seconds for each engine. `waivers` need not exist, unless `waivers_named`. `policies`: directories.
    """

    top: Path
    file: str = ""
    base: str = "."
    paths: tuple[str, ...] = (".",)
    exclude: tuple[str, ...] = ()
    roots: tuple[Root, ...] = ()
    dialect: str = ""
    env_vars: bool = False
    workspace: str = "default"
    fail_on: Severity = Severity.MEDIUM
    undecided: Undecided = Undecided.COUNT
    enabled: tuple[str, ...] = CURRENT
    required: tuple[str, ...] = CURRENT
    timeout: int = TIMEOUT_SECONDS
    skip: tuple[tuple[str, tuple[str, ...]], ...] = ()
    guard_rules: tuple[str, ...] = ()
    allow_missing: tuple[str, ...] = ()
    file_bytes: int = FILE_BYTES
    waivers: str = WAIVERS
    waivers_named: bool = False
    policies: tuple[str, ...] = ()
