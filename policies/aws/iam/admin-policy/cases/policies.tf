variable "actions" {
  type = list(string)
}

resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}

# expect: finding[Everything]
# expect: clean[Orders]
resource "aws_iam_policy" "by_jsonencode" {
  name = "by-jsonencode"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Everything", Effect = "Allow", Action = "*", Resource = "*" },
      { Sid = "Orders", Effect = "Allow", Action = "s3:*", Resource = "${aws_s3_bucket.orders.arn}/*" },
    ]
  })
}

data "aws_iam_policy_document" "everything" {
  statement {
    sid       = "Everything"
    actions   = ["s3:GetObject", "*"]
    resources = ["*"]
  }
}

# expect: finding[Everything]
resource "aws_iam_policy" "by_data_source" {
  name   = "by-data-source"
  policy = data.aws_iam_policy_document.everything.json
}

# expect: finding[0]
resource "aws_iam_role_policy" "inline" {
  name = "inline"
  role = "app"

  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    }
  EOT
}

# expect: finding
resource "aws_iam_group_policy" "admins" {
  name   = "admins"
  group  = "admins"
  policy = data.aws_iam_policy_document.everything.json
}

# expect: clean
resource "aws_iam_user_policy" "everything_denied" {
  name = "everything-denied"
  user = "former"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }]
  })
}

# expect: clean
resource "aws_iam_policy" "under_a_condition" {
  name = "under-a-condition"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:ResourceTag/team" = "orders" } }
    }]
  })
}

# expect: clean
resource "aws_iam_policy" "everything_of_one_service" {
  name = "everything-of-one-service"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "cloudwatch:*", Resource = "*" }]
  })
}

# expect: finding[Everything]
resource "aws_iam_role" "with_a_policy_inside" {
  name = "with-a-policy-inside"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })

  inline_policy {
    name   = "everything"
    policy = data.aws_iam_policy_document.everything.json
  }
}

# expect: clean
resource "aws_iam_role" "bare" {
  name = "bare"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

# expect: finding[Everything]
resource "aws_ssoadmin_permission_set_inline_policy" "everything" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef"
  inline_policy      = data.aws_iam_policy_document.everything.json
}

# expect: unknown
resource "aws_iam_policy" "who_knows" {
  name = "who-knows"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }]
  })
}
