module "policy" {
  source   = "../key-policy"
  for_each = var.keys

  account_id = var.account_id
  services   = each.value.services
}

resource "aws_kms_key" "this" {
  for_each = var.keys

  description             = each.value.description
  enable_key_rotation     = true
  rotation_period_in_days = var.rotation_period_in_days
  deletion_window_in_days = 30
  multi_region            = var.multi_region
  policy                  = module.policy[each.key].json

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

resource "aws_kms_alias" "this" {
  for_each = aws_kms_key.this

  name          = "alias/${var.name_prefix}-${each.key}"
  target_key_id = each.value.key_id
}
