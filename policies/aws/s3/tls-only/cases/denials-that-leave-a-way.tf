# expect: finding
resource "aws_s3_bucket" "allows" {
  bucket = "allows"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::allows/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "of_one_account" {
  bucket = "of-one-account"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::of-one-account/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "of_one_principal" {
  bucket = "of-one-principal"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = "arn:aws:iam::111122223333:root"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::of-one-principal/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "of_nobody" {
  bucket = "of-nobody"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::of-nobody/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "without_an_action" {
  bucket = "without-an-action"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Resource  = "arn:aws:s3:::without-an-action/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "of_no_object" {
  bucket = "of-no-object"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "whatever_comes" {
  bucket = "whatever-comes"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::whatever-comes/*"
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "of_no_transport" {
  bucket = "of-no-transport"

  policy = jsonencode({
    Version = "2012-10-17"

    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::of-no-transport/*"
      Condition = { BoolIfExists = { "aws:SecureTransport" = [] } }
    }]
  })
}

data "aws_iam_policy_document" "of_one_account" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::by-data-source/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "by_data_source" {
  bucket = "by-data-source"
}

resource "aws_s3_bucket_policy" "by_data_source" {
  bucket = aws_s3_bucket.by_data_source.id
  policy = data.aws_iam_policy_document.of_one_account.json
}
