resource "aws_cloudwatch_log_group" "this" {
  for_each = var.groups

  name              = each.value.name
  retention_in_days = coalesce(each.value.retention_in_days, var.retention_in_days)
  kms_key_id        = var.key_arn

  tags = { Name = each.value.name }
}
