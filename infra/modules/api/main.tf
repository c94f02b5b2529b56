# The public API of a region. Clients prove who they are by their certificate (mutual TLS on the domain name); the API's own
# address, where nobody would ask for one, is off.
locals {
  access_log_format = jsonencode({
    requestId   = "$context.requestId"
    time        = "$context.requestTimeEpoch"
    ip          = "$context.identity.sourceIp"
    client      = "$context.identity.clientCert.subjectDN"
    serial      = "$context.identity.clientCert.serialNumber"
    method      = "$context.httpMethod"
    path        = "$context.path"
    status      = "$context.status"
    latency     = "$context.responseLatency"
    integration = "$context.integration.latency"
    error       = "$context.error.message"
    trace       = "$context.xrayTraceId"
  })
}

data "aws_iam_policy_document" "clients" {
  statement {
    sid       = "Anyone"
    actions   = ["execute-api:Invoke"]
    resources = ["execute-api:/live/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = var.client_cidrs
    }
  }
}

resource "aws_api_gateway_vpc_link" "this" {
  name        = "${var.name_prefix}-api"
  description = "Into the VPC, to the load balancers of the services"
  target_arns = [var.door_arn]

  tags = { Name = "${var.name_prefix}-api" }
}

# Shown to the services, so that they know a request for one of the gateway's.
resource "aws_api_gateway_client_certificate" "this" {
  description = "${var.name_prefix}: the API towards its services"

  tags = { Name = "${var.name_prefix}-api" }
}

resource "aws_api_gateway_rest_api" "trading" {
  name                         = "${var.name_prefix}-api"
  description                  = "Trading services"
  disable_execute_api_endpoint = true
  policy                       = data.aws_iam_policy_document.clients.json

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = { Name = "${var.name_prefix}-api" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "trading" {
  rest_api_id = aws_api_gateway_rest_api.trading.id
  parent_id   = aws_api_gateway_rest_api.trading.root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_request_validator" "trading" {
  rest_api_id                 = aws_api_gateway_rest_api.trading.id
  name                        = "parameters"
  validate_request_parameters = true
}

resource "aws_api_gateway_method" "trading" {
  rest_api_id          = aws_api_gateway_rest_api.trading.id
  resource_id          = aws_api_gateway_resource.trading.id
  http_method          = "ANY"
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.trading.id
  request_parameters   = { "method.request.path.proxy" = true }
}

resource "aws_api_gateway_integration" "trading" {
  rest_api_id             = aws_api_gateway_rest_api.trading.id
  resource_id             = aws_api_gateway_resource.trading.id
  http_method             = aws_api_gateway_method.trading.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.this.id
  uri                     = "https://${var.domain_name}/{proxy}"
  request_parameters      = { "integration.request.path.proxy" = "method.request.path.proxy" }
  timeout_milliseconds    = var.timeout_milliseconds
}

resource "aws_api_gateway_deployment" "trading" {
  rest_api_id = aws_api_gateway_rest_api.trading.id

  triggers = {
    definition = sha256(jsonencode([
      aws_api_gateway_rest_api.trading.policy,
      aws_api_gateway_resource.trading,
      aws_api_gateway_method.trading,
      aws_api_gateway_integration.trading,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "trading" {
  rest_api_id           = aws_api_gateway_rest_api.trading.id
  deployment_id         = aws_api_gateway_deployment.trading.id
  stage_name            = "live"
  xray_tracing_enabled  = true
  client_certificate_id = aws_api_gateway_client_certificate.this.id

  access_log_settings {
    destination_arn = var.access_log_group_arn
    format          = local.access_log_format
  }

  tags = { Name = "${var.name_prefix}-api" }

  depends_on = [aws_api_gateway_account.this]
}

# An answer of a trading service is stale as soon as it is given, so nothing is cached; requests and answers hold orders, so
# they are not traced word by word.
resource "aws_api_gateway_method_settings" "trading" {
  rest_api_id = aws_api_gateway_rest_api.trading.id
  stage_name  = aws_api_gateway_stage.trading.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    caching_enabled        = false
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
  }
}

module "firewall" {
  source = "../firewall"

  name          = "${var.name_prefix}-api"
  description   = "Requests to the public API"
  log_group_arn = var.waf_log_group_arn
}

resource "aws_wafv2_web_acl_association" "trading" {
  resource_arn = aws_api_gateway_stage.trading.arn
  web_acl_arn  = module.firewall.arn
}
