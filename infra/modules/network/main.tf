data "aws_region" "current" {}

locals {
  # Share of the address space: `newbits` sizes a tier's subnets, `offset` numbers its first one.
  tiers = {
    private = { newbits = 4, offset = 0 }
    edge    = { newbits = 6, offset = 12 }
    data    = { newbits = 6, offset = 16 }
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

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-default-closed" }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value.cidr
  availability_zone       = each.value.zone
  map_public_ip_on_launch = false

  tags = {
    Name = "${var.name_prefix}-${each.key}"
    Tier = each.value.tier
  }
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

# No route leaves the VPC from the data subnets.
resource "aws_route_table" "data" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-data" }
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  subnet_id = aws_subnet.this[each.key].id
  route_table_id = (
    each.value.tier == "private" ? aws_route_table.private[index(var.zones, each.value.zone)].id :
    each.value.tier == "edge" ? aws_route_table.edge.id :
    aws_route_table.data.id
  )
}

# Endpoints ------------------------------------------------------------------------------------------------------------

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["s3", "dynamodb"])

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${data.aws_region.current.name}.${each.value}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = aws_route_table.private[*].id

  tags = { Name = "${var.name_prefix}-${each.value}" }
}

# An endpoint carries calls of its own service (ecr.api and ecr.dkr: ecr) by this account's principals, no others.
data "aws_iam_policy_document" "interface_endpoint" {
  for_each = var.interface_endpoints

  statement {
    sid       = "OwnAccountOnly"
    actions   = ["${split(".", each.value)[0]}:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name_prefix}-endpoints"
  description = "Interface endpoints of AWS services"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name_prefix}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each = toset(local.subnet_cidrs["private"])

  security_group_id = aws_security_group.endpoints.id
  description       = "TLS from the private subnet ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = local.subnet_ids["private"]
  security_group_ids  = [aws_security_group.endpoints.id]
  policy              = data.aws_iam_policy_document.interface_endpoint[each.value].json

  tags = { Name = "${var.name_prefix}-${replace(each.value, ".", "-")}" }
}
