# The window sends the one command to the instances of the group; the command tells the topic how it went.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ssm.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "window" {
  statement {
    sid       = "SendPatchCommand"
    actions   = ["ssm:SendCommand"]
    resources = ["arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.name}::document/AWS-RunPatchBaseline"]
  }

  statement {
    sid       = "ToInstancesOfTheGroup"
    actions   = ["ssm:SendCommand"]
    resources = ["arn:${data.aws_partition.current.partition}:ec2:${data.aws_region.current.name}:${var.account_id}:instance/*"]

    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/PatchGroup"
      values   = [var.patch_group]
    }
  }

  statement {
    sid       = "SeeHowItWent"
    actions   = ["ssm:CancelCommand", "ssm:GetCommandInvocation", "ssm:ListCommandInvocations", "ssm:ListCommands"]
    resources = ["*"] # these actions know no resource
  }

  statement {
    sid       = "HandOverNotifyRole"
    actions   = ["iam:PassRole"]
    resources = ["arn:${data.aws_partition.current.partition}:iam::${var.account_id}:role/${local.notify_role_name}"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ssm.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "notify" {
  statement {
    sid       = "TellTopic"
    actions   = ["sns:Publish"]
    resources = [var.topic_arn]
  }
}

resource "aws_iam_role" "window" {
  name               = "${var.name_prefix}-${data.aws_region.current.name}-patching"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "window" {
  name   = "patch-instances"
  role   = aws_iam_role.window.id
  policy = data.aws_iam_policy_document.window.json
}

resource "aws_iam_role" "notify" {
  name               = local.notify_role_name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "notify" {
  name   = "tell-topic"
  role   = aws_iam_role.notify.id
  policy = data.aws_iam_policy_document.notify.json
}
