variable "authorization" {
  type = string
}

variable "api" {
  type = string
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_api" "websocket" {
  name          = "websocket"
  protocol_type = "WEBSOCKET"
}

# expect: finding
resource "aws_apigatewayv2_route" "left_at_the_default" {
  api_id    = aws_apigatewayv2_api.http.id
  route_key = "GET /orders"
}

# expect: finding
resource "aws_apigatewayv2_route" "none" {
  api_id             = aws_apigatewayv2_api.http.id
  route_key          = "ANY /{proxy+}"
  authorization_type = "NONE"
}

# expect: finding
resource "aws_apigatewayv2_route" "everything_else" {
  api_id    = aws_apigatewayv2_api.http.id
  route_key = "$default"
}

# expect: clean
resource "aws_apigatewayv2_route" "of_users" {
  api_id             = aws_apigatewayv2_api.http.id
  route_key          = "POST /orders"
  authorization_type = "JWT"
  authorizer_id      = "abcdef"
}

# expect: clean
resource "aws_apigatewayv2_route" "preflight" {
  api_id    = aws_apigatewayv2_api.http.id
  route_key = "OPTIONS /orders"
}

# expect: finding
resource "aws_apigatewayv2_route" "connect" {
  api_id    = aws_apigatewayv2_api.websocket.id
  route_key = "$connect"
}

# expect: clean
resource "aws_apigatewayv2_route" "message" {
  api_id    = aws_apigatewayv2_api.websocket.id
  route_key = "subscribe"
}

# expect: clean
resource "aws_apigatewayv2_route" "other_messages" {
  api_id    = aws_apigatewayv2_api.websocket.id
  route_key = "$default"
}

# expect: unknown
resource "aws_apigatewayv2_route" "not_known" {
  api_id             = aws_apigatewayv2_api.http.id
  route_key          = "GET /orders"
  authorization_type = var.authorization
}

# expect: unknown
resource "aws_apigatewayv2_route" "of_an_api_elsewhere" {
  api_id    = var.api
  route_key = "$default"
}

# expect: clean
resource "aws_apigatewayv2_route" "with_a_key" {
  api_id           = aws_apigatewayv2_api.websocket.id
  route_key        = "$connect"
  api_key_required = true
}
