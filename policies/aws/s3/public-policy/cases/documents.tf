variable "account" {
  type = string
}

resource "aws_s3_bucket" "data" { # expect: clean
  bucket = "example-data"
}

# expect: finding[Everybody]
# expect: clean[OneAccount]
resource "aws_s3_bucket_policy" "by_jsonencode" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Everybody"
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::example-data/*"
      },
      {
        Sid       = "OneAccount"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::example-data/*"
      },
    ]
  })
}

data "aws_iam_policy_document" "everybody" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.data.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "*"]
    }
  }
}

# The ARN in it is only known after apply; who is let in is known now.
# expect: finding[Read]
resource "aws_s3_bucket_policy" "by_data_source" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.everybody.json
}

# expect: finding[0]
resource "aws_s3_bucket_policy" "by_heredoc" {
  bucket = aws_s3_bucket.data.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": "${aws_s3_bucket.data.arn}/*"
      }
    }
  EOT
}

# expect: finding
resource "aws_s3_bucket" "by_the_legacy_argument" {
  bucket = "example-legacy"
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-legacy/*"}]}
  EOT
}

# expect: finding[AllButOne]
resource "aws_s3_bucket_policy" "all_but_one" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [{
      Sid          = "AllButOne"
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }
      Action       = "s3:GetObject"
      Resource     = "arn:aws:s3:::example-data/*"
    }]
  })
}

# expect: unknown[Perhaps]
# expect: finding[Surely]
# expect: clean[Named]
resource "aws_s3_bucket_policy" "partly_known" {
  bucket = aws_s3_bucket.data.id

  policy = jsonencode({
    Statement = [
      {
        Sid       = "Perhaps"
        Effect    = "Allow"
        Principal = { AWS = var.account }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.data.arn}/*"
      },
      {
        Sid       = "Surely"
        Effect    = "Allow"
        Principal = { AWS = [var.account, "*"] }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.data.arn}/*"
      },
      {
        Sid       = "Named"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.account}:root" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.data.arn}/*"
      },
    ]
  })
}

# expect: unknown
resource "aws_s3_bucket_policy" "not_known" {
  bucket = aws_s3_bucket.data.id
  policy = var.account
}
