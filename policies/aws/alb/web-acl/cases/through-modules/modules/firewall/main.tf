variable "resource" {
  type = string
}

resource "aws_wafv2_web_acl" "this" {
  name  = "web"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "web"
    sampled_requests_enabled   = true
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  resource_arn = var.resource
  web_acl_arn  = aws_wafv2_web_acl.this.arn
}
