# expect: clean
resource "aws_sqs_queue" "jobs" {
  name = "jobs"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.jobs_failed.arn
    maxReceiveCount     = 5
  })
}

# expect: clean
resource "aws_sqs_queue" "jobs_failed" {
  name = "jobs-failed"
}

# expect: clean
resource "aws_sqs_queue" "separate" {
  name = "separate"
}

resource "aws_sqs_queue_redrive_policy" "separate" {
  queue_url = aws_sqs_queue.separate.id

  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:us-east-1:111122223333:of-another-stack"
    maxReceiveCount     = 5
  })
}

# expect: finding
resource "aws_sqs_queue" "forgotten" {
  name = "forgotten"
}

# expect: clean
resource "aws_sqs_queue" "of_a_subscription" {
  name = "of-a-subscription"
}

resource "aws_sns_topic_subscription" "hook" {
  topic_arn = "arn:aws:sns:us-east-1:111122223333:alerts"
  protocol  = "https"
  endpoint  = "https://hook.example.com"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.of_a_subscription.arn
  })
}

# expect: clean
resource "aws_sqs_queue" "of_an_event_rule" {
  name = "of-an-event-rule"
}

resource "aws_cloudwatch_event_target" "alerts" {
  rule = "alerts"
  arn  = "arn:aws:sns:us-east-1:111122223333:alerts"

  dead_letter_config {
    arn = aws_sqs_queue.of_an_event_rule.arn
  }
}

# expect: clean
resource "aws_sqs_queue" "of_a_function" {
  name = "of-a-function"
}

resource "aws_lambda_function" "thumbnails" {
  function_name = "thumbnails"
  role          = "arn:aws:iam::111122223333:role/thumbnails"
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "thumbnails.zip"

  dead_letter_config {
    target_arn = aws_sqs_queue.of_a_function.arn
  }
}

# expect: clean
resource "aws_sqs_queue" "of_another_stack" {
  name = "of-another-stack"

  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}

# Nothing of this configuration uses it yet.
# expect: clean
resource "aws_sqs_queue" "by_its_name" {
  name = "alerts-dead-letters"
}
