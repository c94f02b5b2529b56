data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# What the agent needs to start a task: pull its two images, write its log.
data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "RegistryLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # the action knows no resource
  }

  statement {
    sid       = "PullImages"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = var.repository_arns
  }

  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${var.log_group_arn}:log-stream:*"]
  }

  dynamic "statement" {
    for_each = length(var.parameter_arns) > 0 ? [values(var.parameter_arns)] : []

    content {
      sid       = "ReadParameters"
      actions   = ["ssm:GetParameters"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.parameter_arns) > 0 ? [var.data_key_arn] : []

    content {
      sid       = "DecryptParameters"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["ssm.${var.region}.amazonaws.com"]
      }
    }
  }
}

# What the program itself may do: the buckets, streams and tables that it was given, no more.
data "aws_iam_policy_document" "task" {
  dynamic "statement" {
    for_each = length(var.readable_bucket_arns) > 0 ? [var.readable_bucket_arns] : []

    content {
      sid       = "ListObjects"
      actions   = ["s3:ListBucket"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.readable_bucket_arns) > 0 ? [var.readable_bucket_arns] : []

    content {
      sid       = "ReadObjects"
      actions   = ["s3:GetObject"]
      resources = formatlist("%s/*", statement.value)
    }
  }

  dynamic "statement" {
    for_each = length(var.writable_bucket_arns) > 0 ? [var.writable_bucket_arns] : []

    content {
      sid       = "WriteObjects"
      actions   = ["s3:PutObject"]
      resources = formatlist("%s/${var.name}/*", statement.value)
    }
  }

  statement {
    sid       = "UseDataKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in sort(setunion(["s3"], var.key_services)) : "${service}.${var.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "Trace"
    actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"] # the actions know no resource
  }

  dynamic "statement" {
    for_each = var.grants

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "${var.name_prefix}-${var.region}-${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-task"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

resource "aws_iam_role" "task" {
  name               = "${var.name_prefix}-${var.region}-${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "task" {
  name   = "use-buckets"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}
