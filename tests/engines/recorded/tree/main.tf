# The top is a root too: engines that walk into directories must not mix the others into it.
module "mine" {
  source = "./modules/store"
  name   = "cccc"
}

resource "aws_sqs_queue" "q" { name = "q" }

data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

variable "names" {
  type = list(string)
}

resource "aws_s3_bucket" "unknown" {
  for_each = toset(var.names)
  bucket   = each.key
}
