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
}

# What the program itself may do: the buckets it was given, no more.
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
      values   = ["s3.${var.region}.amazonaws.com"]
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
