"""Which files of a directory make up its module, and which hold its variables' values. Reads and parses nothing.

Follows https://developer.hashicorp.com/terraform/language/files and .../files/override: only files directly in the
directory count; `override.tf` and `*_override.tf` come last and are merged. OpenTofu reads `.tofu` files too and lets
`main.tofu` stand for `main.tf` (https://opentofu.org/docs/language/files/), Terraform does not know them. Who applies
the configuration is not written in it, so where the two readings differ the dialect must be given: `Layout.rivals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

DIALECTS: Final = ("", "terraform", "tofu")
_TERRAFORM: Final = (".tf", ".tf.json")
_TOFU: Final = (".tofu", ".tofu.json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """File names without their directory, each in the order in which they are read.

    `rivals`: pairs (file left out, file that stands for it) where Terraform and OpenTofu would read different files and
    the dialect was not given. `passed_over`: files left out because of the dialect, with the reason."""

    primary: tuple[str, ...]
    overrides: tuple[str, ...]
    rivals: tuple[tuple[str, str], ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()


def layout(names: Iterable[str], dialect: str = "") -> Layout:
    """The module's files among the file names of one directory."""
    candidates = sorted(name for name in names if is_configuration(name))
    terraform = [name for name in candidates if name.endswith(_TERRAFORM)]
    tofu = [name for name in candidates if name.endswith(_TOFU)]
    if dialect == "terraform":
        passed = tuple((name, "Terraform does not read OpenTofu's files") for name in tofu)
        return _split(terraform, passed_over=passed)
    twins = {_twin(name): name for name in tofu}
    shadowed = tuple((name, twins[name]) for name in terraform if name in twins)
    kept = sorted(set(candidates) - {name for name, _ in shadowed})
    if dialect == "tofu":
        return _split(kept, passed_over=tuple((name, f"OpenTofu reads {twin} in its place") for name, twin in shadowed))
    return _split(kept, rivals=shadowed)


def is_configuration(name: str) -> bool:
    """True for a file that Terraform or OpenTofu takes for configuration; editors' leftovers are none."""
    return name.endswith(_TERRAFORM + _TOFU) and not _is_leftover(name)


def value_files(names: Iterable[str]) -> tuple[str, ...]:
    """The files whose variable values are loaded by themselves, later ones win."""
    present = set(names)
    fixed = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in present]
    return (*fixed, *sorted(name for name in present if name.endswith((".auto.tfvars", ".auto.tfvars.json"))))


def _split(
    names: list[str],
    *,
    rivals: tuple[tuple[str, str], ...] = (),
    passed_over: tuple[tuple[str, str], ...] = (),
) -> Layout:
    overrides = tuple(name for name in names if _is_override(name))
    primary = tuple(name for name in names if name not in set(overrides))
    return Layout(primary=primary, overrides=overrides, rivals=rivals, passed_over=passed_over)


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").rpartition(".")[0]
    return stem == "override" or stem.endswith("_override")


def _is_leftover(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def _twin(tofu_name: str) -> str:
    """The Terraform file that an OpenTofu file stands for."""
    if tofu_name.endswith(".tofu.json"):
        return tofu_name.removesuffix(".tofu.json") + ".tf.json"
    return tofu_name.removesuffix(".tofu") + ".tf"
