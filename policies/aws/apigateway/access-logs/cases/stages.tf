variable "log_group" {
  type = string
}

# expect: finding
resource "aws_apigatewayv2_stage" "silent" {
  api_id = "abcdef0123"
  name   = "silent"
}

# expect: clean
resource "aws_apigatewayv2_stage" "logged" {
  api_id = "abcdef0123"
  name   = "logged"

  access_log_settings {
    destination_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:api"
    format          = "$context.requestId"
  }
}

# expect: unknown
resource "aws_apigatewayv2_stage" "not_known" {
  api_id = "abcdef0123"
  name   = "not-known"

  access_log_settings {
    destination_arn = var.log_group
    format          = "$context.requestId"
  }
}

# expect: finding
resource "aws_api_gateway_stage" "silent" {
  rest_api_id   = "abcdef0123"
  deployment_id = "abc123"
  stage_name    = "silent"
}

resource "aws_cloudwatch_log_group" "api" {
  name = "/api"
}

# expect: clean
resource "aws_api_gateway_stage" "logged" {
  rest_api_id   = "abcdef0123"
  deployment_id = "abc123"
  stage_name    = "logged"

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format          = "$context.requestId"
  }
}
