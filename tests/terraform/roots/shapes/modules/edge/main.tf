variable "name" {
  type = string
}

variable "blocked" {
  type = list(string)
}

variable "groups" {
  type = list(string)
}

variable "limits" {
  type = object({
    burst  = number
    steady = number
  })
}

resource "aws_wafv2_web_acl" "this" {
  name  = var.name
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = var.limits
    content {
      name     = rule.key
      priority = length(rule.key)

      action {
        block {
          custom_response {
            response_code = "429"
          }
        }
      }

      statement {
        rate_based_statement {
          limit              = rule.value
          aggregate_key_type = "IP"

          scope_down_statement {
            not_statement {
              statement {
                geo_match_statement {
                  country_codes = distinct(var.blocked)
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = "false"
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}

resource "aws_lb" "this" {
  name            = var.name
  internal        = "true"
  security_groups = concat(["sg-2", "sg-1"], slice(["sg-2"], 0, 1))
  idle_timeout    = "90"

  dynamic "subnet_mapping" {
    for_each = { b = "subnet-2", a = "subnet-1" }
    content {
      subnet_id = subnet_mapping.value
    }
  }
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = "443"
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:eu-central-1:111122223333:certificate/a"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = 404
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  enabled = true
  aliases = ["b.example.com", "a.example.com", "b.example.com"]

  origin {
    domain_name = "b.example.com"
    origin_id   = "b"
  }

  origin {
    domain_name = aws_lb.this.dns_name
    origin_id   = "a"

    custom_origin_config {
      http_port              = 80
      https_port             = "443"
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    allowed_methods        = ["HEAD", "GET"]
    cached_methods         = ["HEAD", "GET"]
    target_origin_id       = "a"
    viewer_protocol_policy = "redirect-to-https"

    forwarded_values {
      query_string = false

      cookies {
        forward = "none"
      }
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "blacklist"
      locations        = var.blocked
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
