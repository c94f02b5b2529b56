# The health of the region for Route 53's health checkers: one path, no certificate (they have none) but their own networks
# alone, through the same link and the same load balancers as the clients' requests.
data "aws_iam_policy_document" "health_checkers" {
  statement {
    sid       = "HealthCheckers"
    actions   = ["execute-api:Invoke"]
    resources = ["execute-api:/live/GET/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = var.health_checker_cidrs
    }
  }
}

resource "aws_api_gateway_rest_api" "health" {
  name        = "${var.name_prefix}-health"
  description = "Health of the region"
  policy      = data.aws_iam_policy_document.health_checkers.json

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = { Name = "${var.name_prefix}-health" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.health.id
  parent_id   = aws_api_gateway_rest_api.health.root_resource_id
  path_part   = trimprefix(var.health_path, "/")
}

resource "aws_api_gateway_request_validator" "health" {
  rest_api_id                 = aws_api_gateway_rest_api.health.id
  name                        = "parameters"
  validate_request_parameters = true
}

resource "aws_api_gateway_method" "health" {
  rest_api_id          = aws_api_gateway_rest_api.health.id
  resource_id          = aws_api_gateway_resource.health.id
  http_method          = "GET"
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.health.id
}

resource "aws_api_gateway_integration" "health" {
  rest_api_id             = aws_api_gateway_rest_api.health.id
  resource_id             = aws_api_gateway_resource.health.id
  http_method             = aws_api_gateway_method.health.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.this.id
  uri                     = "https://${var.domain_name}${var.health_path}"
  timeout_milliseconds    = 3000
}

# The same question, and whether the region can write, for the failover's function: it comes from no known network, and proves
# who it is by its role instead.
resource "aws_api_gateway_resource" "probe" {
  rest_api_id = aws_api_gateway_rest_api.health.id
  parent_id   = aws_api_gateway_rest_api.health.root_resource_id
  path_part   = "probe"
}

resource "aws_api_gateway_resource" "probed" {
  for_each = toset([var.health_path, var.ready_path])

  rest_api_id = aws_api_gateway_rest_api.health.id
  parent_id   = aws_api_gateway_resource.probe.id
  path_part   = trimprefix(each.value, "/")
}

resource "aws_api_gateway_method" "probed" {
  for_each = aws_api_gateway_resource.probed

  rest_api_id          = aws_api_gateway_rest_api.health.id
  resource_id          = each.value.id
  http_method          = "GET"
  authorization        = "AWS_IAM"
  request_validator_id = aws_api_gateway_request_validator.health.id
}

resource "aws_api_gateway_integration" "probed" {
  for_each = aws_api_gateway_method.probed

  rest_api_id             = aws_api_gateway_rest_api.health.id
  resource_id             = each.value.resource_id
  http_method             = each.value.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.this.id
  uri                     = "https://${var.domain_name}${each.key}"
  timeout_milliseconds    = 3000
}

resource "aws_api_gateway_deployment" "health" {
  rest_api_id = aws_api_gateway_rest_api.health.id

  triggers = {
    definition = sha256(jsonencode([
      aws_api_gateway_rest_api.health.policy,
      aws_api_gateway_resource.health,
      aws_api_gateway_method.health,
      aws_api_gateway_integration.health,
      aws_api_gateway_method.probed,
      aws_api_gateway_integration.probed,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "health" {
  rest_api_id           = aws_api_gateway_rest_api.health.id
  deployment_id         = aws_api_gateway_deployment.health.id
  stage_name            = "live"
  xray_tracing_enabled  = true
  client_certificate_id = aws_api_gateway_client_certificate.this.id

  access_log_settings {
    destination_arn = var.access_log_group_arn
    format          = local.access_log_format
  }

  tags = { Name = "${var.name_prefix}-health" }

  depends_on = [aws_api_gateway_account.this]
}

resource "aws_api_gateway_method_settings" "health" {
  rest_api_id = aws_api_gateway_rest_api.health.id
  stage_name  = aws_api_gateway_stage.health.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    caching_enabled        = false
    throttling_rate_limit  = 50
    throttling_burst_limit = 50
  }
}

resource "aws_wafv2_web_acl_association" "health" {
  resource_arn = aws_api_gateway_stage.health.arn
  web_acl_arn  = module.firewall.arn
}
