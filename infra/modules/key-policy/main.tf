data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name

  # What each AWS service may do with a key, and for whose sake. A service that is not named here gets nothing.
  service_grants = {
    logs = {
      principal = "logs.${local.region}.amazonaws.com"
      actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
      variable  = "kms:EncryptionContext:aws:logs:arn"
      arn       = "arn:${local.partition}:logs:${local.region}:${var.account_id}:log-group:*"
    }
    cloudtrail = {
      principal = "cloudtrail.amazonaws.com"
      actions   = ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"]
      variable  = "aws:SourceArn"
      arn       = "arn:${local.partition}:cloudtrail:*:${var.account_id}:trail/*"
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
        identifiers = [statement.value.principal]
      }

      condition {
        test     = "ArnLike"
        variable = statement.value.variable
        values   = [statement.value.arn]
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
