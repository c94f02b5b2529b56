variable "enabled" {
  type = bool
}

# expect: finding
resource "aws_lb" "silent" {
  name    = "silent"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# A bucket alone turns nothing on.
# expect: finding
resource "aws_alb" "bucket_alone" {
  name    = "bucket-alone"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  access_logs {
    bucket = "example-logs"
  }
}

# expect: clean
resource "aws_lb" "logged" {
  name               = "logged"
  load_balancer_type = "application"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  access_logs {
    bucket  = "example-logs"
    enabled = true
  }
}

# expect: unknown
resource "aws_lb" "not_known" {
  name    = "not-known"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  access_logs {
    bucket  = "example-logs"
    enabled = var.enabled
  }
}

# expect: clean
resource "aws_lb" "gateway" {
  name               = "gateway"
  load_balancer_type = "gateway"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# It has no TLS listener, so there is nothing that it could log.
# expect: clean
resource "aws_lb" "network_of_tcp" {
  name               = "network-of-tcp"
  load_balancer_type = "network"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: finding
resource "aws_lb" "network_of_tls" {
  name               = "network-of-tls"
  load_balancer_type = "network"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  port     = 8080
  protocol = "HTTP"
  vpc_id   = "vpc-0123456789abcdef0"
}

resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.network_of_tls.arn
  port              = 443
  protocol          = "TLS"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
