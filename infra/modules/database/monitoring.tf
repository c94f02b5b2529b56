# Enhanced monitoring writes into one log group of the account, whatever the instance.
data "aws_partition" "current" {}

locals {
  monitoring_log_group_arn = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${var.account_id}:log-group:${var.monitoring_log_group_name}"
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:rds:${data.aws_region.current.name}:${var.account_id}:db:${local.identifier}"]
    }
  }
}

data "aws_iam_policy_document" "monitoring" {
  statement {
    sid       = "MakeGroup"
    actions   = ["logs:CreateLogGroup", "logs:PutRetentionPolicy"]
    resources = [local.monitoring_log_group_arn]
  }

  statement {
    sid       = "WriteMetrics"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"]
    resources = ["${local.monitoring_log_group_arn}:log-stream:*"]
  }
}

resource "aws_iam_role" "monitoring" {
  name               = "${local.identifier}-${data.aws_region.current.name}-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
}

resource "aws_iam_role_policy" "monitoring" {
  name   = "write-metrics"
  role   = aws_iam_role.monitoring.id
  policy = data.aws_iam_policy_document.monitoring.json
}
