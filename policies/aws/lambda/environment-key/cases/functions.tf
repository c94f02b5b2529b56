variable "key" {
  type = string
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

resource "aws_kms_key" "functions" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_lambda_function" "own_key" {
  function_name = "own-key"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
  kms_key_arn   = aws_kms_key.functions.arn

  environment {
    variables = { BUCKET = "example-uploads" }
  }
}

# expect: finding
resource "aws_lambda_function" "default_key" {
  function_name = "default-key"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  environment {
    variables = { BUCKET = "example-uploads" }
  }
}

# expect: clean
resource "aws_lambda_function" "without_variables" {
  function_name = "without-variables"
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
  kms_key_arn   = var.key

  environment {
    variables = { BUCKET = "example-uploads" }
  }
}
