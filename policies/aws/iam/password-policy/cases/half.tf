variable "remembered" {
  type = number
}

# expect: clean[length]
# expect: unknown[reuse]
resource "aws_iam_account_password_policy" "half" {
  minimum_password_length   = 14
  password_reuse_prevention = var.remembered
}
