variable "policy" {
  type = string
}

resource "aws_sns_topic" "alerts" { # expect: clean
  name = "alerts"
}

# expect: finding[Everybody]
resource "aws_sns_topic_policy" "open" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Subscribe"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
    }]
  })
}

# As the service writes it for a new topic.
# expect: clean[Default]
resource "aws_sns_topic_policy" "default" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Default"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
      Condition = { StringEquals = { "AWS:SourceOwner" = "111122223333" } }
    }]
  })
}

# expect: clean[Service]
resource "aws_sns_topic_policy" "of_a_service" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Service"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
    }]
  })
}

# expect: finding[Everybody]
resource "aws_sns_topic" "inline" {
  name = "inline"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "everybody" {
  statement {
    sid       = "Everybody"
    actions   = ["sns:Publish"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

# expect: finding[Everybody]
resource "aws_sns_topic_policy" "by_data_source" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.everybody.json
}

# expect: unknown
resource "aws_sns_topic_policy" "who_knows" {
  arn    = aws_sns_topic.alerts.arn
  policy = var.policy
}
