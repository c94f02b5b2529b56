data "aws_region" "current" {}

module "policy" {
  source   = "../key-policy"
  for_each = var.keys

  account_id = var.account_id
  services   = each.value.services
}

resource "aws_kms_replica_key" "this" {
  for_each = var.keys

  description             = "${each.value.description} (replica)"
  primary_key_arn         = var.primary_key_arns[each.key]
  deletion_window_in_days = 30
  policy                  = module.policy[each.key].json

  tags = { Name = "${var.name_prefix}-${each.key}" }

  lifecycle {
    precondition {
      condition     = split(":", var.primary_key_arns[each.key])[3] != data.aws_region.current.name
      error_message = "A replica key must live in another region than its primary key."
    }
  }
}

resource "aws_kms_alias" "this" {
  for_each = aws_kms_replica_key.this

  name          = "alias/${var.name_prefix}-${each.key}"
  target_key_id = each.value.key_id
}
