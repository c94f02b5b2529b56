# Continuous copy into the peer region. Two regions that name each other copy both ways: what is written in the recovery
# region after a failover is on its way back before anyone decides to return.
locals {
  replicated         = var.replica_region == "" ? {} : var.buckets
  replication_alerts = var.replica_region == "" ? [] : values(var.replication_alert_topics)
}

data "aws_iam_policy_document" "replication_trust" {
  count = var.replica_region == "" ? 0 : 1

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = var.replica_region == "" ? 0 : 1

  statement {
    sid       = "ReadSourceBuckets"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = values(local.arns)
  }

  statement {
    sid = "ReadSourceObjects"
    actions = [
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      "s3:GetObjectRetention",
      "s3:GetObjectLegalHold",
    ]
    resources = formatlist("%s/*", values(local.arns))
  }

  statement {
    sid       = "WriteReplicas"
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = [for purpose in keys(var.buckets) : "${var.replica_bucket_arns[purpose]}/*"]
  }

  statement {
    sid       = "DecryptSource"
    actions   = ["kms:Decrypt"]
    resources = concat([var.key_arn], var.source_key_arns)

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${data.aws_region.current.name}.amazonaws.com"]
    }
  }

  statement {
    sid       = "EncryptReplicas"
    actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
    resources = [var.replica_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.replica_region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "replication" {
  count = var.replica_region == "" ? 0 : 1

  name               = "${var.name_prefix}-${data.aws_region.current.name}-replication"
  assume_role_policy = data.aws_iam_policy_document.replication_trust[0].json

  lifecycle {
    precondition {
      condition     = var.replica_region != data.aws_region.current.name
      error_message = "Buckets must be replicated into another region than their own."
    }
  }
}

resource "aws_iam_role_policy" "replication" {
  count = var.replica_region == "" ? 0 : 1

  name   = "replicate-objects"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "this" {
  for_each = local.replicated

  bucket = aws_s3_bucket.this[each.key].id
  role   = one(aws_iam_role.replication[*].arn)

  rule {
    id       = "to-${var.replica_region}"
    priority = 0
    status   = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }

      replica_modifications {
        status = "Enabled"
      }
    }

    destination {
      bucket        = var.replica_bucket_arns[each.key]
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = var.replica_key_arn
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this, aws_iam_role_policy.replication]
}
