# Every form of an IAM policy document that the provider writes in a way of its own.

data "aws_iam_policy_document" "empty" {}

data "aws_iam_policy_document" "one" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::one/*"]
  }
}

data "aws_iam_policy_document" "sorted" {
  policy_id = "Id<&>"

  statement {
    sid         = "Lists"
    effect      = "Deny"
    not_actions = ["s3:B", "s3:a", "s3:C", "s3:B", "s3:é", "s3:\"q\""]
    resources   = ["arn:b", "arn:a", "arn:&{aws:username}"]
  }

  statement {
    sid           = "Nots"
    actions       = toset(["x:1", "x:2"])
    not_resources = ["arn:${"$"}{kept}", "arn:z"]
  }
}

data "aws_iam_policy_document" "old" {
  version = "2008-10-17"

  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "principals" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = []

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    sid     = "AnyAws"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }

  statement {
    sid     = "Several"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root", "arn:aws:iam::333333333333:root", "arn:aws:iam::222222222222:root"]
    }

    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444444444444:root"]
    }

    principals {
      type        = "AWS"
      identifiers = ["999999999999"]
    }

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "lambda.amazonaws.com"]
    }

    not_principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "conditions" {
  dynamic "statement" {
    for_each = ["First", "Second"]

    content {
      sid       = statement.value
      actions   = ["s3:PutObject"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalTag/b"
        values   = ["z", "a", "m"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalTag/a"
        values   = ["only-&{aws:username}"]
      }

      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = [false]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalTag/b"
        values   = ["again"]
      }

      condition {
        test     = "NumericLessThan"
        variable = "s3:max-keys"
        values   = [10]
      }
    }
  }
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents = [
    data.aws_iam_policy_document.sorted.json,
    data.aws_iam_policy_document.conditions.json,
    jsonencode({
      Version = "2008-10-17"
      Id      = "from-source"
      Statement = [{
        Sid       = "Raw"
        Effect    = "Allow"
        Action    = ["b:*", "a:*"]
        Resource  = ["single"]
        Principal = { AWS = ["b", "a"], Service = "x.amazonaws.com" }
        Condition = { Bool = { "aws:x" = ["true"], "aws:y" = true } }
        Ignored   = 1
        }, {
        Effect    = "Allow"
        Action    = "c:*"
        Resource  = "*"
        Principal = "*"
      }]
    }),
  ]

  statement {
    sid       = "First"
    actions   = ["replaced:*"]
    resources = ["*"]
  }

  statement {
    actions   = ["appended:*"]
    resources = ["*"]
  }

  override_policy_documents = [
    data.aws_iam_policy_document.one.json,
    jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Raw", Effect = "Deny", NotAction = "*", Resource = "*" }] }),
  ]
}

resource "aws_kms_key" "this" {
  description             = "A key"
  deletion_window_in_days = 7
}

data "aws_iam_policy_document" "later" {
  statement {
    actions   = ["kms:*"]
    resources = [aws_kms_key.this.arn]
  }
}

resource "aws_iam_policy" "all" {
  for_each = {
    one        = data.aws_iam_policy_document.one.json
    sorted     = data.aws_iam_policy_document.sorted.minified_json
    conditions = data.aws_iam_policy_document.conditions.json
    later      = data.aws_iam_policy_document.later.json
  }

  name   = each.key
  policy = each.value
}
