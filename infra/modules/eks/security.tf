# Who may speak to whom. The API server: people behind the VPN, and the nodes. The nodes: each other, the API server's calls,
# AWS by its endpoints, the data stores, the venues and a cluster manager. Nothing else leaves a node: images come from this account's registry.
locals {
  # What the API server calls on nodes: the kubelet, and the webhooks and metrics of add-ons.
  node_ports = { kubelet = 10250, webhooks = 9443, admission = 8443, metrics = 4443, services = 443 }
}

resource "aws_security_group" "api" {
  name        = "${var.name}-eks-api"
  description = "API server of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-eks-api" }
}

resource "aws_vpc_security_group_ingress_rule" "operators" {
  for_each = var.operator_cidrs

  security_group_id = aws_security_group.api.id
  description       = "Operators in ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "nodes_to_api" {
  security_group_id            = aws_security_group.api.id
  description                  = "Nodes"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "api_to_nodes" {
  for_each = local.node_ports

  security_group_id            = aws_security_group.api.id
  description                  = "Nodes: ${each.key}"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_security_group" "nodes" {
  name        = "${var.name}-eks-nodes"
  description = "Nodes of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-eks-nodes" }
}

resource "aws_vpc_security_group_ingress_rule" "api_to_nodes" {
  for_each = local.node_ports

  security_group_id            = aws_security_group.nodes.id
  description                  = "API server: ${each.key}"
  referenced_security_group_id = aws_security_group.api.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

# Which pod may speak to which is for network policies to say: between nodes the pods' ports are anything.
resource "aws_vpc_security_group_ingress_rule" "between_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Between nodes"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "between_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Between nodes"
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_groups" {
  for_each = merge(
    {
      api-server = { security_group_id = aws_security_group.api.id, port = 443 }
      endpoints  = { security_group_id = var.endpoint_security_group_id, port = 443 }
    },
    var.data_stores,
  )

  security_group_id            = aws_security_group.nodes.id
  description                  = "To ${each.key}"
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_gateways" {
  for_each = var.gateway_prefix_list_ids

  security_group_id = aws_security_group.nodes.id
  description       = "TLS to ${each.key} by its gateway endpoint"
  prefix_list_id    = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_venues" {
  for_each = var.venue_cidrs

  security_group_id = aws_security_group.nodes.id
  description       = "TLS to the venue ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "nodes_to_management" {
  for_each = var.management_cidrs

  security_group_id = aws_security_group.nodes.id
  description       = "TLS to the cluster manager in ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
