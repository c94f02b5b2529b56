variable "name" {
  type = string
}

variable "with_target" {
  type    = bool
  default = false
}

variable "target" {
  type    = string
  default = ""
}

# expect: clean module.failed
# expect: clean module.jobs
# expect: finding module.forgotten
resource "aws_sqs_queue" "this" {
  name           = var.name
  redrive_policy = var.with_target ? jsonencode({ deadLetterTargetArn = var.target, maxReceiveCount = 5 }) : null
}

output "arn" {
  value = aws_sqs_queue.this.arn
}
