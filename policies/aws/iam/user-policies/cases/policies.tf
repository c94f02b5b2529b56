variable "users" {
  type = list(string)
}

# expect: finding
resource "aws_iam_user_policy_attachment" "auditor" {
  user       = "auditor"
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

# expect: finding
resource "aws_iam_user_policy" "auditor" {
  name = "reads"
  user = "auditor"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

# expect: finding
resource "aws_iam_policy_attachment" "users" {
  name       = "users"
  users      = ["auditor"]
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

# expect: clean
resource "aws_iam_policy_attachment" "groups" {
  name       = "groups"
  groups     = ["auditors"]
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

# expect: unknown
resource "aws_iam_policy_attachment" "who_knows" {
  name       = "who-knows"
  users      = var.users
  groups     = ["auditors"]
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}
