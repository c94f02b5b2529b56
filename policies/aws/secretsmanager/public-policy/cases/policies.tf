variable "policy" {
  type = string
}

resource "aws_secretsmanager_secret" "orders" { # expect: clean
  name = "orders"
}

# expect: finding[Everybody]
resource "aws_secretsmanager_secret_policy" "open" {
  secret_arn = aws_secretsmanager_secret.orders.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}

# expect: clean[Organisation]
resource "aws_secretsmanager_secret_policy" "of_one_organisation" {
  secret_arn = aws_secretsmanager_secret.orders.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Organisation"
      Effect    = "Allow"
      Principal = "*"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } }
    }]
  })
}

# expect: finding[Everybody]
resource "aws_secretsmanager_secret" "inline" {
  name = "inline"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "secretsmanager:*"
      Resource  = "*"
    }]
  })
}

# expect: unknown
resource "aws_secretsmanager_secret_policy" "who_knows" {
  secret_arn = aws_secretsmanager_secret.orders.arn
  policy     = var.policy
}
