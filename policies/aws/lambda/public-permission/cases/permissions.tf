variable "principal" {
  type = string
}

# expect: finding
resource "aws_lambda_permission" "everybody" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

# expect: clean
resource "aws_lambda_permission" "one_account" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "111122223333"
}

# expect: clean
resource "aws_lambda_permission" "a_bucket" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::example-uploads"
}

# expect: clean
resource "aws_lambda_permission" "everybody_through_one_topic" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "*"
  source_arn    = "arn:aws:sns:us-east-1:111122223333:uploads"
}

# expect: clean
resource "aws_lambda_permission" "of_one_organisation" {
  function_name    = "thumbnails"
  action           = "lambda:InvokeFunction"
  principal        = "*"
  principal_org_id = "o-exampleorgid"
}

# expect: unknown
resource "aws_lambda_permission" "who_knows" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = var.principal
}

# expect: clean
resource "aws_lambda_permission" "of_one_account" {
  function_name  = "thumbnails"
  action         = "lambda:InvokeFunction"
  principal      = "*"
  source_account = "111122223333"
}
