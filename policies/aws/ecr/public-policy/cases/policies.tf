variable "policy" {
  type = string
}

# expect: finding[Everybody]
resource "aws_ecr_repository_policy" "open" {
  repository = "web"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
    }]
  })
}

# expect: clean[Organisation]
resource "aws_ecr_repository_policy" "of_one_organisation" {
  repository = "web"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Organisation"
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } }
    }]
  })
}

# expect: clean[Account]
resource "aws_ecr_repository_policy" "of_an_account" {
  repository = "web"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "ecr:BatchGetImage"
    }]
  })
}

# expect: finding[Everybody]
resource "aws_ecr_registry_policy" "open" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "ecr:ReplicateImage"
      Resource  = "arn:aws:ecr:us-east-1:111122223333:repository/*"
    }]
  })
}

# expect: unknown
resource "aws_ecr_repository_policy" "who_knows" {
  repository = "web"
  policy     = var.policy
}
