variable "principals" {
  type = list(string)
}

resource "aws_sqs_queue" "jobs" { # expect: clean
  name = "jobs"
}

# expect: finding[Everybody]
resource "aws_sqs_queue_policy" "open" {
  queue_url = aws_sqs_queue.jobs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:111122223333:jobs"
    }]
  })
}

# expect: clean[OneTopic]
resource "aws_sqs_queue_policy" "of_one_topic" {
  queue_url = aws_sqs_queue.jobs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OneTopic"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:111122223333:jobs"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:us-east-1:111122223333:alerts" } }
    }]
  })
}

# expect: finding[AnyTopic]
resource "aws_sqs_queue_policy" "of_any_topic" {
  queue_url = aws_sqs_queue.jobs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AnyTopic"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:111122223333:jobs"
      Condition = { ArnLike = { "aws:SourceArn" = "*" } }
    }]
  })
}

# expect: clean[Service]
resource "aws_sqs_queue_policy" "of_a_service" {
  queue_url = aws_sqs_queue.jobs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Service"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:us-east-1:111122223333:jobs"
    }]
  })
}

# expect: finding[Everybody]
resource "aws_sqs_queue" "inline" {
  name = "inline"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sqs:*"
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "some" {
  statement {
    sid       = "Some"
    actions   = ["sqs:SendMessage"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = var.principals
    }
  }
}

# expect: unknown
resource "aws_sqs_queue_policy" "who_knows" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = data.aws_iam_policy_document.some.json
}
