variable "policy" {
  type = string
}

# expect: clean
resource "aws_s3_bucket" "by_jsonencode" {
  bucket = "example-by-jsonencode"
}

resource "aws_s3_bucket_policy" "by_jsonencode" {
  bucket = aws_s3_bucket.by_jsonencode.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-by-jsonencode", "arn:aws:s3:::example-by-jsonencode/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: clean
resource "aws_s3_bucket" "by_data_source" {
  bucket = "example-by-data-source"
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.by_data_source.arn, "${aws_s3_bucket.by_data_source.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "by_data_source" {
  bucket = aws_s3_bucket.by_data_source.id
  policy = data.aws_iam_policy_document.tls_only.json
}

# The objects in it are not covered.
# expect: finding
resource "aws_s3_bucket" "itself_alone" {
  bucket = "example-itself-alone"
}

resource "aws_s3_bucket_policy" "itself_alone" {
  bucket = aws_s3_bucket.itself_alone.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::example-itself-alone"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# To read is denied, to write is not.
# expect: finding
resource "aws_s3_bucket" "reading_alone" {
  bucket = "example-reading-alone"
}

resource "aws_s3_bucket_policy" "reading_alone" {
  bucket = aws_s3_bucket.reading_alone.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-reading-alone/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# expect: finding
resource "aws_s3_bucket" "without_a_policy" {
  bucket = "example-without-a-policy"
}

# expect: unknown
resource "aws_s3_bucket" "who_knows" {
  bucket = "example-who-knows"
}

resource "aws_s3_bucket_policy" "who_knows" {
  bucket = aws_s3_bucket.who_knows.id
  policy = var.policy
}
