variable "target" {
  type = string
}

# The queue that is named may be this one.
# expect: unknown
resource "aws_sqs_queue" "perhaps" {
  name = "perhaps"
}

# expect: clean
resource "aws_sqs_queue" "jobs" {
  name = "jobs"

  redrive_policy = jsonencode({
    deadLetterTargetArn = var.target
    maxReceiveCount     = 5
  })
}
