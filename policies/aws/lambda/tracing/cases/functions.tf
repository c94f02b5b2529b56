variable "mode" {
  type = string
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "traced" {
  function_name = "traced"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  tracing_config {
    mode = "Active"
  }
}

# expect: finding
resource "aws_lambda_function" "passed_through" {
  function_name = "passed-through"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  tracing_config {
    mode = "PassThrough"
  }
}

# expect: finding
resource "aws_lambda_function" "default" {
  function_name = "default"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

# expect: unknown
resource "aws_lambda_function" "who_knows" {
  function_name = "who-knows"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  tracing_config {
    mode = var.mode
  }
}
