data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Products of each operating system whose instances may join the platform.
  systems = {
    AMAZON_LINUX_2023 = { product = "AmazonLinux2023" }
    AMAZON_LINUX_2    = { product = "AmazonLinux2" }
  }

  operations = {
    Scan    = { schedule = var.scan_schedule, hours = 2, reboot = "NoReboot" }
    Install = { schedule = var.install_schedule, hours = 4, reboot = "RebootIfNeeded" }
  }

  notify_role_name = "${var.name_prefix}-${data.aws_region.current.name}-patch-notify"
}

resource "aws_ssm_patch_baseline" "this" {
  for_each = local.systems

  name                                 = "${var.name_prefix}-${lower(replace(each.key, "_", "-"))}"
  description                          = "Security patches of ${each.value.product}"
  operating_system                     = each.key
  approved_patches_compliance_level    = "CRITICAL"
  approved_patches_enable_non_security = false
  rejected_patches_action              = "BLOCK"

  approval_rule {
    approve_after_days = var.approve_after_days
    compliance_level   = "CRITICAL"

    patch_filter {
      key    = "PRODUCT"
      values = [each.value.product]
    }

    patch_filter {
      key    = "CLASSIFICATION"
      values = ["Security"]
    }

    patch_filter {
      key    = "SEVERITY"
      values = ["Critical", "Important"]
    }
  }

  approval_rule {
    approve_after_days = 14
    compliance_level   = "MEDIUM"

    patch_filter {
      key    = "PRODUCT"
      values = [each.value.product]
    }

    patch_filter {
      key    = "CLASSIFICATION"
      values = ["Security", "Bugfix"]
    }
  }

  tags = { Name = "${var.name_prefix}-${lower(replace(each.key, "_", "-"))}" }
}

resource "aws_ssm_default_patch_baseline" "this" {
  for_each = aws_ssm_patch_baseline.this

  baseline_id      = each.value.id
  operating_system = each.value.operating_system
}

resource "aws_ssm_patch_group" "this" {
  for_each = aws_ssm_patch_baseline.this

  baseline_id = each.value.id
  patch_group = var.patch_group
}

resource "aws_ssm_maintenance_window" "this" {
  for_each = local.operations

  name                       = "${var.name_prefix}-patch-${lower(each.key)}"
  description                = "${each.key} of patches for the group ${var.patch_group}"
  schedule                   = each.value.schedule
  schedule_timezone          = "Etc/UTC"
  duration                   = each.value.hours
  cutoff                     = 1
  allow_unassociated_targets = false

  tags = { Name = "${var.name_prefix}-patch-${lower(each.key)}" }
}

resource "aws_ssm_maintenance_window_target" "this" {
  for_each = local.operations

  window_id     = aws_ssm_maintenance_window.this[each.key].id
  name          = "${var.name_prefix}-${var.patch_group}"
  description   = "Instances of the group ${var.patch_group}"
  resource_type = "INSTANCE"

  targets {
    key    = "tag:PatchGroup"
    values = [var.patch_group]
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name_prefix}/patching"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${var.name_prefix}-patching" }
}

resource "aws_ssm_maintenance_window_task" "this" {
  for_each = local.operations

  window_id        = aws_ssm_maintenance_window.this[each.key].id
  name             = "${var.name_prefix}-patch-${lower(each.key)}"
  description      = "${each.key} of patches"
  task_type        = "RUN_COMMAND"
  task_arn         = "AWS-RunPatchBaseline"
  priority         = 1
  max_concurrency  = var.max_concurrency
  max_errors       = "1"
  cutoff_behavior  = "CANCEL_TASK"
  service_role_arn = aws_iam_role.window.arn

  targets {
    key    = "WindowTargetIds"
    values = [aws_ssm_maintenance_window_target.this[each.key].id]
  }

  task_invocation_parameters {
    run_command_parameters {
      comment          = "${each.key} of patches for the group ${var.patch_group}"
      timeout_seconds  = 600
      service_role_arn = aws_iam_role.notify.arn

      parameter {
        name   = "Operation"
        values = [each.key]
      }

      parameter {
        name   = "RebootOption"
        values = [each.value.reboot]
      }

      cloudwatch_config {
        cloudwatch_output_enabled = true
        cloudwatch_log_group_name = aws_cloudwatch_log_group.this.name
      }

      notification_config {
        notification_arn    = var.topic_arn
        notification_events = ["Failed", "TimedOut"]
        notification_type   = "Command"
      }
    }
  }
}
