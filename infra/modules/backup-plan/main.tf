data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name   = "${var.name_prefix}-${var.selection_tag}"
  copies = var.copy_region == "" ? [] : [var.copy_vault_arn]
}

resource "aws_backup_plan" "this" {
  name = local.name

  dynamic "rule" {
    for_each = var.rules

    content {
      rule_name                    = rule.key
      target_vault_name            = var.vault_name
      schedule                     = rule.value.schedule
      schedule_expression_timezone = "Etc/UTC"
      start_window                 = rule.value.start_window
      completion_window            = rule.value.completion_window

      lifecycle {
        delete_after = rule.value.keep_days
      }

      dynamic "copy_action" {
        for_each = local.copies

        content {
          destination_vault_arn = copy_action.value

          lifecycle {
            delete_after = rule.value.keep_days
          }
        }
      }
    }
  }

  tags = { Name = local.name }

  lifecycle {
    precondition {
      condition     = var.copy_region != data.aws_region.current.name
      error_message = "Recovery points must be copied into another region than their own."
    }

    precondition {
      condition     = var.copy_region == "" || var.copy_vault_arn != ""
      error_message = "copy_vault_arn must be given with copy_region."
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = "tagged-${var.selection_tag}"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = var.selection_tag
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${local.name}-${data.aws_region.current.name}-backup"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# What a backup and a restore of each kind of resource needs is AWS's to know: its own policies say it.
resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(["Backup", "Restores"])

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${each.value}"
}
