data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  trail_arn = "arn:${data.aws_partition.current.partition}:cloudtrail:${data.aws_region.current.name}:${var.account_id}:trail/${var.name}"
  topic_arn = "arn:${data.aws_partition.current.partition}:sns:${data.aws_region.current.name}:${var.account_id}:${var.name}-trail"

  watched_types = { buckets = "AWS::S3::Object", tables = "AWS::DynamoDB::Table" }
  watched       = { buckets = formatlist("%s/", var.watched_bucket_arns), tables = var.watched_table_arns }
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "/${var.name}/trail"
  retention_in_days = var.retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${var.name}-trail" }
}

data "aws_iam_policy_document" "logs_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "WriteTrailEvents"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.trail.arn}:log-stream:*"]
  }
}

resource "aws_iam_role" "logs" {
  name               = "${var.name}-trail-logs"
  assume_role_policy = data.aws_iam_policy_document.logs_trust.json
}

resource "aws_iam_role_policy" "logs" {
  name   = "write-trail-events"
  role   = aws_iam_role.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_sns_topic" "trail" {
  name              = "${var.name}-trail"
  kms_master_key_id = var.trail_key_arn

  tags = { Name = "${var.name}-trail" }
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "TrailPublishes"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
}

resource "aws_sns_topic_policy" "trail" {
  arn    = aws_sns_topic.trail.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = var.bucket_name
  s3_key_prefix                 = "trail"
  kms_key_id                    = var.trail_key_arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.logs.arn
  sns_topic_name                = aws_sns_topic.trail.arn

  advanced_event_selector {
    name = "Management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  # Each read and write of what is watched, by kind: the ARNs of objects begin with their bucket's, a table's is whole.
  dynamic "advanced_event_selector" {
    for_each = { for kind, arns in local.watched : kind => arns if length(arns) > 0 }

    content {
      name = "Data events of the watched ${advanced_event_selector.key}"

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }

      field_selector {
        field  = "resources.type"
        equals = [local.watched_types[advanced_event_selector.key]]
      }

      field_selector {
        field       = "resources.ARN"
        starts_with = advanced_event_selector.value
      }
    }
  }

  insight_selector {
    insight_type = "ApiCallRateInsight"
  }

  insight_selector {
    insight_type = "ApiErrorRateInsight"
  }

  tags = { Name = var.name }

  depends_on = [aws_iam_role_policy.logs, aws_sns_topic_policy.trail]
}
