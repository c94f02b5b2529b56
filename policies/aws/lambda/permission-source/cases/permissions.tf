variable "source_account" {
  type = string
}

# expect: finding
resource "aws_lambda_permission" "any_bucket" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
}

# expect: clean
resource "aws_lambda_permission" "one_bucket" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::example-uploads"
}

# expect: clean
resource "aws_lambda_permission" "one_account" {
  function_name  = "thumbnails"
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_account = "111122223333"
}

# expect: clean
resource "aws_lambda_permission" "no_service" {
  function_name = "thumbnails"
  action        = "lambda:InvokeFunction"
  principal     = "111122223333"
}

# expect: unknown
resource "aws_lambda_permission" "who_knows" {
  function_name  = "thumbnails"
  action         = "lambda:InvokeFunction"
  principal      = "events.amazonaws.com"
  source_account = var.source_account
}

# expect: clean
resource "aws_lambda_permission" "of_one_organisation" {
  function_name    = "thumbnails"
  action           = "lambda:InvokeFunction"
  principal        = "events.amazonaws.com"
  principal_org_id = "o-exampleorgid"
}
