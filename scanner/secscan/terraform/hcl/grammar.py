"""python-hcl2's grammar as a parse table, and the loop that drives it. The only importer of `hcl2` and `lark`.

The grammar is python-hcl2's file as it is installed; lark compiles it (1.6 s, once), and the table is kept as JSON in
secscan's cache directory (docs/decisions/grammar-cache.md). Reading needs the table alone: neither package is imported
then. Builds no tree: reductions are the caller's functions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from secscan.errors import IncompleteError
from secscan.terraform.hcl import grammar_cache
from secscan.terraform.hcl.grammar_text import INSTALL, grammar_text
from secscan.terraform.hcl.tokens import Token

FORMAT = 2

Reduction = Callable[[Any, list[Any]], Any]
"""(the caller's context, the values of a rule's symbols) -> the rule's value."""


@dataclass(frozen=True, slots=True)
class Table:
    """`states[state][symbol]`: a state to shift to, or -1 - rule to reduce by. `rules`: (origin, size, name)."""

    states: tuple[dict[str, int], ...]
    rules: tuple[tuple[str, int, str], ...]
    start: int
    end: int


class UnexpectedTokenError(Exception):
    """The grammar has no place for `token`; `expected` are the terminals that it has one for."""

    def __init__(self, token: Token, expected: frozenset[str]) -> None:
        super().__init__(token.kind)
        self.token, self.expected = token, expected


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, from the cache or compiled. Raises IncompleteError when python-hcl2 is not the one that we know."""
    grammar = grammar_text()
    key = sha256(f"{FORMAT}\n{grammar}".encode()).hexdigest()
    stored = grammar_cache.read(f"grammar-{key[:16]}.json", key)
    try:
        return _table_from(stored)
    except (KeyError, TypeError, ValueError, IndexError):
        compiled = _compile(grammar)
        grammar_cache.write(f"grammar-{key[:16]}.json", key, compiled)
        return _table_from(compiled)


def _compile(grammar: str) -> dict[str, Any]:
    """The LALR table of python-hcl2's grammar, as plain data. lark numbers its states by chance; we, by the way there
    from the start, so that the same grammar gives the same bytes."""
    import hcl2
    from lark import Lark

    parser: Any = Lark(grammar, parser="lalr", lexer="basic", source_path=hcl2.__file__).parser
    table = parser.parser._parse_table  # noqa: SLF001 - lark has no public way to its table
    states, start = table.states, table.start_states["start"]
    reduced = {rule for actions in states.values() for action, rule in actions.values() if action.name == "Reduce"}
    rules = sorted(reduced, key=lambda rule: (rule.origin.name, [s.name for s in rule.expansion], rule.alias or ""))
    order, places = [start], {start: 0}
    for state in order:
        for _, (action, target) in sorted(states[state].items(), key=lambda entry: entry[0]):
            if action.name == "Shift" and target not in places:
                places[target] = len(order)
                order.append(target)
    numbers = places | {rule: -1 - at for at, rule in enumerate(rules)}
    return {
        "states": [{symbol: numbers[target] for symbol, (_, target) in states[state].items()} for state in order],
        "rules": [(rule.origin.name, len(rule.expansion), rule.alias or rule.origin.name) for rule in rules],
        "start": 0,
        "end": places[table.end_states["start"]],
    }


def _table_from(stored: Any) -> Table:
    """Raises KeyError, TypeError, ValueError or IndexError for anything that is no table."""
    rules = tuple((str(origin), int(size), str(name)) for origin, size, name in stored["rules"])
    return Table(states=tuple(stored["states"]), rules=rules, start=int(stored["start"]), end=int(stored["end"]))


@dataclass(frozen=True, slots=True)
class Driver:
    """A table with its reductions: `actions[rule]` is (origin, size, reduction or None to pass a single value on).

    `jumps` remembers where a run of such rules ends, for (state below, state, terminal): a lone name climbs nine rules
    of operator precedence in one step. It grows to what the table allows and no further.
    """

    table: Table
    actions: tuple[tuple[str, int, Reduction | None], ...]
    jumps: dict[tuple[int, int, str], int] = field(default_factory=dict)


def driver(reductions: Mapping[str, Reduction], single: frozenset[str]) -> Driver:
    """`reductions` by rule name; a rule of one symbol passes its value on, unless `single` names it. A helper rule of
    the grammar (its name begins with `__`) gathers a list, which is spliced into the rule that holds it. Raises
    IncompleteError where the grammar has rules of other names."""
    chosen: list[tuple[str, int, Reduction | None]] = []
    for origin, size, name in table().rules:
        if origin.startswith("__"):
            chosen.append((origin, size, _gather))
        elif size == 1 and name not in single:
            chosen.append((origin, size, None))
        elif name in reductions:
            chosen.append((origin, size, reductions[name]))
        else:
            raise IncompleteError(
                f'the installed python-hcl2 has a rule "{name}" that secscan does not know: {INSTALL}'
            )
    return Driver(table=table(), actions=tuple(chosen))


def _gather(_context: Any, values: list[Any]) -> list[Any]:
    """A repetition: what was gathered so far (its first value, if that is a list) and what is new. Linear: it grows in
    place."""
    if isinstance(values[0], list):
        gathered: list[Any] = values[0]
        gathered.extend(values[1:])
        return gathered
    return values


def reduce_all(driver: Driver, tokens: Sequence[Token], context: Any) -> Any:
    """Shift and reduce over terminals that end in `$END`; the start rule's value. Raises UnexpectedTokenError."""
    states, actions, end = driver.table.states, driver.actions, driver.table.end
    stack, values, jumps = [driver.table.start], [], driver.jumps
    for token in tokens:
        kind = token.kind
        while True:
            action = states[stack[-1]].get(kind)
            if action is None:
                raise UnexpectedTokenError(token, frozenset(s for s in states[stack[-1]] if s.isupper()))
            if action >= 0:
                stack.append(action)
                values.append(token)
                break
            origin, size, reduction = actions[-1 - action]
            if reduction is not None:
                taken = values[len(values) - size :]
                del values[len(values) - size :], stack[len(stack) - size :]
                values.append(reduction(context, taken))
                stack.append(states[stack[-1]][origin])
            else:
                place = (stack[-2], stack[-1], kind)
                stack[-1] = jumps[place] if place in jumps else jumps.setdefault(place, _jump(driver, *place))
            if stack[-1] == end:
                return values[-1]
    raise AssertionError("the terminals do not end in $END")


def _jump(driver: Driver, below: int, top: int, kind: str) -> int:
    """The state over `below` after all rules that only pass a value on, with this terminal ahead."""
    states = driver.table.states
    while (action := states[top].get(kind, 0)) < 0:
        origin, _, reduction = driver.actions[-1 - action]
        if reduction is not None or driver.actions[-1 - action][1] != 1:
            break
        top = states[below][origin]
        if top == driver.table.end:
            break
    return top
