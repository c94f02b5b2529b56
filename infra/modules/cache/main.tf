# The last quotes and the limits that an order is checked against, read in well under a millisecond. Everything in it can be
# made again from the stream and the tables, so it is not replicated into another region.
locals {
  identifier = "${var.name_prefix}-${var.name}"
  port       = 6379
  user_name  = "${local.identifier}-services"
  member_ids = [for number in range(1, var.replicas + 2) : format("%s-%03d", local.identifier, number)]
}

resource "aws_elasticache_subnet_group" "this" {
  name        = local.identifier
  description = "Data subnets of ${local.identifier}"
  subnet_ids  = var.subnet_ids

  tags = { Name = local.identifier }
}

resource "aws_security_group" "this" {
  name        = "${local.identifier}-cache"
  description = "Cache ${local.identifier}"
  vpc_id      = var.vpc_id

  tags = { Name = "${local.identifier}-cache" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.client_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "Valkey from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

# Services prove who they are with IAM. There is no password, and a Valkey group has no default user.
resource "aws_elasticache_user" "services" {
  user_id       = local.user_name
  user_name     = local.user_name
  engine        = "valkey"
  access_string = "on ~* +@all -@admin -@dangerous"

  authentication_mode {
    type = "iam"
  }

  tags = { Name = local.user_name }
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = local.identifier
  engine        = "valkey"
  user_ids      = [aws_elasticache_user.services.user_id]

  tags = { Name = local.identifier }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["engine-log", "slow-log"])

  name              = "/aws/elasticache/${local.identifier}/${each.value}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${local.identifier}-${each.value}" }
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = local.identifier
  description          = "Quotes and limits of ${var.name_prefix}"
  engine               = "valkey"
  engine_version       = var.engine_version
  node_type            = var.node_type
  port                 = local.port

  num_cache_clusters         = var.replicas + 1
  multi_az_enabled           = true
  automatic_failover_enabled = true

  subnet_group_name  = aws_elasticache_subnet_group.this.name
  security_group_ids = [aws_security_group.this.id]
  user_group_ids     = [aws_elasticache_user_group.this.user_group_id]

  at_rest_encryption_enabled = true
  kms_key_id                 = var.key_arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"

  auto_minor_version_upgrade = true
  apply_immediately          = false
  maintenance_window         = var.maintenance_window
  snapshot_retention_limit   = var.snapshot_retention_in_days
  snapshot_window            = "05:00-06:00"
  notification_topic_arn     = var.topic_arn

  dynamic "log_delivery_configuration" {
    for_each = aws_cloudwatch_log_group.this

    content {
      destination      = log_delivery_configuration.value.name
      destination_type = "cloudwatch-logs"
      log_format       = "json"
      log_type         = log_delivery_configuration.key
    }
  }

  tags = { Name = local.identifier }
}
