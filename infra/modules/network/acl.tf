# Stateless second line behind the security groups. NAT gateways answer on ports 1024 to 65535; the remote-desktop port is
# left out of that range on purpose.
locals {
  anywhere = "0.0.0.0/0"

  acl_rules = {
    edge = {
      ingress = concat(
        [for pair in setproduct(var.client_cidrs, [80, 443]) : { cidr = pair[0], from = pair[1], to = pair[1] }],
        [for cidr in local.subnet_cidrs["private"] : { cidr = cidr, from = 443, to = 443 }],
        [
          { cidr = local.anywhere, from = 1024, to = 3388 },
          { cidr = local.anywhere, from = 3390, to = 65535 },
        ],
      )
      egress = [
        { cidr = local.anywhere, from = 443, to = 443 },
        { cidr = local.anywhere, from = 1024, to = 65535 },
      ]
    }
    private = {
      ingress = [
        { cidr = var.cidr, from = 443, to = 443 },
        { cidr = var.cidr, from = var.service_port, to = var.service_port },
        { cidr = local.anywhere, from = 32768, to = 60999 },
      ]
      egress = [
        { cidr = local.anywhere, from = 443, to = 443 },
        { cidr = var.cidr, from = 1024, to = 65535 },
      ]
    }
    data = {
      ingress = [
        for pair in setproduct(local.subnet_cidrs["private"], var.data_ports) :
        { cidr = pair[0], from = pair[1], to = pair[1] }
      ]
      egress = [
        for cidr in local.subnet_cidrs["private"] : { cidr = cidr, from = 32768, to = 60999 }
      ]
    }
  }
}

resource "aws_network_acl" "this" {
  for_each = local.acl_rules

  vpc_id     = aws_vpc.this.id
  subnet_ids = [for name, subnet in aws_subnet.this : subnet.id if local.subnets[name].tier == each.key]

  dynamic "ingress" {
    for_each = { for index, rule in each.value.ingress : 100 + 10 * index => rule }

    content {
      rule_no    = ingress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = ingress.value.cidr
      from_port  = ingress.value.from
      to_port    = ingress.value.to
    }
  }

  dynamic "egress" {
    for_each = { for index, rule in each.value.egress : 100 + 10 * index => rule }

    content {
      rule_no    = egress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = egress.value.cidr
      from_port  = egress.value.from
      to_port    = egress.value.to
    }
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }
}
