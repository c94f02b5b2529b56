variable "size" {
  type = number
}

variable "parent" {
  type = string
}

resource "aws_sqs_queue" "this" {
  name                       = "${var.parent}-${var.size}"
  visibility_timeout_seconds = var.size + 1
  policy                     = file("${path.module}/policy.json")
  tags                       = { Module = path.module, Root = path.root }
}

output "doubled" {
  value = var.size * 2
}
