# Proof that what is kept can be used: one recovery point of each kind is restored every week, and thrown away again.
resource "aws_backup_restore_testing_plan" "this" {
  name                = replace(local.name, "-", "_")
  schedule_expression = "cron(0 11 ? * SAT *)"
  start_window_hours  = 4

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = ["arn:${data.aws_partition.current.partition}:backup:${data.aws_region.current.name}:${var.account_id}:backup-vault:${var.vault_name}"]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 7
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = var.restore_tests

  name                       = lower(each.key)
  restore_testing_plan_name  = aws_backup_restore_testing_plan.this.name
  protected_resource_type    = each.key
  protected_resource_arns    = ["*"]
  iam_role_arn               = aws_iam_role.this.arn
  restore_metadata_overrides = each.value
  validation_window_hours    = 4
}
