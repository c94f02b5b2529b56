data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name = "${var.name_prefix}-${var.name}"
  arn  = "arn:${data.aws_partition.current.partition}:sns:${data.aws_region.current.name}:${var.account_id}:${local.name}"

  dead_letters_name = "${local.name}-dead-letters"
  dead_letters_arn  = "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.name}:${var.account_id}:${local.dead_letters_name}"

  # Services that say for whose sake they publish, and the one that does not: a rule of EventBridge.
  accountable_publishers = [
    "aps.amazonaws.com",
    "backup.amazonaws.com",
    "cloudwatch.amazonaws.com",
    "elasticache.amazonaws.com",
    "events.rds.amazonaws.com",
    "s3.amazonaws.com",
  ]
}

resource "aws_sns_topic" "this" {
  name              = local.name
  kms_master_key_id = var.key_arn
  signature_version = 2

  tags = { Name = local.name }
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "ServicesPublish"
    actions   = ["sns:Publish"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = local.accountable_publishers
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "RulesPublish"
    actions   = ["sns:Publish"]
    resources = [local.arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.email_addresses

  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_sns_topic_subscription" "https" {
  for_each = var.https_endpoints

  topic_arn      = aws_sns_topic.this.arn
  protocol       = "https"
  endpoint       = each.value
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })
}

check "somebody_listens" {
  assert {
    condition     = length(var.email_addresses) + length(var.https_endpoints) > 0
    error_message = "Nobody receives the alerts of ${local.name}: name an address or an on-call tool."
  }
}
