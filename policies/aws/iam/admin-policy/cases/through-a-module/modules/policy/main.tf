variable "statements" {
  type = list(object({
    Sid      = string
    Effect   = string
    Action   = list(string)
    Resource = list(string)
  }))
}

# expect: finding[All] module.admin
# expect: clean[Read] module.reader
resource "aws_iam_policy" "this" {
  policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })
}
