variable "subnets" {
  type = list(string)
}

locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "inside" {
  function_name = "inside"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  vpc_config {
    subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}

# expect: finding
resource "aws_lambda_function" "outside" {
  function_name = "outside"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

# expect: finding
resource "aws_lambda_function" "emptied" {
  function_name = "emptied"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  vpc_config {
    subnet_ids         = []
    security_group_ids = []
  }
}

# expect: unknown
resource "aws_lambda_function" "who_knows" {
  function_name = "who-knows"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"

  vpc_config {
    subnet_ids         = var.subnets
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}
