data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name

  # What each kind of use by AWS services needs, and for whose sake. A use that is not named here gets nothing. Who publishes
  # into a topic, or sends into a queue, is held to the topics and queues of this account.
  service_grants = {
    logs = {
      principals = ["logs.${local.region}.amazonaws.com"]
      actions    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      test       = "ArnLike"
      variable   = "kms:EncryptionContext:aws:logs:arn"
      value      = "arn:${local.partition}:logs:${local.region}:${var.account_id}:log-group:*"
    }
    cloudtrail = {
      principals = ["cloudtrail.amazonaws.com"]
      actions    = ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"]
      test       = "ArnLike"
      variable   = "aws:SourceArn"
      value      = "arn:${local.partition}:cloudtrail:*:${var.account_id}:trail/*"
    }
    topics = {
      principals = [
        "aps.amazonaws.com",
        "backup.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "elasticache.amazonaws.com",
        "events.amazonaws.com",
        "events.rds.amazonaws.com",
        "s3.amazonaws.com",
      ]
      actions  = ["kms:GenerateDataKey*", "kms:Decrypt"]
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:sns:topicArn"
      value    = "arn:${local.partition}:sns:${local.region}:${var.account_id}:*"
    }
    queues = {
      principals = ["events.amazonaws.com", "sns.amazonaws.com"]
      actions    = ["kms:GenerateDataKey*", "kms:Decrypt"]
      test       = "ArnLike"
      variable   = "kms:EncryptionContext:aws:sqs:arn"
      value      = "arn:${local.partition}:sqs:${local.region}:${var.account_id}:*"
    }
    config = {
      principals = ["config.amazonaws.com"]
      actions    = ["kms:GenerateDataKey*", "kms:Decrypt"]
      test       = "StringEquals"
      variable   = "aws:SourceAccount"
      value      = var.account_id
    }
    guardduty = {
      principals = ["guardduty.amazonaws.com"]
      actions    = ["kms:GenerateDataKey"]
      test       = "ArnLike"
      variable   = "aws:SourceArn"
      value      = "arn:${local.partition}:guardduty:${local.region}:${var.account_id}:detector/*"
    }
  }

  # EC2 Auto Scaling starts nodes whose volumes are encrypted with the key, through its service-linked role. The role must
  # exist: a key policy refuses a principal that does not. The bootstrap root makes it.
  autoscaling_roles = contains(var.services, "autoscaling") ? [
    "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  ] : []
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"] # in a key policy: the key that the policy is attached to

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${var.account_id}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [var.account_id]
    }
  }

  dynamic "statement" {
    for_each = { for name, grant in local.service_grants : name => grant if contains(var.services, name) }

    content {
      sid       = "Service${title(statement.key)}"
      actions   = statement.value.actions
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = statement.value.principals
      }

      condition {
        test     = statement.value.test
        variable = statement.value.variable
        values   = [statement.value.value]
      }
    }
  }

  dynamic "statement" {
    for_each = local.autoscaling_roles

    content {
      sid       = "NodesUseKey"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }

      condition {
        test     = "StringEquals"
        variable = "kms:CallerAccount"
        values   = [var.account_id]
      }
    }
  }

  dynamic "statement" {
    for_each = local.autoscaling_roles

    content {
      sid       = "NodesAttachVolumes"
      actions   = ["kms:CreateGrant"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }

      condition {
        test     = "Bool"
        variable = "kms:GrantIsForAWSResource"
        values   = ["true"]
      }
    }
  }
}
