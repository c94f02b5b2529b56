variable "policy" {
  type = string
}

resource "aws_iam_policy" "app" {
  name = "app"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

# expect: finding
resource "aws_iam_role_policy_attachment" "administrator" {
  role       = "app"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

data "aws_partition" "current" {}

# In whatever partition it is.
# expect: finding
resource "aws_iam_group_policy_attachment" "administrator" {
  group      = "admins"
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess"
}

# A policy of our own is not AWS's, though its ARN is only known after apply.
# expect: clean
resource "aws_iam_role_policy_attachment" "our_own" {
  role       = "app"
  policy_arn = aws_iam_policy.app.arn
}

# expect: clean
resource "aws_iam_user_policy_attachment" "reader" {
  user       = "auditor"
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

# expect: finding
resource "aws_iam_policy_attachment" "administrators" {
  name       = "administrators"
  groups     = ["admins"]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# expect: finding
resource "aws_iam_role" "with_a_list" {
  name                = "with-a-list"
  managed_policy_arns = ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::aws:policy/AdministratorAccess"]

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

# expect: clean
resource "aws_iam_role" "bare" {
  name = "bare"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

# expect: finding
resource "aws_ssoadmin_managed_policy_attachment" "administrator" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# expect: unknown
resource "aws_iam_role_policy_attachment" "who_knows" {
  role       = "app"
  policy_arn = var.policy
}
