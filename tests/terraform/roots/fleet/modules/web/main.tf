terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws, aws.reserve]
    }
  }
}

variable "name" {}

variable "store" {
  type = object({ bucket = string, arn = string })
}

variable "sizes" {
  type = list(string)
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.store.bucket}/&{aws:username}/*"]
  }
}

resource "aws_iam_policy" "read" {
  name   = "${var.name}-read"
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_cloudwatch_log_group" "reserve" {
  provider          = aws.reserve
  name              = "/web/${var.name}"
  retention_in_days = 30
}

module "inner" {
  source   = "./inner"
  for_each = toset(var.sizes)
  size     = each.key
  parent   = var.name
}

output "sizes" {
  value = { for k, m in module.inner : k => m.doubled }
}
