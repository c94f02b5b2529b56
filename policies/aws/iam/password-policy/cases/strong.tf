# expect: clean
resource "aws_iam_account_password_policy" "strong" {
  minimum_password_length   = 16
  password_reuse_prevention = 24
}
