variable "runtime" {
  type = string
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "current" {
  function_name = "current"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

# expect: finding
resource "aws_lambda_function" "old_python" {
  function_name = "old-python"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.8"
  filename      = "function.zip"
}

# expect: finding
resource "aws_lambda_function" "old_node" {
  function_name = "old-node"
  role          = local.role
  handler       = "index.handler"
  runtime       = "nodejs16.x"
  filename      = "function.zip"
}

# expect: unknown
resource "aws_lambda_function" "who_knows" {
  function_name = "who-knows"
  role          = local.role
  handler       = "index.handler"
  runtime       = var.runtime
  filename      = "function.zip"
}

# expect: clean
resource "aws_lambda_function" "image" {
  function_name = "image"
  role          = local.role
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/image@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
}
