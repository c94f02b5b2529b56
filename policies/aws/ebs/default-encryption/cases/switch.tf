variable "enabled" {
  type = bool
}

# expect: finding
resource "aws_ebs_encryption_by_default" "off" {
  enabled = false
}

# expect: clean
resource "aws_ebs_encryption_by_default" "on" {
  enabled = true
}

# expect: clean
resource "aws_ebs_encryption_by_default" "left_at_the_default" {}

# expect: unknown
resource "aws_ebs_encryption_by_default" "not_known" {
  enabled = var.enabled
}
