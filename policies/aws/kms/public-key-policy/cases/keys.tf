variable "principals" {
  type = list(string)
}

resource "aws_iam_role" "app" {
  name = "app"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

# expect: finding[Everybody]
# expect: clean[Account]
resource "aws_kms_key" "open" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Everybody"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:Encrypt", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

# A role's ARN is only known after apply, but it is the ARN of a role.
# expect: clean[Role]
resource "aws_kms_key" "of_a_role" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Role"
      Effect    = "Allow"
      Principal = { AWS = aws_iam_role.app.arn }
      Action    = "kms:Decrypt"
      Resource  = "*"
    }]
  })
}

# expect: clean[ThroughS3]
resource "aws_kms_key" "of_one_account" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ThroughS3"
      Effect    = "Allow"
      Principal = "*"
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = { StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
    }]
  })
}

# expect: finding[ThroughS3]
resource "aws_kms_key" "of_everybody_through_s3" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ThroughS3"
      Effect    = "Allow"
      Principal = "*"
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
    }]
  })
}

# A condition that anything meets.
# expect: finding[AnyRole]
resource "aws_kms_key" "of_any_role" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AnyRole"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "*" } }
    }]
  })
}

# expect: finding[AllButOne]
resource "aws_kms_key" "of_all_but_one" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid          = "AllButOne"
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:role/guest" }
      Action       = "kms:Decrypt"
      Resource     = "*"
    }]
  })
}

# expect: clean
resource "aws_kms_key" "default" {
  enable_key_rotation = true
}

data "aws_iam_policy_document" "who_knows" {
  statement {
    sid       = "Some"
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = var.principals
    }
  }
}

# expect: unknown
resource "aws_kms_key" "who_knows" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.who_knows.json
}

data "aws_iam_policy_document" "everybody" {
  statement {
    sid       = "Everybody"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

# expect: finding[Everybody]
resource "aws_kms_key_policy" "separate" {
  key_id = aws_kms_key.default.id
  policy = data.aws_iam_policy_document.everybody.json
}

# expect: finding[Everybody]
resource "aws_kms_replica_key" "open" {
  primary_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"
  policy          = data.aws_iam_policy_document.everybody.json
}
