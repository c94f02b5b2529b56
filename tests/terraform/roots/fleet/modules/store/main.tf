variable "name" {
  type = string
}

variable "settings" {
  type = object({
    versioned = optional(bool)
    days      = optional(number)
    tags      = map(string)
    rules     = list(object({ id = string, days = number }))
  })
}

variable "key_arn" {
  type = string
}

variable "key_alias" {
  type     = string
  nullable = false
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = merge(var.settings.tags, { Key = var.key_alias })
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.bucket

  versioning_configuration {
    status = var.settings.versioned ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  count  = var.settings.versioned ? 1 : 0
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count  = length(var.settings.rules) > 0 ? 1 : 0
  bucket = one(aws_s3_bucket_versioning.this[*].bucket)

  dynamic "rule" {
    for_each = { for r in var.settings.rules : r.id => r }

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = ""
      }

      dynamic "expiration" {
        for_each = rule.value.days > 100 ? [rule.value.days] : []

        content {
          days = expiration.value
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = [1]
        iterator = it

        content {
          noncurrent_days = rule.value.days + it.value
        }
      }
    }
  }
}

output "bucket" {
  value = aws_s3_bucket.this.bucket
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
