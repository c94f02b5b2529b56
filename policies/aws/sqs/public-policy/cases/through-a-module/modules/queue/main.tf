variable "principal" {
  type = string
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Senders"
    actions   = ["sqs:SendMessage"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [var.principal]
    }
  }
}

resource "aws_sqs_queue" "this" { # expect: clean
  name = "jobs"
}

# expect: finding[Senders] module.open
# expect: clean[Senders] module.closed
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.url
  policy    = data.aws_iam_policy_document.this.json
}
