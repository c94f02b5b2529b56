"""The network of a region as groups: its VPC, the tiers of subnets, and what stands in which tier, by reference."""

from collections.abc import Iterable, Sequence

from diagrams.catalogue import BY_NAME
from diagrams.figures import tile
from diagrams.layout import Group, Node, Tile, present
from diagrams.platform_read import Instance, Platform

# Where each type says in which subnets it stands; a group of subnets is followed.
_PLACES = {
    "aws_lb": ("subnets",),
    "aws_ecs_service": ("network_configuration", "subnets"),
    "aws_eks_cluster": ("vpc_config", "subnet_ids"),
    "aws_eks_node_group": ("subnet_ids",),
    "aws_nat_gateway": ("subnet_id",),
    "aws_db_instance": ("db_subnet_group_name",),
    "aws_elasticache_replication_group": ("subnet_group_name",),
    "aws_vpc_endpoint": ("subnet_ids",),
    "aws_lambda_function": ("vpc_config", "subnet_ids"),
}
_GROUPS = ("aws_db_subnet_group", "aws_elasticache_subnet_group")
VPC = ("group_vpc", BY_NAME["VPC"].colour)
SUBNET = ("group_subnet", "#147c7e")


def tier_of(platform: Platform, instance: Instance) -> str:
    """The tier of the subnets that it stands in, "" for none."""
    path = _PLACES.get(instance.type)
    used = [platform.instances[a] for a in (instance.uses(*path) if path else ()) if a in platform.instances]
    for other in used:
        if other.type in _GROUPS:
            used = [*used, *(platform.instances[a] for a in other.uses("subnet_ids") if a in platform.instances)]
    return min((subnet.text("tags", "Tier") for subnet in used if subnet.type == "aws_subnet"), default="")


def tiers(platform: Platform, region: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.text("tags", "Tier") for s in platform.of("aws_subnet", region=region)))


def subnets(platform: Platform, region: str, tier: str) -> Tile | None:
    found = [s for s in platform.of("aws_subnet", region=region) if s.text("tags", "Tier") == tier]
    names = {s.address for s in found}
    links = platform.of("aws_ec2_transit_gateway_vpc_attachment", region=region)
    attached = [link for link in links if names & set(link.uses("subnet_ids"))]
    lines = [f"{s.text('availability_zone')} {s.text('cidr_block')}" for s in found]
    lines += ["attached to the TGW"] if attached else []
    return tile(f"{tier.capitalize()} subnets", lines, (*found, *attached))


def tier_group(platform: Platform, region: str, tier: str, tiles: Iterable[Tile | None], *more: Node | None) -> Group:
    """The tier's subnets with what is attached to them, and those of `tiles` that stand in them."""
    here = [t for t in tiles if t is not None and tier_of(platform, platform.instances[t.id]) == tier]
    icon, colour = SUBNET
    return Group(
        title=f"Tier {tier}",
        icon=icon,
        colour=colour,
        gap=10,
        children=present(subnets(platform, region, tier), *here, *more),
    )


def vpc_group(platform: Platform, region: str, inside: Node) -> Group:
    found = platform.of("aws_vpc", region=region)
    icon, colour = VPC
    return Group(
        title=", ".join(f"VPC {vpc.text('cidr_block')}" for vpc in found),
        icon=icon,
        colour=colour,
        addresses=tuple(vpc.address for vpc in found),
        children=present(inside),
    )


def placed_nowhere(platform: Platform, tiles: Sequence[Tile | None]) -> tuple[Tile, ...]:
    """Those of `tiles` that stand in no subnet."""
    return tuple(t for t in tiles if t is not None and not tier_of(platform, platform.instances[t.id]))
