"""`cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`, over Python's ipaddress."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_STRING,
    Arguments,
    Function,
    Parameter,
    text_of,
    whole_of,
)
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import NUMBER, STRING, Value, list_of, string

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
# Terraform still reads an octet with leading zeros as decimal, where Python refuses it.
_ZEROS: Final = re.compile(r"(?<![0-9a-fA-F:])0+(?=[0-9])")


def _network(text: str) -> Network:
    address, slash, length = text.partition("/")
    if not slash or not length.isascii() or not length.isdigit():
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {text}", 0)
    plain = _ZEROS.sub("", address) if "." in address and ":" not in address else address
    try:
        if "%" in plain:
            raise ValueError("a zone has no place in a prefix")
        return ipaddress.ip_network(f"{plain}/{length}", strict=False)
    except ValueError as error:
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {text}", 0) from error


def _host(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    network, number = _network(text_of(arguments[0])), whole_of(arguments[1], 1)
    size = network.num_addresses
    if number >= size or -number > size:
        raise FunctionError(f"prefix of {network.prefixlen} does not accommodate a host numbered {number}")
    offset = number if number >= 0 else size + number
    return string(_text(int(network.network_address) + offset, network))


def _text(address: int, network: Network) -> str:
    if isinstance(network, ipaddress.IPv4Network):
        return str(ipaddress.IPv4Address(address))
    found = ipaddress.IPv6Address(address)
    return str(found.ipv4_mapped) if found.ipv4_mapped else str(found)


def _netmask(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    network = _network(text_of(arguments[0]))
    if network.version != 4:
        raise FunctionError("IPv6 addresses cannot have a netmask: " + text_of(arguments[0]), 0)
    return string(str(network.netmask))


def _nth(network: Network, new_bits: int, number: int) -> str:
    """A negative number of bits widens the prefix; the address then keeps its bits, as in Terraform."""
    length = network.prefixlen + new_bits
    if not 0 <= length <= network.max_prefixlen:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefixlen} by {new_bits}")
    highest = (1 << new_bits) - 1 if new_bits >= 0 else 0
    if number > highest or number < 0:
        raise FunctionError(f"prefix extension of {new_bits} does not accommodate a subnet numbered {number}")
    base = int(network.network_address) | (number << (network.max_prefixlen - length))
    return f"{_text(base, network)}/{length}"


def _subnet(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    network = _network(text_of(arguments[0]))
    new_bits, number = whole_of(arguments[1], 1), whole_of(arguments[2], 2)
    if abs(new_bits) > 128:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefixlen} by {new_bits}")
    return string(_nth(network, new_bits, number))


def _subnets(arguments: Arguments, context: FunctionContext) -> Value:
    """Consecutive subnets, each aligned to its own size, none below the start of the first."""
    del context
    network = _network(text_of(arguments[0]))
    start = int(network.network_address)
    end, found = start + network.num_addresses, []
    for index, argument in enumerate(arguments[1:], start=1):
        new_bits = whole_of(argument, index)
        if new_bits < 1:
            raise FunctionError("must extend prefix by at least one bit", index)
        length = network.prefixlen + new_bits
        if new_bits > 32 or length > network.max_prefixlen:
            raise FunctionError(f"would extend prefix to {length} bits, which is too long for this address", index)
        size = 1 << (network.max_prefixlen - length)
        base = -(-start // size) * size
        if base + size > end:
            raise FunctionError(
                f"not enough remaining address space for a subnet with a prefix of {length} bits", index
            )
        found.append(string(f"{_text(base, network)}/{length}"))
        start = base + size
    return list_of(found, STRING)


_PREFIX = Parameter("prefix", STRING)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "cidrhost": Function((_PREFIX, Parameter("hostnum", NUMBER)), STRING, _host),
    "cidrnetmask": Function((_PREFIX,), STRING, _netmask),
    "cidrsubnet": Function((_PREFIX, Parameter("newbits", NUMBER), Parameter("netnum", NUMBER)), STRING, _subnet),
    "cidrsubnets": Function((_PREFIX,), LIST_OF_STRING, _subnets, variadic=Parameter("newbits", NUMBER)),
}
