data "aws_partition" "current" {}

resource "aws_ssm_parameter" "this" {
  for_each = var.values

  name   = "/${var.name_prefix}/${each.key}"
  type   = "SecureString"
  key_id = var.key_arn
  value  = each.value

  tags = { Name = "/${var.name_prefix}/${each.key}" }
}
