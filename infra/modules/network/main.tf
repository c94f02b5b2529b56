data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Share of the address space: `newbits` sizes a tier's subnets, `offset` numbers its first one.
  tiers = {
    private = { newbits = 4, offset = 0 }
    edge    = { newbits = 6, offset = 12 }
    data    = { newbits = 6, offset = 16 }
    transit = { newbits = 12, offset = 1216 }
  }

  subnets = merge([
    for tier, share in local.tiers : {
      for index, zone in var.zones :
      "${tier}-${substr(zone, -1, 1)}" => {
        tier = tier
        zone = zone
        cidr = cidrsubnet(var.cidr, share.newbits, share.offset + index)
      }
    }
  ]...)

  zone_letters = [for zone in var.zones : substr(zone, -1, 1)]
  nat_letters  = var.nat_per_zone ? local.zone_letters : slice(local.zone_letters, 0, 1)

  subnet_ids = {
    for tier in keys(local.tiers) :
    tier => [for name, subnet in local.subnets : aws_subnet.this[name].id if subnet.tier == tier]
  }

  subnet_cidrs = {
    for tier in keys(local.tiers) :
    tier => [for subnet in values(local.subnets) : subnet.cidr if subnet.tier == tier]
  }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name_prefix }
}

resource "aws_flow_log" "this" {
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = var.flow_log_group_arn
  iam_role_arn             = aws_iam_role.flow_logs.arn
  max_aggregation_interval = 60

  tags = { Name = var.name_prefix }
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-default-closed" }
}

resource "aws_default_network_acl" "this" {
  default_network_acl_id = aws_vpc.this.default_network_acl_id

  tags = { Name = "${var.name_prefix}-default-closed" }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value.cidr
  availability_zone       = each.value.zone
  map_public_ip_on_launch = false

  tags = merge(
    { Name = "${var.name_prefix}-${each.key}", Tier = each.value.tier },
    each.value.tier == "private" ? { "kubernetes.io/role/internal-elb" = "1" } : {},
  )
}

# Ways out -------------------------------------------------------------------------------------------------------------

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name_prefix }
}

resource "aws_eip" "nat" {
  count = length(local.nat_letters)

  domain = "vpc"

  tags = { Name = "${var.name_prefix}-nat-${local.nat_letters[count.index]}" }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count = length(local.nat_letters)

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.this["edge-${local.nat_letters[count.index]}"].id

  tags = { Name = "${var.name_prefix}-${local.nat_letters[count.index]}" }
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-edge" }
}

resource "aws_route" "edge_internet" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table" "private" {
  count = length(var.zones)

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-private-${local.zone_letters[count.index]}" }
}

resource "aws_route" "private_nat" {
  count = length(var.zones)

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[var.nat_per_zone ? count.index : 0].id
}

# No route leaves the VPC from the subnets of the transit gateway's attachment, nor from the data subnets but the one that
# leads back to the database's clients in the peer region (modules/transit-gateway).
resource "aws_route_table" "closed" {
  for_each = toset(["data", "transit"])

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-${each.value}" }
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id = aws_subnet.this[each.key].id
  route_table_id = (
    each.value.tier == "private" ? aws_route_table.private[index(var.zones, each.value.zone)].id :
    each.value.tier == "edge" ? aws_route_table.edge.id :
    aws_route_table.closed[each.value.tier].id
  )
}
