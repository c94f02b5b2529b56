# The API Gateway comes in through a network load balancer, the only kind that its REST APIs can link to. TLS passes through
# it unbroken: the load balancer behind it holds the certificate.
resource "aws_security_group" "api" {
  name        = "${var.name_prefix}-api-door"
  description = "Door of the public API"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name_prefix}-api-door" }
}

resource "aws_vpc_security_group_egress_rule" "api" {
  security_group_id            = aws_security_group.api.id
  description                  = "TLS to the load balancer of the services"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_lb" "api" {
  name                             = "${var.name_prefix}-api-door"
  load_balancer_type               = "network"
  internal                         = true
  security_groups                  = [aws_security_group.api.id]
  subnets                          = var.subnet_ids
  enable_deletion_protection       = var.protected
  enable_cross_zone_load_balancing = true

  # The link's traffic comes from AWS's own network, which no rule could name; nothing else is admitted.
  enforce_security_group_inbound_rules_on_private_link_traffic = "off"

  access_logs {
    bucket  = var.log_bucket
    prefix  = var.log_prefix
    enabled = true
  }

  tags = { Name = "${var.name_prefix}-api-door" }
}

resource "aws_lb_target_group" "api" {
  name        = "${var.name_prefix}-api-door"
  target_type = "alb"
  port        = 443
  protocol    = "TCP"
  vpc_id      = var.vpc_id

  health_check {
    protocol = "HTTPS"
    path     = var.services[var.health_service].health_path
    matcher  = "200-399"
    interval = 10
  }

  tags = { Name = "${var.name_prefix}-api-door" }
}

resource "aws_lb_target_group_attachment" "api" {
  target_group_arn = aws_lb_target_group.api.arn
  target_id        = aws_lb.this.arn
  port             = 443

  depends_on = [aws_lb_listener.https]
}

resource "aws_lb_listener" "api" {
  load_balancer_arn = aws_lb.api.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}
