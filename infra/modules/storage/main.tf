data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  names = {
    for purpose in keys(var.buckets) :
    purpose => "${var.name_prefix}-${purpose}-${var.account_id}-${data.aws_region.current.name}"
  }
  arns = {
    for purpose, name in local.names :
    purpose => "arn:${data.aws_partition.current.partition}:s3:::${name}"
  }

  locked = { for purpose, bucket in var.buckets : purpose => bucket if bucket.object_lock_days > 0 }
}

resource "aws_s3_bucket" "this" {
  for_each = var.buckets

  bucket              = local.names[each.key]
  object_lock_enabled = each.value.object_lock_days > 0
  force_destroy       = !var.protected

  tags = {
    Name    = local.names[each.key]
    Purpose = each.key
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = var.buckets

  bucket = aws_s3_bucket.this[each.key].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this

  bucket = each.value.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = var.buckets

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = var.buckets

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  for_each = local.locked

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = each.value.object_lock_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = var.buckets

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "retain"
    status = "Enabled"

    filter {}

    dynamic "transition" {
      for_each = each.value.archive_after_days == null ? [] : [each.value.archive_after_days]

      content {
        days          = transition.value
        storage_class = "GLACIER_IR"
      }
    }

    dynamic "expiration" {
      for_each = each.value.expire_after_days == null ? [] : [each.value.expire_after_days]

      content {
        days = expiration.value
      }
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_logging" "this" {
  for_each = var.buckets

  bucket        = aws_s3_bucket.this[each.key].id
  target_bucket = var.access_log_bucket
  target_prefix = "${var.access_log_prefix}${each.key}/"
}

resource "aws_s3_bucket_notification" "this" {
  for_each = var.buckets

  bucket      = aws_s3_bucket.this[each.key].id
  eventbridge = true

  # EventBridge does not carry these: an object that the other region lacks, or got late.
  dynamic "topic" {
    for_each = local.replication_alerts

    content {
      topic_arn = topic.value
      events    = ["s3:Replication:OperationFailedReplication", "s3:Replication:OperationMissedThreshold"]
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = var.buckets

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arns[each.key], "${local.arns[each.key]}/*"]

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

  dynamic "statement" {
    for_each = each.value.trail_arns

    content {
      sid       = "TrailChecksBucket"
      actions   = ["s3:GetBucketAcl"]
      resources = [local.arns[each.key]]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }

  dynamic "statement" {
    for_each = each.value.trail_arns

    content {
      sid       = "TrailWrites"
      actions   = ["s3:PutObject"]
      resources = ["${local.arns[each.key]}/*/AWSLogs/${var.account_id}/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }

      condition {
        test     = "StringEquals"
        variable = "s3:x-amz-acl"
        values   = ["bucket-owner-full-control"]
      }
    }
  }

  dynamic "statement" {
    for_each = each.value.audit_services

    content {
      sid       = "${title(statement.value)}FindsBucket"
      actions   = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"]
      resources = [local.arns[each.key]]

      principals {
        type        = "Service"
        identifiers = ["${statement.value}.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [var.account_id]
      }
    }
  }

  dynamic "statement" {
    for_each = each.value.audit_services

    content {
      sid       = "${title(statement.value)}Writes"
      actions   = ["s3:PutObject"]
      resources = ["${local.arns[each.key]}/${statement.value}/AWSLogs/${var.account_id}/*"]

      principals {
        type        = "Service"
        identifiers = ["${statement.value}.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [var.account_id]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = var.buckets

  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.bucket[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}
