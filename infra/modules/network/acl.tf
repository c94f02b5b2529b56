# Stateless second line behind the security groups. NAT gateways answer on ports 1024 to 65535; the remote-desktop port is
# left out of that range on purpose. The load balancers, the services and the nodes share the private tier: what they say
# to each other is for their security groups to judge.
locals {
  anywhere = "0.0.0.0/0"

  private_cidrs = local.subnet_cidrs["private"]

  acl_rules = {
    edge = {
      ingress = concat(
        [for cidr in local.private_cidrs : { protocol = "tcp", cidr = cidr, from = 443, to = 443 }],
        [
          { protocol = "tcp", cidr = local.anywhere, from = 1024, to = 3388 },
          { protocol = "tcp", cidr = local.anywhere, from = 3390, to = 65535 },
        ],
      )
      egress = concat(
        [{ protocol = "tcp", cidr = local.anywhere, from = 443, to = 443 }],
        [for cidr in local.private_cidrs : { protocol = "tcp", cidr = cidr, from = 1024, to = 65535 }],
      )
    }
    private = {
      ingress = concat(
        [for pair in setproduct(local.private_cidrs, ["tcp", "udp"]) : { protocol = pair[1], cidr = pair[0], from = 0, to = 65535 }],
        [for cidr in var.internal_cidrs : { protocol = "tcp", cidr = cidr, from = 443, to = 443 }],
        [{ protocol = "tcp", cidr = local.anywhere, from = 32768, to = 60999 }],
      )
      egress = concat(
        [for pair in setproduct(local.private_cidrs, ["tcp", "udp"]) : { protocol = pair[1], cidr = pair[0], from = 0, to = 65535 }],
        [for cidr in var.internal_cidrs : { protocol = "tcp", cidr = cidr, from = 1024, to = 65535 }],
        [for pair in setproduct(local.subnet_cidrs["data"], var.data_ports) : { protocol = "tcp", cidr = pair[0], from = pair[1], to = pair[1] }],
        [{ protocol = "tcp", cidr = local.anywhere, from = 443, to = 443 }],
      )
    }
    # Beside this VPC's own private tier, the peer region's may reach the database, and nothing else of the data tier.
    data = {
      ingress = concat(
        [
          for pair in setproduct(local.private_cidrs, var.data_ports) :
          { protocol = "tcp", cidr = pair[0], from = pair[1], to = pair[1] }
        ],
        [for cidr in sort(var.peer_client_cidrs) : { protocol = "tcp", cidr = cidr, from = var.database_port, to = var.database_port }],
      )
      egress = [
        for cidr in concat(local.private_cidrs, sort(var.peer_client_cidrs)) :
        { protocol = "tcp", cidr = cidr, from = 32768, to = 60999 }
      ]
    }
    transit = {
      ingress = [for cidr in concat([var.cidr], sort(var.internal_cidrs)) : { protocol = "tcp", cidr = cidr, from = 0, to = 65535 }]
      egress  = [for cidr in concat([var.cidr], sort(var.internal_cidrs)) : { protocol = "tcp", cidr = cidr, from = 0, to = 65535 }]
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
      protocol   = ingress.value.protocol
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
      protocol   = egress.value.protocol
      cidr_block = egress.value.cidr
      from_port  = egress.value.from
      to_port    = egress.value.to
    }
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }

  lifecycle {
    precondition {
      condition     = max(length(each.value.ingress), length(each.value.egress)) <= 20
      error_message = "A network ACL has room for twenty rules a direction: name fewer internal networks or data ports."
    }
  }
}
