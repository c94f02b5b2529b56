data "aws_partition" "current" {}

resource "aws_ssm_parameter" "this" {
  for_each = var.values

  name   = "/${var.name_prefix}/${each.key}"
  type   = "SecureString"
  key_id = var.key_arn
  value  = each.value

  tags = { Name = "/${var.name_prefix}/${each.key}" }
}

# What somebody else changes afterwards is made here with its first value, and left alone: an apply in the middle of a
# failback must not send the services back to a database that has just become a replica.
resource "aws_ssm_parameter" "initial" {
  for_each = var.initial_values

  name   = "/${var.name_prefix}/${each.key}"
  type   = "SecureString"
  key_id = var.key_arn
  value  = each.value

  tags = { Name = "/${var.name_prefix}/${each.key}" }

  lifecycle {
    ignore_changes = [value]
  }
}
