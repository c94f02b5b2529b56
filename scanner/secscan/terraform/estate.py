"""The estate: what a configuration amounts to, as rules and engines ask for it. Evaluates nothing itself.

One `Estate` a root module. Attribute values are `evaluate.values.Value` trees; `plain()` there turns them into Python
data with explicit `Unknown`s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from secscan.model import Address, Location, Problem, Span
from secscan.terraform.chain.step import Step
from secscan.terraform.evaluate.values import Value
from secscan.terraform.tree import Node


@dataclass(frozen=True, kw_only=True, slots=True)
class ModuleCall:
    """One step of the way from the root to a resource: `name` with its instance key (`module.kms["main"]`), `span` the
    call block's header, `arguments` the span of each argument."""

    name: str
    span: Span
    arguments: Mapping[str, Span] = field(default_factory=dict)

    def gives(self, place: Span) -> bool:
        """Whether `place` is in one of its arguments."""
        return any(
            span.file == place.file and span.line <= place.line and place.end_line <= span.end_line
            for span in self.arguments.values()
        )


class Origin(Protocol):
    """Where a resource's values come from, followed when it is asked."""

    def chain(self, path: str, values: Mapping[str, Value]) -> tuple[Step, ...]: ...

    def place(self, path: str) -> tuple[Span, bool] | None: ...

    def is_block(self, path: str) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """One instance of a resource or data source.

    `address.name` is the full Terraform address; `[*]` where count or for_each is unknown (then `unknown_instances`).
    `mode` is `managed` or `data`. `values`: each attribute that the configuration sets -> Value, of its schema's type;
    nested blocks are a tuple Value of objects under the block type's name (always a tuple, whatever their number).
    `spans`: dotted path of attribute or block (`versioning_configuration[0].status`) -> its span, pointing at the
    attribute in the source.
    `calls`: the module calls from the root inwards. `provider`: local name and alias (`aws.dr`).
    `references`: for each attribute path, the addresses in this root that its value was computed from (an attribute may
    be unknown and still say `aws_s3_bucket.b.id`): pairs (address name, attribute path there), `("", "")` never occurs;
    an empty path means the whole of it. `unknown_blocks`: paths of block types (`ingress`, `rule[0].filter`) of which
    more or fewer may exist than stand in `values`, because a dynamic block's for_each is unknown: all that such a
    dynamic block would make stands there once, as one wholly unknown element. `after`: addresses of its depends_on.
    `planned`: each attribute that its provider's schema has, as a plan would say it, configured or not
    (`terraform.planned`); worked out when it is asked for, and so no part of what the resource is equal to.
    `shown_at`: the nearest place, for a resource that only a plan has; then its own spans name no file.
    `around`: its `lifecycle`, `connection` and `provisioner` blocks, each a tuple Value of objects; a provisioner has
    its label as `type`.
    `origin`: what answers `chain` and `place`; no part of what the resource is equal to.
    """

    address: Address
    mode: str
    type: str
    name: str
    module: str
    values: Mapping[str, Value]
    block: Span
    header: Span
    spans: Mapping[str, Span]
    calls: tuple[ModuleCall, ...] = ()
    provider: str = ""
    unknown_instances: bool = False
    references: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    unknown_blocks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    planned: Mapping[str, Value] = field(default_factory=dict, repr=False, compare=False)
    shown_at: Span | None = None
    around: Mapping[str, Value] = field(default_factory=dict)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def chain(self, path: str) -> tuple[Step, ...]:
        """The steps that gave the attribute at `path` its value, itself first; none where it is not set."""
        return self.origin.chain(path, self.values) if self.origin is not None else ()

    def writes(self, path: str) -> bool:
        """Whether the block has a place of its own for `path`, in a JSON document that it holds too."""
        if path in self.spans:
            return True
        found = self.origin.place(path) if self.origin is not None and path else None
        return found is not None and found[1]

    def is_block(self, path: str) -> bool:
        """Whether nested blocks stand at `path`, not an attribute."""
        return self.origin is not None and self.origin.is_block(path)

    def span_of(self, path: str) -> Span:
        """The span of `path`, or of the nearest thing that holds it; the block's header where nothing is set."""
        if path and path not in self.spans and self.origin is not None and (found := self.origin.place(path)):
            return found[0]
        while path:
            if path in self.spans:
                return self.spans[path]
            path = path.rpartition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
        return self.header

    def location(self, path: str = "") -> Location:
        if self.shown_at is not None:
            return Location(span=self.shown_at)
        return Location(span=self.span_of(path), context=self.block)


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """One provider configuration: `name` is its local name and alias as resources carry it (`aws`, `aws.dr`; with its
    module before it where a module has its own: `module.x.aws`), `values` what the block sets, evaluated."""

    name: str
    values: Mapping[str, Value]
    block: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Estate:
    """One root, evaluated. `files` are all files that it read, in order; `problems` what could not be read or known.

    Resources are ordered by address. `broken`: the root could not be evaluated at all (its problems say why).
    `providers` by name, `given`: where a file gives a root variable its value (`variables` hold all of them). `node`:
    the root's modules as they are written, None where they could not be read.
    """

    root: str
    resources: tuple[Resource, ...]
    outputs: Mapping[str, Value] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    module_directories: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: bool = False
    providers: Mapping[str, Provider] = field(default_factory=dict)
    given: Mapping[str, Span] = field(default_factory=dict)
    node: Node | None = field(default=None, repr=False, compare=False)
    _by_name: dict[str, Resource] = field(default_factory=dict, init=False, repr=False, compare=False)

    def region(self, provider: str) -> Value | None:
        """The `region` that a provider configuration sets; None where it sets none (then the environment decides)."""
        configuration = self.providers.get(provider)
        return configuration.values.get("region") if configuration else None

    def of_type(self, *types: str, mode: str = "managed") -> Iterator[Resource]:
        wanted = set(types)
        return (r for r in self.resources if r.mode == mode and r.type in wanted)

    def at(self, name: str) -> Resource | None:
        if not self._by_name and self.resources:
            self._by_name.update((r.address.name, r) for r in self.resources)
        return self._by_name.get(name)

    def at_line(self, file: str, line: int) -> tuple[Resource, ...]:
        """The instances whose block covers that line."""
        return tuple(r for r in self.resources if r.block.file == file and r.block.line <= line <= r.block.end_line)
