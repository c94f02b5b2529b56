variable "runtime" {
  type    = string
  default = "python3.13"
}

# expect: finding module.old
# expect: clean module.current
resource "aws_lambda_function" "this" {
  function_name = "this"
  role          = "arn:aws:iam::111122223333:role/function"
  handler       = "index.handler"
  runtime       = var.runtime
  filename      = "function.zip"
}
