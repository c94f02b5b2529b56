variable "groups" {
  type = map(object({
    retention_in_days = optional(number, 731)
  }))
}

# expect: clean module.logs.aws_cloudwatch_log_group.this["web"]
# expect: clean module.logs.aws_cloudwatch_log_group.this["audit"]
# expect: finding module.logs.aws_cloudwatch_log_group.this["batch"]
resource "aws_cloudwatch_log_group" "this" {
  for_each = var.groups

  name              = each.key
  retention_in_days = each.value.retention_in_days
}
