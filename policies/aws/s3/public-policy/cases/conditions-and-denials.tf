variable "operator" {
  type = map(map(string))
}

resource "aws_s3_bucket" "data" { # expect: clean
  bucket = "example-data"
}

# expect: clean
resource "aws_s3_bucket_policy" "denied" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid       = "OnlyEncrypted"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: clean
resource "aws_s3_bucket_policy" "of_one_organisation" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid       = "Organisation"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-data/*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } }
    }]
  })
}

# expect: finding[Everybody]
resource "aws_s3_bucket_policy" "of_everybody_over_tls" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-data/*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

# expect: finding[Everybody]
resource "aws_s3_bucket_policy" "with_an_empty_condition" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-data/*"
      Condition = {}
    }]
  })
}

# expect: unknown[Everybody]
resource "aws_s3_bucket_policy" "condition_not_known" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-data/*"
      Condition = var.operator
    }]
  })
}
