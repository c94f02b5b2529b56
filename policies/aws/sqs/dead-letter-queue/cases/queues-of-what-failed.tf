# expect: clean
resource "aws_sqs_queue" "allowed_separately" {
  name = "allowed-separately"
}

resource "aws_sqs_queue_redrive_allow_policy" "allowed_separately" {
  queue_url            = aws_sqs_queue.allowed_separately.id
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}

# expect: clean
resource "aws_sqs_queue" "of_a_function" {
  name = "of-a-function"
}

resource "aws_lambda_function_event_invoke_config" "of_a_function" {
  function_name = "thumbnails"

  destination_config {
    on_failure {
      destination = aws_sqs_queue.of_a_function.arn
    }
  }
}

# expect: clean
resource "aws_sqs_queue" "of_a_stream" {
  name = "of-a-stream"
}

resource "aws_lambda_event_source_mapping" "of_a_stream" {
  function_name     = "thumbnails"
  event_source_arn  = "arn:aws:kinesis:us-east-1:111122223333:stream/uploads"
  starting_position = "LATEST"

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.of_a_stream.arn
    }
  }
}

# expect: clean
resource "aws_sqs_queue" "of_a_schedule" {
  name = "of-a-schedule"
}

resource "aws_scheduler_schedule" "of_a_schedule" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:aws:lambda:us-east-1:111122223333:function:nightly"
    role_arn = "arn:aws:iam::111122223333:role/nightly"

    dead_letter_config {
      arn = aws_sqs_queue.of_a_schedule.arn
    }
  }
}
