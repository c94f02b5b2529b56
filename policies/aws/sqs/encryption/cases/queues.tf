variable "managed" {
  type = bool
}

# expect: clean
resource "aws_sqs_queue" "default" {
  name = "default"
}

# expect: clean
resource "aws_sqs_queue" "key" {
  name              = "key"
  kms_master_key_id = "alias/jobs"
}

# expect: finding
resource "aws_sqs_queue" "off" {
  name                    = "off"
  sqs_managed_sse_enabled = false
}

# expect: unknown
resource "aws_sqs_queue" "who_knows" {
  name                    = "who-knows"
  sqs_managed_sse_enabled = var.managed
}

# expect: clean
resource "aws_sqs_queue" "own_key_whatever_else" {
  kms_master_key_id       = "alias/queues"
  sqs_managed_sse_enabled = var.managed
}
