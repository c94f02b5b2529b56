"""Modules and module calls as instances: the scopes in which expressions are evaluated, each value worked out once,
when it is first asked for. Makes no estate and reads no file.

Follows https://developer.hashicorp.com/terraform/language/expressions/references.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from secscan.model import Span
from secscan.terraform.compiled import CompiledModule
from secscan.terraform.declarations import Call
from secscan.terraform.estate import ModuleCall
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.scope import FunctionContext, Names, Scope
from secscan.terraform.evaluate.values import BOOL, DYNAMIC, STRING, UnknownPayload, Value, null, string, unknown
from secscan.terraform.expansion import Expansion, Key, instance_key
from secscan.terraform.inputs import Inputs
from secscan.terraform.lazy import lazy_object
from secscan.terraform.resources import KNOWN_AFTER_APPLY, Resources, collected, expand
from secscan.terraform.run import FAILED, Run
from secscan.terraform.syntax import Expression
from secscan.terraform.tree import Node

if TYPE_CHECKING:
    from secscan.terraform.chain.reader import Reader

Resolved = tuple[Value, int]


class World:
    """What all modules of one root share: the run, the compiled modules, the workspace, whether there is anything
    ephemeral."""

    def __init__(
        self, run: Run, compiled: Callable[[str], CompiledModule], workspace: str, *, has_ephemerals: bool = False
    ) -> None:
        self.run, self.compiled, self.workspace, self.has_ephemerals = run, compiled, workspace, has_ephemerals
        self.provider_values: dict[str, Mapping[str, Value]] = {}
        self.reader: Reader | None = None  # made by the first who asks for a chain


class ModuleScope:
    """One instance of a module: `address` is "" for the root. `given(name)` answers what the caller set a variable to,
    None where it set nothing; `spans` say where. `caller`: the scope of the call's arguments, None for the root, whose
    `inputs` are what files give it. `unknown_instances`: it, or a module around it, stands for any number of
    instances."""

    def __init__(
        self,
        world: World,
        node: Node,
        *,
        address: str = "",
        calls: tuple[ModuleCall, ...] = (),
        given: Callable[[str], Value | None],
        spans: Mapping[str, Span],
        parent: "ModuleScope | None" = None,
        call: Call | None = None,
        caller: Scope | None = None,
        inputs: Inputs | None = None,
        unknown_instances: bool = False,
    ) -> None:
        self.world, self.run, self.node = world, world.run, node
        self.compiled = world.compiled(node.module.directory)
        self.address, self.calls, self._given, self._spans = address, calls, given, spans
        self.parent, self.call, self.unknown_instances = parent, call, unknown_instances
        self.caller, self.inputs = caller, inputs
        self._values: dict[str, Value] = {}
        self._resources: dict[str, Resources] = {}
        self._children: dict[str, Modules] = {}

    @property
    def functions(self) -> FunctionContext:
        return self.run.functions

    def label(self, name: str) -> str:
        return f"{self.address}.{name}" if self.address else name

    def resolve(self, name: str, path: tuple[str, ...]) -> Resolved | None:
        handler = _ROOTS.get(name)
        if handler is not None:
            return handler(self, path)
        return self._resource(name, path)

    def variable(self, name: str) -> Value:
        made = self._values.get(f"var.{name}")
        if made is None:
            made = self._values[f"var.{name}"] = self._variable(name)
        return made

    def local(self, name: str) -> Value:
        key = f"local.{name}"
        made = self._values.get(key)
        if made is None:
            attribute = self.node.module.local_values.get(name)
            if attribute is None:
                raise EvaluationError(f'There is no local value named "{name}".')
            made = self._once(key, attribute.value)
        return made

    def output(self, name: str) -> Value:
        key = f"output.{name}"
        made = self._values.get(key)
        if made is None:
            output = self.node.module.outputs[name]
            expression = output.value
            made = null() if expression is None else self._once(key, expression)
            if output.sensitive or output.ephemeral:
                sensitive, ephemeral = made.sensitive or output.sensitive, made.ephemeral or output.ephemeral
                made = replace(made, sensitive=sensitive, ephemeral=ephemeral)
            self._values[key] = made
        return made

    def resources(self, identity: str) -> Resources:
        made = self._resources.get(identity)
        if made is None:
            made = self._resources[identity] = Resources(self, self.node.module.resources[identity])
        return made

    def children(self, name: str) -> "Modules":
        made = self._children.get(name)
        if made is None:
            made = self._children[name] = Modules(self, self.node.module.calls[name])
        return made

    def is_given(self, name: str) -> bool:
        return name in self._spans

    def given(self, name: str) -> Value | None:
        """What the caller sets a variable to, before it is converted; None where it sets nothing."""
        return self._given(name)

    def _once(self, key: str, expression: Expression) -> Value:
        """Works out a named value; a cycle costs this name alone."""
        with self.run.visiting(self.label(key)):
            made = self.run.value(expression, self)
        self._values[key] = made
        return made

    def _variable(self, name: str) -> Value:
        accepted = self.compiled.inputs.get(name)
        if accepted is None:
            raise EvaluationError(f'There is no variable named "{name}".')
        with self.run.visiting(self.label(f"var.{name}")):
            given = self._given(name)
        if given is None:
            return accepted.unknown(f'variable "{name}" has no value') if accepted.default is None else accepted.default
        try:
            return accepted.accept(given)
        except EvaluationError as error:
            self.run.fault(error, self.given_span(name) or accepted.variable.span)
            return accepted.unknown(FAILED)

    def given_span(self, name: str) -> Span | None:
        """Where the caller, or a tfvars file, gives the variable its value."""
        return self._spans.get(name)

    def _resource(self, name: str, path: tuple[str, ...]) -> Resolved | None:
        if not path:
            return None
        return self._instances_of(f"{name}.{path[0]}", path, 1)

    def _instances_of(self, identity: str, path: tuple[str, ...], used: int) -> Resolved:
        if identity not in self.node.module.resources:
            raise EvaluationError(f'There is no resource "{identity}" in this module.')
        return self.resources(identity).resolve(path, used)


def _variables(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
    return (scope.variable(path[0]), 1) if path else None


def _locals(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
    return (scope.local(path[0]), 1) if path else None


def _modules(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
    if not path:
        return None
    if path[0] not in scope.node.module.calls:
        raise EvaluationError(f'There is no module call named "{path[0]}".')
    return scope.children(path[0]).resolve(path)


def _in_mode(mode: str) -> "Callable[[ModuleScope, tuple[str, ...]], Resolved | None]":
    def answer(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
        if len(path) < 2:
            return None
        return scope._instances_of(f"{mode}.{path[0]}.{path[1]}", path, 2)  # noqa: SLF001 - its own module's

    return answer


def _path(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
    match path[:1]:
        case ("module",):
            return string(scope.node.path), 1
        case ("root",):
            return string("."), 1
        case ("cwd",):
            return unknown(STRING, "path.cwd depends on where Terraform runs", not_null=True), 1
    raise EvaluationError("Only path.module, path.root and path.cwd exist.")


def _terraform(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:
    match path[:1]:
        case ("workspace",):
            return string(scope.world.workspace), 1
        case ("applying",):
            return replace(unknown(BOOL, KNOWN_AFTER_APPLY), ephemeral=True), 1
    raise EvaluationError("Only terraform.workspace and terraform.applying exist.")


def _misplaced(meaning: str) -> Callable[[ModuleScope, tuple[str, ...]], Resolved | None]:
    def answer(scope: ModuleScope, path: tuple[str, ...]) -> Resolved | None:  # noqa: ARG001 - one signature
        raise EvaluationError(meaning)

    return answer


_ROOTS: Final[Mapping[str, Callable[[ModuleScope, tuple[str, ...]], Resolved | None]]] = {
    "var": _variables,
    "local": _locals,
    "module": _modules,
    "data": _in_mode("data"),
    "ephemeral": _in_mode("ephemeral"),
    "path": _path,
    "terraform": _terraform,
    "each": _misplaced('"each" exists only where for_each is set.'),
    "count": _misplaced('"count" exists only where count is set.'),
    "self": _misplaced('"self" exists only in provisioners, connections and postconditions.'),
}


class Modules:
    """A module call in one instance of its module: the called module's instances by key."""

    def __init__(self, scope: ModuleScope, call: Call) -> None:
        self.scope, self.call = scope, call
        self.address = scope.label(f"module.{call.name}")
        self.node = scope.node.children.get(call.name)
        self._expansion: Expansion | None = None
        self._instances: dict[Key, ModuleScope] = {}
        self._spans = {name: a.span for name, a in scope.compiled.arguments[call.name].items()}
        self._ready: dict[str, Value] = {}

    @property
    def expansion(self) -> Expansion:
        if self._expansion is None:
            call, run = self.call, self.scope.run
            made = expand(self.scope, call.count, call.for_each, self.address)
            run.reserve(len(made.items), self.address, call.block.header)
            self._expansion = made
        return self._expansion

    def instances(self) -> dict[Key, ModuleScope]:
        """The instances; none where the module cannot be had."""
        if self.node is not None and not self._instances:
            expansion, node = self.expansion, self.node
            self._instances = {key: self._instance(node, expansion, key, item) for key, item in expansion.items}
        return self._instances

    def resolve(self, path: tuple[str, ...]) -> Resolved:
        """The value of `module.NAME...`, `path` beginning with the name."""
        mode = self.expansion.mode
        if self.node is None or mode == "unknown":
            return self._not_known(path)
        if mode == "single":
            return self._output(self.instances()[None], path) if len(path) > 1 else (self._outputs(None), 1)
        return collected(mode, {key: self._outputs(key) for key in self.instances()}), 1

    def _not_known(self, path: tuple[str, ...]) -> Resolved:
        mode = self.expansion.mode
        reason = f"module {self.call.name} is not there to be read" if self.node is None else self.expansion.reason
        exact = mode == "single" and len(path) > 1
        origin = (self.address, path[1]) if exact else (self.address + ("[*]" if mode == "unknown" else ""), "")
        payload = UnknownPayload(reason, reference=origin if exact else None)
        return Value(DYNAMIC, payload, origins=frozenset({origin})), 2 if exact else 1

    def _output(self, scope: ModuleScope, path: tuple[str, ...]) -> Resolved:
        if path[1] not in scope.node.module.outputs:
            raise EvaluationError(f'The module "{self.call.name}" has no output named "{path[1]}".')
        return scope.output(path[1]), 2

    def _outputs(self, key: Key) -> Value:
        scope = self.instances()[key]
        return lazy_object(tuple(scope.node.module.outputs), scope.output)

    def _instance(self, node: Node, expansion: Expansion, key: Key, item: Value | None) -> ModuleScope:
        scope: Scope = self.scope
        if item is not None:
            scope = Names({expansion.name: item}, scope, scope.functions)
        suffix = "[*]" if expansion.mode == "unknown" else instance_key(key)
        step = ModuleCall(name=f"module.{self.call.name}{suffix}", span=self.call.block.header, arguments=self._spans)
        return ModuleScope(
            self.scope.world,
            node,
            address=self.address + suffix,
            calls=(*self.scope.calls, step),
            given=lambda name: self._argument(name, scope),
            spans=self._spans,
            parent=self.scope,
            call=self.call,
            caller=scope,
            unknown_instances=self.scope.unknown_instances or expansion.mode == "unknown",
        )

    def _argument(self, name: str, scope: Scope) -> Value | None:
        """What this call sets a variable to."""
        argument = self.scope.compiled.arguments[self.call.name].get(name)
        if argument is None:
            return None
        if argument.constant is not None:
            return argument.constant
        return self.scope.run.value(argument.expression, scope)
