"""The table of functions is Terraform's: the same names, parameters, types and results, as the binary tells them."""

import json
from pathlib import Path

from secscan.terraform.evaluate.functions import LAZY, functions
from secscan.terraform.evaluate.functions.spec import Function, Parameter
from secscan.terraform.evaluate.values import Collection, Type

RECORDED = json.loads((Path(__file__).parent / "functions.json").read_text(encoding="utf-8"))


def _type(kind: Type) -> object:
    """A type in the notation of `terraform metadata functions`."""
    return [kind.kind, _type(kind.element)] if isinstance(kind, Collection) else getattr(kind, "name", "")


def _parameter(parameter: Parameter) -> list[object]:
    return [parameter.name, _type(parameter.type), parameter.null]


def _signature(function: Function) -> dict[str, object]:
    return {
        "parameters": [_parameter(p) for p in function.parameters],
        "variadic": _parameter(function.variadic) if function.variadic else None,
    }


def test_the_names_are_those_of_terraform() -> None:
    assert set(functions()) | set(LAZY) == set(RECORDED)


def test_the_parameters_are_those_of_terraform() -> None:
    theirs = {name: {key: found[key] for key in ("parameters", "variadic")} for name, found in RECORDED.items()}
    assert {name: _signature(f) for name, f in functions().items()} == {name: theirs[name] for name in functions()}


def test_a_result_of_one_fixed_type_is_that_of_terraform() -> None:
    """Terraform says `dynamic` also where only the arguments that it was asked with were."""
    fixed = {name: _type(f.result) for name, f in functions().items() if not callable(f.result)}
    theirs = {name: RECORDED[name]["result"] for name in fixed}
    assert {name: fixed[name] for name in fixed if theirs[name] != "dynamic"} == {
        name: kind for name, kind in theirs.items() if kind != "dynamic"
    }
