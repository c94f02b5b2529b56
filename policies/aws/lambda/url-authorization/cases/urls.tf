variable "type" {
  type = string
}

# expect: clean
resource "aws_lambda_function_url" "by_iam" {
  function_name      = "hook"
  authorization_type = "AWS_IAM"
}

# expect: finding
resource "aws_lambda_function_url" "open" {
  function_name      = "hook"
  authorization_type = "NONE"
}

# expect: unknown
resource "aws_lambda_function_url" "who_knows" {
  function_name      = "hook"
  authorization_type = var.type
}
