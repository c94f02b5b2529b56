variable "authorization" {
  type = string
}

variable "api" {
  type = string
}

resource "aws_api_gateway_rest_api" "public" {
  name = "public"
}

# expect: finding
resource "aws_api_gateway_method" "open" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}

# expect: clean
resource "aws_api_gateway_method" "signed" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  resource_id   = "abcdef"
  http_method   = "POST"
  authorization = "AWS_IAM"
}

# expect: clean
resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  resource_id   = "abcdef"
  http_method   = "OPTIONS"
  authorization = "NONE"
}

# expect: clean
resource "aws_api_gateway_method" "with_a_key" {
  rest_api_id      = aws_api_gateway_rest_api.public.id
  resource_id      = "abcdef"
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = true
}

# expect: unknown
resource "aws_api_gateway_method" "not_known" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = var.authorization
}

# What policy that API has is not known.
# expect: unknown
resource "aws_api_gateway_method" "of_an_api_elsewhere" {
  rest_api_id   = var.api
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_rest_api" "private" {
  name = "private"

  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

# expect: clean
resource "aws_api_gateway_method" "of_a_private_api" {
  rest_api_id   = aws_api_gateway_rest_api.private.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}
