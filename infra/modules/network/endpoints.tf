locals {
  # Where an endpoint's name does not begin with the prefix of its service's actions.
  endpoint_actions = {
    "aps-workspaces"   = "aps"
    "kinesis-firehose" = "firehose"
    "kinesis-streams"  = "kinesis"
    "monitoring"       = "cloudwatch"
  }
}

# The gateways carry calls of this account, and reads of what AWS publishes in S3: image layers, packages of the nodes.
data "aws_iam_policy_document" "gateway_endpoint" {
  for_each = toset(["s3", "dynamodb"])

  statement {
    sid       = "OwnAccountOnly"
    actions   = ["${each.value}:*"]
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

  dynamic "statement" {
    for_each = each.value == "s3" ? [data.aws_region.current.name] : []

    content {
      sid     = "WhatAwsPublishes"
      actions = ["s3:GetObject"]
      resources = [
        "arn:${data.aws_partition.current.partition}:s3:::prod-${statement.value}-starport-layer-bucket/*",
        "arn:${data.aws_partition.current.partition}:s3:::al2023-repos-${statement.value}-*/*",
      ]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }

      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["s3", "dynamodb"])

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${data.aws_region.current.name}.${each.value}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = aws_route_table.private[*].id
  policy            = data.aws_iam_policy_document.gateway_endpoint[each.value].json

  tags = { Name = "${var.name_prefix}-${each.value}" }
}

# An endpoint carries calls of its own service (ecr.api and ecr.dkr: ecr) by this account's principals, no others.
data "aws_iam_policy_document" "interface_endpoint" {
  for_each = var.interface_endpoints

  statement {
    sid       = "OwnAccountOnly"
    actions   = ["${lookup(local.endpoint_actions, each.value, split(".", each.value)[0])}:*"]
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
