# expect: finding[length]
# expect: finding[reuse]
resource "aws_iam_account_password_policy" "weak" {
  minimum_password_length   = 8
  password_reuse_prevention = 5
}
