variable "share" {
  type = number
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "shared_out" {
  function_name                  = "shared-out"
  role                           = local.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  filename                       = "function.zip"
  reserved_concurrent_executions = 10
}

# expect: clean
resource "aws_lambda_function" "stopped" {
  function_name                  = "stopped"
  role                           = local.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  filename                       = "function.zip"
  reserved_concurrent_executions = 0
}

# expect: finding
resource "aws_lambda_function" "unbounded" {
  function_name                  = "unbounded"
  role                           = local.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  filename                       = "function.zip"
  reserved_concurrent_executions = -1
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
  function_name                  = "who-knows"
  role                           = local.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  filename                       = "function.zip"
  reserved_concurrent_executions = var.share
}
