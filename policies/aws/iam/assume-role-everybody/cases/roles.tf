variable "principals" {
  type = list(string)
}

# expect: clean
resource "aws_iam_role" "of_a_service" {
  name = "of-a-service"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

# expect: finding[0]
resource "aws_iam_role" "of_everybody" {
  name = "of-everybody"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }]
  })
}

# expect: finding[Short]
resource "aws_iam_role" "of_everybody_in_short" {
  name = "of-everybody-in-short"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Short", Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }]
  })
}

# expect: finding[0]
resource "aws_iam_role" "of_everybody_with_a_second_factor" {
  name = "of-everybody-with-a-second-factor"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }]
  })
}

# expect: clean
resource "aws_iam_role" "of_one_organisation" {
  name = "of-one-organisation"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } } }]
  })
}

# expect: clean
resource "aws_iam_role" "of_an_account" {
  name = "of-an-account"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:root" } }]
  })
}

data "aws_iam_policy_document" "everybody" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

# expect: finding[0]
resource "aws_iam_role" "by_data_source" {
  name               = "by-data-source"
  assume_role_policy = data.aws_iam_policy_document.everybody.json
}

# expect: unknown
resource "aws_iam_role" "who_knows" {
  name = "who-knows"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.principals } }]
  })
}
