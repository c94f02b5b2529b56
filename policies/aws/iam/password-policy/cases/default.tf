# expect: finding
resource "aws_iam_account_password_policy" "default" {
  require_symbols = true
}
