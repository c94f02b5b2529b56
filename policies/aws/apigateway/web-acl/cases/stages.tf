variable "api" {
  type = string
}

variable "acl" {
  type = string
}

resource "aws_api_gateway_rest_api" "public" {
  name = "public"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_deployment" "public" {
  rest_api_id = aws_api_gateway_rest_api.public.id
}

# expect: finding
resource "aws_api_gateway_stage" "bare" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  deployment_id = aws_api_gateway_deployment.public.id
  stage_name    = "bare"
}

# expect: clean
resource "aws_api_gateway_stage" "covered" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  deployment_id = aws_api_gateway_deployment.public.id
  stage_name    = "covered"
}

resource "aws_wafv2_web_acl_association" "covered" {
  resource_arn = aws_api_gateway_stage.covered.arn
  web_acl_arn  = var.acl
}

resource "aws_api_gateway_rest_api" "private" {
  name = "private"

  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

# expect: clean
resource "aws_api_gateway_stage" "private" {
  rest_api_id   = aws_api_gateway_rest_api.private.id
  deployment_id = "abc123"
  stage_name    = "private"
}

# Whether that API is private is not known.
# expect: unknown
resource "aws_api_gateway_stage" "of_an_api_elsewhere" {
  rest_api_id   = var.api
  deployment_id = "abc123"
  stage_name    = "elsewhere"
}
