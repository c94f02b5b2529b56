resource "aws_security_group" "this" {
  name        = "${var.name_prefix}-edge"
  description = "Load balancer of the trading services"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name_prefix}-edge" }
}

resource "aws_vpc_security_group_ingress_rule" "internal" {
  for_each = var.internal_cidrs

  security_group_id = aws_security_group.this.id
  description       = "TLS from the internal network ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "api" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS from the door of the public API"
  referenced_security_group_id = aws_security_group.api.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "services" {
  for_each = toset(var.service_cidrs)

  security_group_id = aws_security_group.this.id
  description       = "Services in ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.service_port
  to_port           = var.service_port
}

resource "aws_lb" "this" {
  name                       = "${var.name_prefix}-edge"
  load_balancer_type         = "application"
  internal                   = true
  security_groups            = [aws_security_group.this.id]
  subnets                    = var.subnet_ids
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.protected
  xff_header_processing_mode = "append"
  idle_timeout               = 60

  access_logs {
    bucket  = var.log_bucket
    prefix  = var.log_prefix
    enabled = true
  }

  connection_logs {
    bucket  = var.log_bucket
    prefix  = var.log_prefix
    enabled = true
  }

  tags = { Name = "${var.name_prefix}-edge" }
}

resource "aws_lb_target_group" "this" {
  for_each = var.services

  name                 = "${var.name_prefix}-${each.key}"
  target_type          = "ip"
  port                 = var.service_port
  protocol             = "HTTPS"
  vpc_id               = var.vpc_id
  deregistration_delay = 30

  health_check {
    protocol            = "HTTPS"
    path                = each.value.health_path
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

# The only one: nothing listens for clear text, and no door is open to it.
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  certificate_arn   = var.certificate_arn

  routing_http_response_server_enabled                         = false
  routing_http_response_strict_transport_security_header_value = "max-age=63072000; includeSubDomains; preload"
  routing_http_response_x_content_type_options_header_value    = "nosniff"
  routing_http_response_x_frame_options_header_value           = "DENY"
  routing_http_response_content_security_policy_header_value   = "default-src 'none'; frame-ancestors 'none'"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ error = "no such service" })
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "service" {
  for_each = var.services

  listener_arn = aws_lb_listener.https.arn
  priority     = each.value.priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }

  condition {
    path_pattern {
      values = each.value.path_patterns
    }
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

# The health of the region, as clients would find it, and whether it can write: the answers of the service that matters most.
resource "aws_lb_listener_rule" "health" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[var.health_service].arn
  }

  condition {
    path_pattern {
      values = [var.services[var.health_service].health_path, var.ready_path]
    }
  }

  tags = { Name = "${var.name_prefix}-health" }
}

module "firewall" {
  source = "../firewall"

  name           = "${var.name_prefix}-edge"
  description    = "Requests to the load balancer of the services"
  client_address = "forwarded"
  log_group_arn  = var.waf_log_group_arn
}

resource "aws_wafv2_web_acl_association" "this" {
  resource_arn = aws_lb.this.arn
  web_acl_arn  = module.firewall.arn
}
