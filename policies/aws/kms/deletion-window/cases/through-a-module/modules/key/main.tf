variable "days" {
  type = number
}

# expect: clean module.long
# expect: finding module.short
resource "aws_kms_key" "this" {
  enable_key_rotation     = true
  deletion_window_in_days = var.days
}
