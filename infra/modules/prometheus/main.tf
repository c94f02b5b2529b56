data "aws_region" "current" {}

locals {
  # The files below rules/: one namespace each. promtool checks and tests them.
  rules = toset(["kubernetes", "services"])
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/vendedlogs/prometheus/${var.name_prefix}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${var.name_prefix}-prometheus" }
}

resource "aws_prometheus_workspace" "this" {
  alias       = var.name_prefix
  kms_key_arn = var.key_arn

  logging_configuration {
    log_group_arn = "${aws_cloudwatch_log_group.this.arn}:*"
  }

  tags = { Name = var.name_prefix }
}

resource "aws_prometheus_workspace_configuration" "this" {
  workspace_id             = aws_prometheus_workspace.this.id
  retention_period_in_days = var.retention_in_days
}

resource "aws_prometheus_rule_group_namespace" "this" {
  for_each = local.rules

  name         = each.value
  workspace_id = aws_prometheus_workspace.this.id
  data         = file("${path.module}/rules/${each.value}.yaml")
}

resource "aws_prometheus_alert_manager_definition" "this" {
  workspace_id = aws_prometheus_workspace.this.id
  definition = templatefile("${path.module}/templates/alertmanager.yaml.tftpl", {
    topic_arn = var.topic_arn
    region    = data.aws_region.current.name
  })

  lifecycle {
    precondition {
      condition     = split(":", var.topic_arn)[3] == data.aws_region.current.name
      error_message = "The alert manager tells topics of its own region only."
    }

    precondition {
      condition     = split(":", var.topic_arn)[4] == var.account_id
      error_message = "The alert manager tells topics of its own account only."
    }
  }
}
