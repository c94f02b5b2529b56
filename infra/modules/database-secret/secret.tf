# The secret itself: under a customer key, closed to other accounts, with a replica in another region.
resource "aws_secretsmanager_secret" "this" {
  name                    = "${var.name_prefix}/database/${var.name}"
  description             = "Administrator of the database ${local.identifier}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.protected ? 30 : 7

  dynamic "replica" {
    for_each = var.replica_region == "" ? [] : [var.replica_region]

    content {
      region     = replica.value
      kms_key_id = var.replica_key_arn
    }
  }

  tags = { Name = "${var.name_prefix}/database/${var.name}" }

  lifecycle {
    precondition {
      condition     = var.replica_region != data.aws_region.current.name
      error_message = "A secret must be replicated into another region than its own."
    }

    precondition {
      condition     = var.replica_region == "" || var.replica_key_arn != ""
      error_message = "replica_key_arn must be given with replica_region: a replica under the AWS key is none of ours."
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "OwnAccountOnly"
    effect    = "Deny"
    actions   = ["secretsmanager:*"]
    resources = ["*"] # in a secret's policy: the secret that the policy is attached to

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = [var.account_id]
    }

    # Secrets Manager itself replicates and rotates.
    condition {
      test     = "Bool"
      variable = "aws:PrincipalIsAWSService"
      values   = ["false"]
    }
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  secret_arn          = aws_secretsmanager_secret.this.arn
  policy              = data.aws_iam_policy_document.this.json
  block_public_policy = true
}
