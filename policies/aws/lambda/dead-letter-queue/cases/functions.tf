variable "queue" {
  type = string
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "kept" {
  function_name = "kept"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  dead_letter_config {
    target_arn = "arn:aws:sqs:us-east-1:111122223333:failed"
  }
}

# expect: finding
resource "aws_lambda_function" "dropped" {
  function_name = "dropped"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

# expect: clean
resource "aws_lambda_function" "to_a_destination" {
  function_name = "to-a-destination"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

resource "aws_lambda_function_event_invoke_config" "to_a_destination" {
  function_name = aws_lambda_function.to_a_destination.function_name

  destination_config {
    on_failure {
      destination = "arn:aws:sqs:us-east-1:111122223333:failed"
    }
  }
}

# expect: unknown
resource "aws_lambda_function" "who_knows" {
  function_name = "who-knows"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  dead_letter_config {
    target_arn = var.queue
  }
}

# expect: finding
resource "aws_lambda_function" "to_a_destination_of_successes" {
  function_name = "to-a-destination-of-successes"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

resource "aws_lambda_function_event_invoke_config" "to_a_destination_of_successes" {
  function_name = aws_lambda_function.to_a_destination_of_successes.function_name

  destination_config {
    on_success {
      destination = "arn:aws:sqs:us-east-1:111122223333:done"
    }
  }
}
